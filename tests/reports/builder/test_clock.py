"""When a scheduled report is due, in local time."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from reports.builder.clock import next_time


def local(*moment):
    return timezone.make_aware(datetime(*moment))


CASES = [
    (local(2026, 3, 2, 6, 59), {"every": "day", "hour": 7}, local(2026, 3, 2, 7)),
    (local(2026, 3, 2, 7), {"every": "day", "hour": 7}, local(2026, 3, 3, 7)),
    # Monday, 2 March 2026.
    (local(2026, 3, 2, 8), {"every": "week", "weekday": 1, "hour": 7}, local(2026, 3, 9, 7)),
    (local(2026, 3, 2, 8), {"every": "week", "weekday": 7, "hour": 7}, local(2026, 3, 8, 7)),
    (local(2026, 2, 1), {"every": "month", "day": 31, "hour": 7}, local(2026, 2, 28, 7)),
    (local(2026, 2, 28, 7), {"every": "month", "day": 31, "hour": 7}, local(2026, 3, 31, 7)),
    (local(2026, 12, 31, 23), {"every": "month", "day": 1, "hour": 0}, local(2027, 1, 1)),
    # 16:30 UTC is half past midnight of the next day in Qingdao.
    (datetime(2026, 3, 1, 16, 30, tzinfo=UTC), {"every": "day", "hour": 1}, local(2026, 3, 2, 1)),
]


@pytest.mark.parametrize(("after", "clock", "due"), CASES)
def test_next_time_is_the_first_one_after(after, clock, due):
    assert next_time(after, **{"weekday": 1, "day": 1, **clock}) == due


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["day", "week", "month"]), st.integers(1, 7), st.integers(1, 31),
    st.integers(0, 23),
)  # fmt: skip
def test_next_time_is_later_and_at_the_full_hour(after, every, weekday, day, hour):
    due = timezone.localtime(next_time(after, every=every, weekday=weekday, day=day, hour=hour))
    assert due > after
    assert (due.hour, due.minute) == (hour, 0)
    assert (due - after).days <= 31
