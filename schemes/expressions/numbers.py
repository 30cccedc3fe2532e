"""Decimals of an expression: exact, bounded, and None where a figure is missing.

Whatever would leave the bounds is missing too, so that no expression can blow up.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation

Number = Decimal | None
# Figures between these keep every ratio inside the 28 digits of the decimal context.
LIMIT = Decimal(10) ** 15
SMALLEST = Decimal("0.000001")


def number(value: object) -> Number:
    """`value` as a decimal, None where it is missing, no number, or too large to be a figure."""
    if type(value) is Decimal:  # from the database, which keeps four decimals
        return value if value.is_finite() and -LIMIT < value < LIMIT else None
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        result = Decimal(str(value))
    except InvalidOperation:
        return None
    if not result.is_finite() or abs(result) >= LIMIT:
        return None
    return result.quantize(SMALLEST)


def bounded(result: Decimal) -> Number:
    return result if abs(result) < LIMIT else None


def add(left: Decimal, right: Decimal) -> Number:
    return bounded(left + right)


def subtract(left: Decimal, right: Decimal) -> Number:
    return bounded(left - right)


def multiply(left: Decimal, right: Decimal) -> Number:
    return bounded(left * right)


def divide(left: Decimal, right: Decimal) -> Number:
    """The quotient; None where the divisor is zero."""
    return bounded(left / right) if right else None


def remainder(left: Decimal, right: Decimal) -> Number:
    return left % right if right and abs(left / right) < LIMIT else None


def ratio(part: Decimal, whole: Decimal) -> Number:
    """`part` of `whole` in per cent; None where the whole is not positive."""
    return bounded(part * 100 / whole) if whole > 0 else None


def growth(now: Decimal, before: Decimal) -> Number:
    """Growth from `before` to `now` in per cent; None where `before` is not positive."""
    return bounded((now - before) * 100 / before) if before > 0 else None


def compound_growth(now: Decimal, before: Decimal, years: Decimal) -> Number:
    """Growth a year, in per cent, that leads from `before` to `now` in 1 to 10 full `years`.

    Rounded to six decimals: the root of an exact power must not miss its threshold by a digit.
    None where a figure is not positive.
    """
    if before <= 0 or now <= 0 or not 1 <= years <= 10 or years != int(years):
        return None
    factor = (now / before) ** (1 / years)
    return bounded(((factor - 1) * 100).quantize(SMALLEST, rounding=ROUND_HALF_UP))


def total(values: Sequence[Number]) -> Number:
    """The sum; None where one of the values is missing."""
    known = [value for value in values if value is not None]
    return bounded(sum(known, Decimal(0))) if len(known) == len(values) else None


def total_known(values: Sequence[Number]) -> Number:
    """The sum of the values that are there; None where all are missing."""
    known = [value for value in values if value is not None]
    return bounded(sum(known, Decimal(0))) if known else None


def mean(values: Sequence[Number]) -> Number:
    """The mean; None where one of the values is missing, or there is none."""
    sum_ = total(values)
    return sum_ / len(values) if sum_ is not None and values else None


def smallest(values: Sequence[Number]) -> Number:
    known = [value for value in values if value is not None]
    return min(known) if known and len(known) == len(values) else None


def largest(values: Sequence[Number]) -> Number:
    known = [value for value in values if value is not None]
    return max(known) if known and len(known) == len(values) else None


def largest_known(values: Sequence[Number]) -> Number:
    """The largest of the values that are there; None where all are missing."""
    return max((value for value in values if value is not None), default=None)


def floor(value: Decimal) -> Number:
    return value.quantize(Decimal(1), rounding=ROUND_FLOOR)


def rounded(value: Decimal, decimals: Decimal) -> Number:
    """`value` with at most 6 decimals, halves away from zero."""
    places = min(max(int(decimals), 0), 6)
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def full_years(since: date, today: date) -> Number:
    """Full years from `since` to `today`; None for a date in the future."""
    if since > today:
        return None
    before_anniversary = (today.month, today.day) < (since.month, since.day)
    return Decimal(today.year - since.year - before_anniversary)
