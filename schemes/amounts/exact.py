"""Exact money: fractions inside, decimals at the edges, one rounding, and the words of amounts."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext
from fractions import Fraction
from functools import lru_cache

CENT = Decimal("0.01")
WAN = 10_000
MOST_DECIMALS = 10
# Refuses to round: what it is asked for comes out exactly or not at all.
_EXACT = Context(prec=60, traps=[Inexact])
_ROUNDED = Context(prec=60)


def together(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum of decimals; never rounded, else `decimal.Inexact`."""
    with localcontext(_EXACT):
        return sum(amounts, Decimal(0))


@lru_cache(maxsize=1024)
def share(percent: Decimal) -> Fraction:
    """16 as 16/100."""
    return Fraction(percent) / 100


@lru_cache(maxsize=1024)
def limit(amount: Decimal) -> Fraction:
    """A sum that a rule names, as a fraction."""
    return Fraction(amount)


def exact(value: Fraction) -> Decimal:
    """The value as a decimal: exact where it has an end, else to ten places."""
    up, down = value.as_integer_ratio()
    if down == 1:
        return Decimal(up)
    try:
        return _EXACT.divide(Decimal(up), Decimal(down))
    except Inexact:
        quotient = _ROUNDED.divide(Decimal(up), Decimal(down))
        return quotient.quantize(Decimal(1).scaleb(-MOST_DECIMALS), context=_ROUNDED)


def to_cent(value: Fraction) -> Decimal:
    """Rounded half up to the 分; nothing is below zero."""
    cents = (value * 200 + 1).__floor__() // 2
    return Decimal(max(cents, 0)).scaleb(-2)


def plain(number: Decimal) -> str:
    """Without an exponent and zeros at the end, at most six decimals."""
    text = f"{number:f}"
    if "." not in text:
        return text
    if len(text) - text.index(".") > 7:
        text = f"{number.quantize(Decimal('0.000001'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")


@lru_cache(maxsize=4096)
def money(amount: Decimal) -> str:
    """An amount in 元 as people say it: in 万元 from ten thousand on where two decimals hold all of
    it, else in 元; with a true minus."""
    sign = "−" if amount < 0 else ""
    size = abs(amount)
    if size < WAN or size % 100:
        return f"{sign}{grouped(size)} 元"
    return f"{sign}{grouped(size.scaleb(-4))} 万元"


def grouped(size: Decimal) -> str:
    """Thousands apart, two decimals at least."""
    whole, _, rest = plain(size).partition(".")
    return f"{int(whole):,}.{rest.ljust(2, '0')}"


def percent_text(number: Decimal) -> str:
    return f"{plain(number)}%"
