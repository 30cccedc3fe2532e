"""Amounts of money in templates: in 元 or 万元, with two decimals at least and nothing cut off."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

from schemes.amounts.exact import CENT, grouped, money
from schemes.amounts.worked_sum import WorkedSum

register = template.Library()
HUNDRED = Decimal(100)  # 元, the hundredth of 1 万元
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
def unit_that_holds(sum_: WorkedSum, wanted: str) -> str:
    """ "wan" where it is wanted and two decimals hold every amount of the sum, else "yuan": a sum
    whose lines have two decimals adds up for the eye."""
    amounts = [line.amount for line in sum_.lines if line.amount is not None]
    holds = all(not one.quantize(CENT, ROUND_HALF_UP) % HUNDRED for one in amounts)
    return "wan" if wanted == "wan" and holds else "yuan"


@register.filter
def unit_word(unit: str) -> str:
    """What the column's unit is called."""
    return UNITS.get(unit, UNITS["yuan"])


@register.filter
def in_money_words(amount: Decimal | None) -> str:
    """An amount in 元 in a sentence: with its unit, in 万元 from ten thousand on."""
    return "" if amount is None else money(amount)
