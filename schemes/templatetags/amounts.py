"""Amounts of money in templates: in 元 or 万元, with two decimals at least and nothing cut off."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

from schemes.amounts.exact import CENT, grouped, money

register = template.Library()
UNITS = {"wan": "万元", "yuan": "元"}


@register.filter
def amount_in(amount: Decimal | None, unit: str = "yuan") -> str:
    """An amount in 元 as a column shows it, without its unit: thousands apart, a true minus. In 元
    it is rounded to the 分 for the eye; in 万元 all of the 分 stay."""
    if amount is None:
        return ""
    size = abs(amount).quantize(CENT, ROUND_HALF_UP)
    text = grouped(size.scaleb(-4) if unit == "wan" else size)
    return f"−{text}" if amount < 0 and size else text


@register.filter
def unit_word(unit: str) -> str:
    """What the column's unit is called."""
    return UNITS.get(unit, UNITS["yuan"])


@register.filter
def in_money_words(amount: Decimal | None) -> str:
    """An amount in 元 in a sentence: with its unit, in 万元 from ten thousand on."""
    return "" if amount is None else money(amount)
