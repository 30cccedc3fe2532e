"""Rates of interest as people write them."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def as_rate(value: Decimal) -> str:
    """Per cent a year with two decimals, or three where the third says something: 3.45%."""
    two = value.quantize(Decimal("0.01"))
    return f"{two if two == value else value.normalize():f}%"
