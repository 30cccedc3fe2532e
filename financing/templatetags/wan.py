"""Amounts in 元 as pages of claims show them: 万元, two decimals, a true minus."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

register = template.Library()
CENT, WAN = Decimal("0.01"), Decimal(10_000)


@register.filter
def wan(amount: Decimal | str | None) -> str:
    """1234567.80 元 as 123.46; a dash for nothing."""
    if amount is None or amount == "":
        return "—"
    value = (Decimal(amount) / WAN).quantize(CENT, ROUND_HALF_UP)
    return f"−{-value:,}" if value < 0 else f"{abs(value):,}"


@register.filter
def wan_typed(amount: Decimal | None) -> str:
    """The same for a field: without separators and without a digit lost."""
    if amount is None:
        return ""
    text = f"{Decimal(amount) / WAN:f}"
    whole, _, part = text.partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"
