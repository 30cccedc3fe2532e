"""Months of validity."""

from datetime import date, timedelta


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
    """The last day of a validity of `months` that begins on `first`."""
    return add_months(first, months) - timedelta(days=1)
