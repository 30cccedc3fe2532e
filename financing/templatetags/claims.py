"""Money and numbers of claims as pages show them."""

from decimal import Decimal

from django import template

from financing.money import MINUS, wan

register = template.Library()
register.filter("wan", wan)


@register.filter
def in_fours(number: str) -> str:
    """A long number in groups of four, as it is read aloud: 2537 2000 0001 8452 1906."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if number else ""


@register.filter
def plain_number(value: Decimal | None) -> str:
    """A figure without zeros at its end; "—" for none."""
    return "—" if value is None else f"{value.normalize():,f}".replace("-", MINUS)
