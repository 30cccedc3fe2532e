"""What the night does: due for re-check, run out, reminders; once, and again after a stop."""

import pytest

from certification import nightly
from certification.models import Certificate
from certification.nightly import run_nightly
from tests.certification.certificates import act, certified, ends_in, events_of, fresh
from tests.procedures import filings

State = Certificate.State


@pytest.fixture
def told(people):
    return lambda: [one for one in filings.told(people.staff.user_id) if "到期" in one]


@pytest.mark.parametrize(
    ("days", "state"),
    [(91, State.VALID), (90, State.RECHECK_DUE), (0, State.RECHECK_DUE), (-1, State.EXPIRED)],
)
def test_state_follows_the_days_that_are_left(people, days, state):
    certificate = ends_in(certified(people), days)
    run_nightly()
    assert fresh(certificate).state == state


def test_version_names_its_own_days_before_a_recheck(people, monkeypatch):
    certificate = ends_in(certified(people), 40)
    monkeypatch.setattr(nightly, "_days_ahead", lambda: iter([(certificate.scheme_version_id, 30)]))
    run_nightly()
    assert fresh(certificate).state == State.VALID


def test_portal_itself_is_named_in_the_event(people):
    certificate = ends_in(certified(people), -1)
    run_nightly()
    event = events_of(certificate)[-1]
    assert (event.transition, event.user_id, event.organisation_name) == ("expire", None, "平台")


def test_suspended_certificate_runs_out_and_is_not_called_for_a_recheck(people):
    certificate = certified(people)
    act(people.city, certificate, "suspend")
    ends_in(certificate, 10)
    run_nightly()
    assert fresh(certificate).state == State.SUSPENDED
    ends_in(certificate, -1)
    run_nightly()
    assert fresh(certificate).state == State.EXPIRED


def test_second_run_of_the_day_changes_and_tells_nothing(people, told):
    certificate = ends_in(certified(people), 20)
    run_nightly()
    before = (len(events_of(certificate)), told())
    run_nightly()
    assert (len(events_of(certificate)), told()) == before


@pytest.mark.parametrize(("days", "reminders"), [(91, 0), (90, 1), (31, 1), (30, 1), (7, 1)])
def test_holder_is_reminded_within_each_of_the_days(people, told, days, reminders):
    ends_in(certified(people), days)
    run_nightly()
    assert sum("还有" in title for title in told()) == reminders


def test_run_that_was_stopped_is_taken_up_where_it_stopped(people, monkeypatch):
    certificates = [ends_in(certified(people), -1) for _ in range(3)]
    monkeypatch.setattr(nightly, "AT_ONCE", 1)
    done = nightly._expire

    def stop_at_the_second(certificate):
        if certificate.pk == certificates[1].pk:
            raise KeyboardInterrupt
        done(certificate)

    monkeypatch.setattr(nightly, "_expire", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run_nightly()
    assert [fresh(one).state for one in certificates] == ["expired", "valid", "valid"]
    monkeypatch.setattr(nightly, "_expire", done)
    run_nightly()
    assert [fresh(one).state for one in certificates] == ["expired"] * 3
