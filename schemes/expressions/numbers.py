"""Numbers of an expression: exact, bounded, and None where a figure is missing.

A figure is a decimal. Whatever is computed from figures is a fraction, never a rounded decimal, so
that a value which lies on a threshold is compared as lying on it. Only roots that are no fraction
are rounded; such a root lies on no threshold. People are shown rounded values, nothing is decided
by them. Whatever would leave the bounds is missing, so that no expression can blow up.
"""

import math
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeAlias

Exact: TypeAlias = Decimal | Fraction
Number: TypeAlias = Exact | None
LIMIT = Decimal(10) ** 15
SMALLEST = Decimal("0.000001")
_WHOLE_LIMIT = 10**15
_ROOTS = Context(prec=60)  # for roots that are no fraction


def number(value: object) -> Number:
    """`value` as a number, None where it is missing, no number, or too large to be a figure."""
    if type(value) is Decimal:  # from the database, which keeps four decimals
        return value if value.is_finite() and -LIMIT < value < LIMIT else None
    if isinstance(value, Fraction):
        return bounded(value)
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        result = Decimal(str(value))
    except InvalidOperation:
        return None
    if not result.is_finite() or abs(result) >= LIMIT:
        return None
    return result.quantize(SMALLEST)


def bounded(result: Fraction) -> Number:
    return result if abs(result.numerator) < _WHOLE_LIMIT * result.denominator else None


def points_together(points: Sequence[Exact]) -> Exact:
    """The exact sum of points, which are decimals of few digits or fractions."""
    try:
        return sum(points, Decimal(0))
    except TypeError:  # of both kinds
        return sum((Fraction(one) for one in points), Fraction(0))


def add(left: Exact, right: Exact) -> Number:
    return bounded(Fraction(left) + Fraction(right))


def subtract(left: Exact, right: Exact) -> Number:
    return bounded(Fraction(left) - Fraction(right))


def multiply(left: Exact, right: Exact) -> Number:
    return bounded(Fraction(left) * Fraction(right))


def divide(left: Exact, right: Exact) -> Number:
    """The quotient; None where the divisor is zero."""
    return bounded(_quotient(left, right)) if right else None


def remainder(left: Exact, right: Exact) -> Number:
    """What whole multiples of `right` leave of `left`, with the sign of `left`."""
    if not right:
        return None
    return bounded(Fraction(left) - Fraction(right) * math.trunc(_quotient(left, right)))


def ratio(part: Exact, whole: Exact) -> Number:
    """`part` of `whole` in per cent; None where the whole is not positive."""
    return bounded(_quotient(part, whole, 100)) if whole > 0 else None


def growth(now: Exact, before: Exact) -> Number:
    """Growth from `before` to `now` in per cent; None where `before` is not positive."""
    return bounded(_quotient(now, before, 100) - 100) if before > 0 else None


def compound_growth(now: Exact, before: Exact, years: Exact) -> Number:
    """Growth a year, in per cent, that leads from `before` to `now` in 1 to 10 full `years`.

    None where a figure is not positive.
    """
    if before <= 0 or now <= 0 or not 1 <= years <= 10 or years != int(years):
        return None
    return bounded((_root(_quotient(now, before), int(years)) - 1) * 100)


def total(values: Sequence[Number]) -> Number:
    """The sum; None where one of the values is missing."""
    known = [Fraction(value) for value in values if value is not None]
    return bounded(sum(known, Fraction(0))) if len(known) == len(values) else None


def total_known(values: Sequence[Number]) -> Number:
    """The sum of the values that are there; None where all are missing."""
    known = [Fraction(value) for value in values if value is not None]
    return bounded(sum(known, Fraction(0))) if known else None


def mean(values: Sequence[Number]) -> Number:
    """The mean; None where one of the values is missing, or there is none."""
    sum_ = total(values)
    return Fraction(sum_) / len(values) if sum_ is not None and values else None


def smallest(values: Sequence[Number]) -> Number:
    known = [value for value in values if value is not None]
    return min(known) if known and len(known) == len(values) else None


def largest(values: Sequence[Number]) -> Number:
    known = [value for value in values if value is not None]
    return max(known) if known and len(known) == len(values) else None


def largest_known(values: Sequence[Number]) -> Number:
    """The largest of the values that are there; None where all are missing."""
    return max((value for value in values if value is not None), default=None)


def floor(value: Exact) -> Number:
    return Decimal(math.floor(value))


def rounded(value: Exact, decimals: Exact) -> Number:
    """`value` with at most 6 decimals, halves away from zero."""
    return as_decimal(value, min(max(int(decimals), 0), 6))


def as_decimal(value: Exact, decimals: int) -> Decimal:
    """`value` rounded to `decimals`, halves away from zero."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    units = math.floor(abs(value) * 10**decimals + Fraction(1, 2))
    return Decimal(-units if value < 0 else units).scaleb(-decimals)


def full_years(since: date, today: date) -> Number:
    """Full years from `since` to `today`; None for a date in the future."""
    if since > today:
        return None
    before_anniversary = (today.month, today.day) < (since.month, since.day)
    return Decimal(today.year - since.year - before_anniversary)


def _quotient(left: Exact, right: Exact, times: int = 1) -> Fraction:
    """`times` the quotient, normalised once."""
    up, down = left.as_integer_ratio()
    other_up, other_down = right.as_integer_ratio()
    return Fraction(up * other_down * times, down * other_up)


def _root(power: Fraction, degree: int) -> Fraction:
    """The positive root: exact where it is a fraction, else to sixty digits."""
    up, down = _whole_root(power.numerator, degree), _whole_root(power.denominator, degree)
    if up is not None and down is not None:
        return Fraction(up, down)
    quotient = _ROOTS.divide(Decimal(power.numerator), Decimal(power.denominator))
    return Fraction(_ROOTS.power(quotient, _ROOTS.divide(Decimal(1), Decimal(degree))))


def _whole_root(power: int, degree: int) -> int | None:
    """The whole number whose power of `degree` is `power`; None where there is none."""
    if degree == 1:
        return power
    # Newton's method, from above, so that it falls until it is there.
    root = 1 << -(-power.bit_length() // degree)
    while True:
        step = ((degree - 1) * root + power // root ** (degree - 1)) // degree
        if step >= root:
            return root if root**degree == power else None
        root = step
