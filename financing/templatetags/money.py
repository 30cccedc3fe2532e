"""Amounts in templates."""

from collections.abc import Mapping, Sized
from decimal import Decimal

from django import template

from financing.ledger.words import signed
from financing.ledger.words import yuan as yuan_text

register = template.Library()


@register.filter
def yuan(amount: Decimal | None) -> str:
    """元, two decimals, thousands separated, a true minus."""
    return yuan_text(amount) if isinstance(amount, Decimal | int) else ""


@register.filter
def change_of(changes: Mapping[str, Decimal], account: str) -> str:
    """What a batch added to an account, in words."""
    amount = changes.get(str(account), Decimal(0))
    return f"本批 {signed(amount)}" if amount else "本批无变动"


@register.filter
def minus(count: int, rows: Sized) -> int:
    """How many are not among `rows`."""
    return count - len(rows)
