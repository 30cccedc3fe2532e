"""Months of validity."""

from datetime import date, timedelta

LONGEST_YEARS = 10  # of any certificate; what is longer is mistyped


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day of the month where that day does not exist."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def last_day(first: date, months: int) -> date:
    """The last day of a validity of `months` that begins on `first`: the day before the same day
    later, or the last of its month where that day does not exist.

    Source: Civil Code, article 202 (a term of months ends on the day that answers to the first; on
    the last of the month where there is none).
    """
    same_day = add_months(first, months)
    return same_day - timedelta(days=1) if same_day.day == first.day else same_day
