"""Working days of the People's Republic: weekends, public holidays and make-up days.

The years that the package `chinese_calendar` carries follow the State Council's notices; beyond
them only weekends are known, which `calendar_is_complete` tells.
"""

from datetime import date, timedelta
from functools import cache

import chinese_calendar
from chinese_calendar.constants import holidays

KNOWN_YEARS = frozenset(known.year for known in holidays)


def calendar_is_complete(day: date) -> bool:
    """Whether the holidays of the day's year are known."""
    return day.year in KNOWN_YEARS


@cache
def is_working_day(day: date) -> bool:
    """Whether offices work on `day` (local date)."""
    if calendar_is_complete(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def add_working_days(start: date, count: int) -> date:
    """The last day of a term of `count` working days; the day of the event does not count.

    Source: Civil Code, article 201 (the day on which a term begins is not counted).
    """
    if count < 0:
        raise ValueError("a term has no negative length")
    day = start
    while count:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    count = 0
    day = start
    while day < end:
        day += timedelta(days=1)
        count += is_working_day(day)
    return count
