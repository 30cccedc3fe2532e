"""Working days of the People's Republic: weekends, public holidays and make-up days.

The years that the package `chinese_calendar` carries follow the State Council's notices, later ones
what the city has entered (`HolidayYear`); for other years only weekends and the public holidays of
a fixed date are known, which `calendar_is_complete` tells and `calendar_doubt` says.
"""

import time
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays
from django.db.models.signals import post_save

from procedures.models import HolidayYear

KNOWN_YEARS = frozenset(known.year for known in holidays)
# Of a fixed date, as month and day: 元旦, 劳动节, 国庆节. Those of the moon and the days that are
# worked instead come with the year's notice.
# Source: 全国年节及纪念日放假办法 (国务院令第795号, 2024), article 2.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_KEPT_SECONDS = 60


@lru_cache(maxsize=1)
def _entered(minute: int) -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    """The days of rest and of work instead, by year, of the years that were entered."""
    rows = HolidayYear._base_manager.filter(retired_at=None)  # for everybody, also without a scope
    return {row.year: (row.rest, row.work) for row in rows}


def forget_entered_years(**_: object) -> None:
    """Look up anew what was entered; other processes do within a minute."""
    _entered.cache_clear()


post_save.connect(forget_entered_years, sender=HolidayYear)


def _entered_year(year: int) -> tuple[frozenset[date], frozenset[date]] | None:
    return _entered(int(time.monotonic() // _KEPT_SECONDS)).get(year)


def calendar_is_complete(day: date) -> bool:
    """Whether the holidays of the day's year are known."""
    return day.year in KNOWN_YEARS or _entered_year(day.year) is not None


def calendar_doubt(day: date) -> str:
    """What to say before a term is fixed that ends on `day`: that its holidays are not known; ""
    where they are."""
    if calendar_is_complete(day):
        return ""
    return (
        f"这个期限到 {day.year} 年 {day.month} 月 {day.day} 日，而 {day.year} 年的节假日安排还没有"
        "录入，现在按周末和固定日期的节日推算，可能早到期几天。"
    )


def is_working_day(day: date) -> bool:
    """Whether offices work on `day` (local date)."""
    if day.year in KNOWN_YEARS:
        return bool(chinese_calendar.is_workday(day))
    entered = _entered_year(day.year)
    if entered is None:
        return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS
    rest, work = entered
    return day in work or (day.weekday() < 5 and day not in rest)


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
