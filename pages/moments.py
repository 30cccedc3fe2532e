"""When something ends, as people read it: a term that ends at midnight ends on the day before."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

WEEKDAYS = "一二三四五六日"


def last_day(moment: datetime) -> date:
    """The last local day of a term that ends at `moment`; at midnight that of the day before."""
    return timezone.localdate(moment - timedelta(microseconds=1))


def until(moment: datetime) -> str:
    """The last moment of a term: "2026-01-12 24:00", never 00:00 of the day after."""
    local = timezone.localtime(moment)
    if local.time() == time(0):
        return f"{last_day(moment):%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def day_in_words(day: date) -> str:
    """A day as a sentence names it: 12月9日（星期三）, with the year where it is another."""
    year = f"{day.year}年" if day.year != timezone.localdate().year else ""
    return f"{year}{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def end_of_day(day: date) -> str:
    """The last moment of a term that includes `day`: 12月9日（星期三）24:00."""
    return f"{day_in_words(day)}24:00"
