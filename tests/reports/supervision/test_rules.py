"""When lights change and reports are due: days alone, without the database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.models import Light, Order
from reports.supervision.rules import (
    DAY,
    WORST_FIRST,
    Thresholds,
    days_after,
    light_on,
    next_report_day,
    share_gone,
    signals_of,
)

RULES = Thresholds()
Frequency = Order.Frequency


def works(day: date) -> bool:
    return day.weekday() < 5


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
terms = st.integers(0, 200).map(timedelta)
progresses = st.integers(0, 100)


def left(day: date, due_on: date) -> int:
    return sum(map(works, days_after(day, due_on)))


# --- worked examples: the sheet 督办在办 of the leadership's page, read on 2026-11-27 -------------


@pytest.mark.parametrize(
    ("due_on", "light"),
    [
        (date(2026, 11, 19), Light.RED),
        (date(2026, 11, 26), Light.RED),
        (date(2026, 11, 27), Light.BLUE),
        (date(2026, 12, 1), Light.BLUE),
        (date(2026, 12, 2), Light.BLUE),
        (date(2026, 12, 3), Light.NORMAL),
    ],
)
def test_light_of_an_order_that_keeps_up(due_on, light):
    signals = signals_of(date(2026, 11, 2), due_on, 100, RULES, works)
    assert light_on(date(2026, 11, 27), signals) == light


@pytest.mark.parametrize(("progress", "light"), [(30, Light.YELLOW), (42, Light.NORMAL)])
def test_progress_of_30_where_62_is_due_is_behind(progress, light):
    begun, due_on = date(2026, 10, 15), date(2026, 12, 24)
    today = next(
        day for day in days_after(begun, due_on) if share_gone(begun, due_on, day, works) >= 62
    )
    assert share_gone(begun, due_on, today, works) == 62
    assert light_on(today, signals_of(begun, due_on, progress, RULES, works)) == light


def test_sixth_working_day_overdue_goes_before_the_leaders():
    signals = signals_of(date(2026, 10, 12), date(2026, 11, 19), 14, RULES, works)
    assert signals.escalates_on == date(2026, 11, 27)


# --- for all days -------------------------------------------------------------------------------


@given(days, terms, progresses, st.integers(0, 300))
def test_light_says_what_its_rule_says(begun, term, progress, later):
    due_on, today = begun + term, begun + timedelta(days=later)
    light = light_on(today, signals_of(begun, due_on, progress, RULES, works))
    whole, gone = left(begun, due_on), left(begun, min(today, due_on))
    behind = bool(whole) and gone * 100 > (progress + RULES.behind_points) * whole
    if today > due_on:
        assert light == Light.RED
    elif behind:
        assert light == Light.YELLOW
    elif left(today, due_on) <= RULES.blue_days:
        assert light == Light.BLUE
    else:
        assert light == Light.NORMAL


@given(days, terms, progresses)
def test_lights_only_become_worse_while_nothing_is_fed_back(begun, term, progress):
    signals = signals_of(begun, begun + term, progress, RULES, works)
    seen = [
        WORST_FIRST.index(light_on(day, signals))
        for day in days_after(begun, begun + term + timedelta(days=30))
    ]
    assert seen == sorted(seen, reverse=True)


@given(days, terms, progresses, progresses)
def test_more_progress_never_makes_a_worse_light(begun, term, less, more):
    less, more = sorted((less, more))
    low, high = (signals_of(begun, begun + term, one, RULES, works) for one in (less, more))
    for day in days_after(begun, begun + term + DAY):
        assert WORST_FIRST.index(light_on(day, low)) <= WORST_FIRST.index(light_on(day, high))


@given(days, terms)
def test_share_of_time_grows_from_nothing_to_all(begun, term):
    due_on = begun + term
    shares = [share_gone(begun, due_on, day, works) for day in days_after(begun, due_on)]
    assert shares == sorted(shares)
    assert share_gone(begun, due_on, due_on, works) == 100
    assert all(0 <= one <= 100 for one in shares)


@given(days, terms, st.integers(0, 20))
def test_leaders_hear_after_more_than_so_many_working_days(begun, term, allowed):
    due_on = begun + term
    signals = signals_of(begun, due_on, 0, Thresholds(escalate_days=allowed), works)
    assert left(due_on, signals.escalates_on) == allowed + 1
    assert left(due_on, signals.escalates_on - DAY) == allowed


@given(days, st.sampled_from([Frequency.DAY, Frequency.WEEK, Frequency.MONTH]))
def test_next_report_is_a_later_working_day_of_its_period(after, frequency):
    found = next_report_day(frequency, after, after + timedelta(days=90), (), works)
    assert found is not None and found > after and works(found)
    longest = {Frequency.DAY: 3, Frequency.WEEK: 9, Frequency.MONTH: 62}[frequency]
    assert (found - after).days <= longest


@pytest.mark.parametrize(
    ("frequency", "after", "due"),
    [
        (Frequency.DAY, date(2026, 11, 27), date(2026, 11, 30)),
        (Frequency.WEEK, date(2026, 11, 25), date(2026, 11, 27)),
        (Frequency.WEEK, date(2026, 11, 27), date(2026, 12, 4)),
        (Frequency.MONTH, date(2026, 10, 5), date(2026, 10, 30)),
        (Frequency.MONTH, date(2026, 10, 30), date(2026, 11, 30)),
    ],
)
def test_reports_are_due_at_the_end_of_their_period(frequency, after, due):
    assert next_report_day(frequency, after, date(2027, 1, 1), (), works) == due


def test_week_without_a_working_day_is_passed_over():
    closed = {date(2026, 10, 1) + timedelta(days=n) for n in range(9)}
    found = next_report_day(
        Frequency.WEEK, date(2026, 9, 30), date(2027, 1, 1), (),
        lambda day: works(day) and day not in closed,
    )  # fmt: skip
    assert found == date(2026, 10, 16)


def test_stages_end_with_the_deadline():
    stages, due_on = (date(2026, 12, 10),), date(2026, 12, 20)
    asked = [date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 20)]
    found = [next_report_day(Frequency.STAGE, day, due_on, stages, works) for day in asked]
    assert found == [date(2026, 12, 10), date(2026, 12, 20), None]
