"""Working days: holidays, make-up days and the length of a term."""

from datetime import date

import pytest

from procedures.batches.working_days import (
    add_working_days,
    calendar_is_complete,
    is_working_day,
    working_days_between,
)


def test_day_of_the_event_does_not_count():
    assert add_working_days(date(2024, 3, 4), 1) == date(2024, 3, 5)


def test_weekend_is_skipped():
    assert add_working_days(date(2024, 3, 8), 1) == date(2024, 3, 11)


def test_national_day_is_no_working_day():
    assert not is_working_day(date(2024, 10, 1))


def test_make_up_sunday_is_a_working_day():
    assert is_working_day(date(2024, 9, 29))


def test_term_passes_over_the_whole_holiday():
    assert add_working_days(date(2024, 9, 30), 1) == date(2024, 10, 8)


def test_term_of_no_days_ends_on_its_day():
    assert add_working_days(date(2024, 10, 1), 0) == date(2024, 10, 1)


def test_negative_term_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2024, 3, 4), -1)


def test_unknown_year_is_told(db):
    assert not calendar_is_complete(date(2099, 1, 5))


def test_unknown_year_knows_weekends(db):
    assert [is_working_day(date(2099, 1, day)) for day in (2, 3, 4, 5)] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("day", [date(2099, 1, 1), date(2099, 5, 1), date(2098, 10, 3)])
def test_unknown_year_knows_holidays_of_a_fixed_date(db, day):
    assert day.weekday() < 5
    assert not is_working_day(day)


@pytest.mark.parametrize("count", [1, 5, 7, 20])
def test_counting_undoes_adding(count):
    start = date(2024, 9, 27)
    assert working_days_between(start, add_working_days(start, count)) == count


def test_counting_backwards_is_negative():
    assert working_days_between(date(2024, 3, 8), date(2024, 3, 4)) == -4
