"""Amounts in templates."""

from collections.abc import Mapping, Sized
from decimal import Decimal

from django import template

from financing.money import signed, yuan

register = template.Library()


@register.filter("yuan")
def yuan_of(amount: object) -> str:
    """元; an empty text for what is no amount."""
    return yuan(amount) if isinstance(amount, Decimal | int) else ""


@register.filter
def change_of(changes: Mapping[str, Decimal], account: str) -> str:
    """What a batch added to an account, in words."""
    amount = changes.get(str(account), Decimal(0))
    return f"本批 {signed(amount)}" if amount else "本批无变动"


@register.filter
def minus(count: int, rows: Sized) -> int:
    """How many are not among `rows`."""
    return count - len(rows)
