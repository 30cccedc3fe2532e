"""Exact money: fractions inside, decimals at the edges, one rounding at the end, and their words."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from fractions import Fraction

CENT = Decimal("0.01")
WAN = 10_000
_SUMS = Context(prec=60, traps=[Inexact])
_SHOWN = Context(prec=60)
_TENTH_PLACE = Decimal("1E-10")


def together(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum of decimals; never rounded, else `decimal.Inexact`."""
    total = Decimal(0)
    for amount in amounts:
        total = _SUMS.add(total, amount)
    return total


def share(percent: Decimal) -> Fraction:
    """16 as 16/100."""
    return Fraction(percent) / 100


def exact(value: Fraction) -> Decimal:
    """The value as a decimal: exact where it has an end, else to ten places."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    context = _SHOWN.copy()
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return quotient.quantize(_TENTH_PLACE, context=_SHOWN) if context.flags[Inexact] else quotient


def to_cent(value: Fraction) -> Decimal:
    """Rounded half up to the 分; nothing is below zero."""
    cents = (value * 200 + 1).__floor__() // 2
    return Decimal(max(cents, 0)).scaleb(-2)


def plain(number: Decimal) -> str:
    """Without an exponent and zeros at the end, at most six decimals."""
    if number.as_tuple().exponent < -6:  # type: ignore[operator]  # finite by its makers
        number = number.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal) -> str:
    """An amount in 元 as people say it: 万元 from ten thousand on, two decimals at least; minus the
    true sign."""
    sign = "−" if amount < 0 else ""
    size = abs(amount)
    if size < WAN:
        return f"{sign}{grouped(size)} 元"
    return f"{sign}{grouped(size.scaleb(-4))} 万元"


def grouped(size: Decimal) -> str:
    """Thousands apart, two decimals at least."""
    whole, _, rest = plain(size).partition(".")
    return f"{int(whole):,}.{rest.ljust(2, '0')}"


def percent_text(number: Decimal) -> str:
    return f"{plain(number)}%"
