"""The last moment of a term is said as people count days."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from pages.moments import end_of_day, last_day, until


@pytest.mark.parametrize(
    ("end", "said", "day"),
    [
        (datetime(2026, 1, 13, 0, 0), "2026-01-12 24:00", date(2026, 1, 12)),
        (datetime(2026, 1, 13, 17, 30), "2026-01-13 17:30", date(2026, 1, 13)),
        (datetime(2026, 1, 1, 0, 0), "2025-12-31 24:00", date(2025, 12, 31)),
    ],
)
def test_midnight_belongs_to_the_day_before(end, said, day):
    moment = timezone.make_aware(end)
    assert (until(moment), last_day(moment)) == (said, day)


def test_last_moment_of_a_day_names_its_weekday():
    day = timezone.localdate().replace(month=12, day=9)
    weekday = "一二三四五六日"[day.weekday()]
    assert end_of_day(day) == f"12月9日（星期{weekday}）24:00"


def test_another_year_is_named():
    assert end_of_day(date(2031, 1, 29)) == "2031年1月29日（星期三）24:00"
