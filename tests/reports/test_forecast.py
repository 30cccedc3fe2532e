"""What a target will count at its end. The worked numbers are those of the documented method."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.progress.forecast import Outlook, forecast, needed_a_month
from reports.progress.outlook import quiet_months

ONE_YEAR = [0, 0, 6, 0, 0, 6, 0, 0, 6, 0, 0, 0]  # 18 acts


def outlook(months=ONE_YEAR, ahead=12, held=90, wanted=100, lost=0):
    return Outlook(months, ahead, held, wanted, lost)


def test_eighteen_acts_in_a_year_foretell_the_next_one():
    found = forecast(outlook(held=0))
    assert (found.low, found.middle, found.high) == (11, 17, 26)


@pytest.mark.parametrize(("held", "chance"), [(90, 0.94), (76, 0.17)])
def test_chance_of_a_hundred(held, chance):
    assert round(forecast(outlook(held=held)).chance, 2) == chance


def test_known_expiries_are_taken_off():
    found = forecast(outlook(held=90, lost=14))
    assert (found.low, found.middle, found.high) == (87, 93, 102)
    assert round(found.chance, 2) == 0.17


def test_fewer_than_six_acts_foretell_nothing_but_the_rate_that_is_needed():
    few = outlook([0] * 7 + [5] + [0] * 4, held=90)
    assert forecast(few) is None
    assert needed_a_month(few) == pytest.approx(10 / 12)


def test_two_equal_years_foretell_a_third():
    found = forecast(outlook(ONE_YEAR * 2, held=90))
    assert (found.low, found.middle, found.high, found.chance) == (108, 108, 108, 1)


def test_good_and_bad_years_are_drawn_whole():
    found = forecast(outlook([0, 24] + [0] * 10 + [0, 6] + [0] * 10, held=90, wanted=110))
    assert (found.low, found.high) == (96, 114)
    assert found.chance == pytest.approx(0.5, abs=0.05)


def test_same_history_gives_the_same_forecast():
    years = [1, 0, 4, 0, 2, 0, 1, 3, 0, 0, 5, 0] * 3
    assert forecast(outlook(years)) == forecast(outlook(years))


def test_at_the_end_of_the_plan_what_is_held_is_certain():
    found = forecast(outlook(ahead=0, held=104))
    assert (found.low, found.middle, found.high, found.chance) == (104, 104, 104, 1)


@given(
    months=st.lists(st.integers(0, 40), min_size=1, max_size=40),
    ahead=st.integers(0, 60),
    held=st.integers(0, 3000),
    wanted=st.integers(1, 3000),
    lost=st.integers(0, 200),
)
def test_bounds_are_in_order_and_the_chance_is_one(months, ahead, held, wanted, lost):
    found = forecast(outlook(months, ahead, held, wanted, lost))
    if found is None:
        assert sum(months) < 6
        return
    assert 0 <= found.low <= found.middle <= found.high
    assert 0 <= found.chance <= 1


@given(st.integers(1, 2000))
def test_many_acts_are_foretold_too(each):
    found = forecast(outlook([each] * 12, held=0, wanted=1))
    assert 0.8 * 12 * each - 12 < found.middle < 1.2 * 12 * each + 12


@pytest.mark.parametrize(
    ("months", "quiet"),
    [
        ([5, 4, 6, 0, 0, 0, 0], 3),  # the last month runs still
        ([5, 4, 6, 0, 0, 0, 2], 0),  # and has one
        ([5, 4, 6, 0, 0, 0], 0),  # two whole months are not enough
        ([5, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0], 0),  # batches come twice a year
        ([5, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0], 6),  # and the next one did not
        ([0, 0, 0, 0, 0], 0),  # what never began has not stopped
        ([], 0),
    ],
)
def test_growth_has_stopped_where_it_is_quieter_than_between_batches(months, quiet):
    assert quiet_months(months) == quiet


@given(st.lists(st.integers(0, 3), max_size=40))
def test_quiet_months_are_the_last_ones_without_an_act(months):
    quiet = quiet_months(months)
    assert not quiet or not any(months[-1 - quiet :])
    assert not quiet or months[-2 - quiet]
