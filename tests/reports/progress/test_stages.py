"""How long cases were in each stage, and which were late."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.duties import Duty
from accounts.tenancy import system_scope
from procedures.batches.working_days import working_days_between
from procedures.models import Application, CaseEvent
from procedures.models.application import State
from reports.facts.stages import CITY, InHand, is_late, late_since, share_of, stages_of
from tests.procedures import factories
from tests.reports.progress.city import TODAY

STAGE = State.DISTRICT_REVIEW
LIMITS = {1: {STAGE: 10}}


@given(day=st.dates(date(2024, 1, 1), date(2026, 12, 31)), limit=st.integers(1, 60))
def test_last_day_to_come_for_being_late_is_one_past_the_term(day, limit):
    came = late_since(limit, day)
    assert working_days_between(came, day) > limit
    assert working_days_between(date.fromordinal(came.toordinal() + 1), day) <= limit


@given(st.dictionaries(st.integers(0, 90), st.integers(1, 20), min_size=1))
def test_share_is_not_passed_by_as_many(counts):
    total = sum(counts.values())
    for share in (0.5, 0.9):
        value = share_of(counts, share)
        assert sum(n for one, n in counts.items() if one <= value) >= share * total - 1e-9


def test_median_of_an_even_number_lies_between():
    assert share_of({4: 1, 7: 1}, 0.5) == 5.5
    assert share_of({4: 1, 7: 2}, 0.5) == 7
    assert share_of({}, 0.5) is None


@pytest.mark.parametrize(
    ("came", "due_on", "late"),
    [
        (date(2026, 5, 1), date(2026, 6, 11), False),
        (date(2026, 6, 9), date(2026, 6, 10), True),  # its last day is over
        (date(2026, 5, 20), None, True),
        (date(2026, 6, 1), None, False),
    ],
)
def test_late_is_by_the_due_day_or_else_by_the_term(came, due_on, late):
    assert is_late(InHand(1, STAGE, 1, 1, came, due_on), LIMITS, TODAY) is late


@pytest.fixture
def cases(as_actor, district):
    """Three cases at the district; the first was recommended after four working days."""
    with system_scope(reason="test"):
        batch = factories.open_batch()
    found = []
    for _ in range(3):
        owner = as_actor(Duty.ENTERPRISE_STAFF)
        with system_scope(reason="test"):
            case = factories.case(owner, district.pk, batch, state=STAGE)
            case.stage_due_on = date(2026, 6, 20)
            case.save(update_fields=["stage_due_on"])
            found.append(case)
            event(case, "submit", State.DRAFT, STAGE, datetime(2026, 6, 1, 2, tzinfo=UTC))
    with system_scope(reason="test"):
        event(found[0], "recommend", STAGE, State.CITY_REVIEW, datetime(2026, 6, 5, 2, tzinfo=UTC))
        Application.objects.filter(pk=found[2].pk).update(stage_due_on=date(2026, 6, 9))
    return found


def event(case, name, source, target, at):
    CaseEvent.objects.create(
        application=case, transition=name, source=source, target=target, at=at, **case.home
    )


def figures(day, place=CITY):
    with system_scope(reason="test"):
        rows, late = stages_of(day)
    return {row[0]: row[4:] for row in rows if row[1] == place}, late


def test_case_counts_where_it_was_at_the_end_of_the_day(cases, district):
    found, late = figures(TODAY, district.pk)
    assert found[STAGE] == [2, 1, 1, 4.0, 4.0]
    assert found[State.CITY_REVIEW][0] == 1
    assert len(late) == 1


def test_past_day_is_rebuilt_from_the_events(cases):
    found, late = figures(date(2026, 6, 3))
    assert found[STAGE][:3] == [3, 0, 0] and State.CITY_REVIEW not in found
    assert late == []


def test_figures_of_the_stages_lead_to_their_cases(cases, clock, plan, as_actor, signed_in):
    clock.night_of(TODAY)
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    for kind, number in (("in_hand", 2), ("overdue", 1), ("finished", 1)):
        answer = client.get(
            "/reports/progress/cases/", {"stage": STAGE, "kind": kind, "day": f"{TODAY}"}
        )
        assert answer.context["list"].number == number, kind
        assert len(answer.context["page"].rows) == number


def test_cases_of_other_districts_are_not_listed(
    cases, clock, plan, as_actor, signed_in, other_district
):
    clock.night_of(TODAY)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=other_district))
    assert client.get("/reports/progress/cases/").context["list"].number == 0
