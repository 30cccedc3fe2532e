"""The ends of months and quarters (local days)."""

from datetime import date, timedelta


def month_ends(first: date, last: date) -> list[date]:
    """The last days of the months from that of `first` to that of `last`."""
    days: list[date] = []
    day = first.replace(day=1)
    while day <= last:
        following = (day + timedelta(days=32)).replace(day=1)
        days.append(following - timedelta(days=1))
        day = following
    return days


def quarter_start(day: date) -> date:
    """The first day of the quarter of `day`."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def quarter_ends(first: date, last: date) -> list[date]:
    """The days at whose end a quarter is over, from `first` up to and with `last`."""
    return [day for day in month_ends(first, last) if day.month % 3 == 0 and day <= last]


def quarters_before(day: date, number: int) -> list[date]:
    """The last days of the `number` quarters before that of `day`, in order."""
    last = quarter_start(day) - timedelta(days=1)
    # A quarter has at most 92 days.
    return quarter_ends(last - timedelta(days=92 * number), last)[-number:] if number else []
