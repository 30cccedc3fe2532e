"""The clock of a life: it starts, stops, pauses while another has the row, and goes on."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.tenancy import acting_as
from tests.lifecycle.permits import MACHINE, PermitInput, State, permit


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def done(actor, row, name, given=None):
    with acting_as(actor):
        return MACHINE.execute(actor, row.pk, name, given)


@pytest.fixture
def waiting(people):
    """A permit before the district, which has `days` days left."""

    def make(days):
        with acting_as(people.staff):
            due = None if days is None else in_days(days)
            return permit(people.staff, State.DISTRICT, due_on=due)

    return make


def test_clock_starts_anew(people, waiting):
    assert done(people.reviewer, waiting(3), "forward").due_on == in_days(20)


def test_clock_stops(people, waiting):
    row = waiting(3)
    done(people.reviewer, row, "forward")
    assert done(people.officer, row, "grant", PermitInput(number="1")).due_on is None


def test_transition_without_a_deadline_leaves_the_clock(people, waiting):
    assert done(people.staff, waiting(3), "urge").due_on == in_days(3)


def test_while_the_clock_pauses_another_one_runs(people, waiting):
    assert done(people.reviewer, waiting(7), "return", PermitInput("补")).due_on == in_days(5)


@pytest.mark.parametrize(("left", "after"), [(7, 7), (0, 1), (-4, 1)])
def test_clock_goes_on_with_what_was_left_and_never_less_than_the_least(
    people, waiting, left, after
):
    row = waiting(left)
    done(people.reviewer, row, "return", PermitInput("补"))
    assert done(people.staff, row, "resubmit").due_on == in_days(after)


def test_clock_that_paused_twice_goes_on_from_the_last_time(people, waiting):
    row = waiting(7)
    for _ in range(2):
        done(people.reviewer, row, "return", PermitInput("补"))
        done(people.staff, row, "resubmit")
    assert done(people.staff, row, "urge").due_on == in_days(7)


def test_clock_that_never_ran_does_not_begin_by_going_on(people, waiting):
    row = waiting(None)
    done(people.reviewer, row, "return", PermitInput("补"))
    assert done(people.staff, row, "resubmit").due_on is None
