"""Every duty in every state of a panel, a case before it and a sheet: what the tables allow."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from lifecycle.transitions import TransitionInput
from procedures.experts.panels import case_machine, panel_machine, sheet_machine
from procedures.models import (
    PanelCase,
    PanelCaseEvent,
    ReviewPanel,
    ScoreSheet,
    ScoreSheetEvent,
)
from tests.lifecycle.every_combination import states_that_allow
from tests.procedures import factories
from tests.procedures.panels.conftest import scored, sheets_of

DUTIES = (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.EXPERT)
CITY, EXPERT = {Duty.CITY_OFFICER}, {Duty.EXPERT}
MAY = {
    "review_panel": {"close": CITY},
    "panel_case": {
        "score": set(), "differ": set(), "ask_another": CITY, "accept": CITY, "release": set(),
    },
    "score_sheet": {
        "hand_in": EXPERT, "recuse": EXPERT, "recuse_by_check": set(), "replace": CITY,
        "release": set(),
    },
}  # fmt: skip
REASON = TransitionInput("理由")


@pytest.fixture
def everybody(room, panel, as_actor, district):
    return {
        Duty.ENTERPRISE_STAFF: room.staff[0],
        Duty.DISTRICT_REVIEWER: as_actor(Duty.DISTRICT_REVIEWER, district=district),
        Duty.CITY_OFFICER: room.city,
        Duty.EXPERT: free_expert(room),
    }


def free_expert(room):
    """An expert who has no seat before the first case."""
    seated = {one.reviewer_id for one in sheets_of(room, room.cases[0])}
    return next(one for one in room.experts if one.user_id not in seated)


def sheet_in(state, room, expert):
    first = sheets_of(room, room.cases[0])[0]
    return ScoreSheet.objects.create(
        panel_case=first.panel_case, reviewer_id=expert.user_id, code=first.code, state=state,
        organisation_id=first.organisation_id, district_id=first.district_id,
        heading=first.heading, items=first.items, marks={"distinct": "12", "novelty": "8"},
        opinion="材料充分。", due_on=first.due_on,
    )  # fmt: skip


def case_in(state, room, panel, experts):
    owner = room.staff[0]
    filed = factories.case(
        owner, owner.district_ids[0], room.batch, state="expert_review", title="第三件"
    )
    case = PanelCase.objects.create(
        panel=panel, application=filed, code="9-001", state=state,
        organisation_id=filed.organisation_id, district_id=filed.district_id,
    )  # fmt: skip
    items = sheets_of(room, room.cases[0])[0].items
    for expert in experts:
        ScoreSheet.objects.create(
            panel_case=case, reviewer_id=expert.user_id, code=case.code, state="submitted",
            organisation_id=case.organisation_id, district_id=case.district_id, items=items,
            marks={"distinct": "12", "novelty": "8"}, due_on=panel.due_on,
        )  # fmt: skip
    return case


def panel_in(state, room):
    return ReviewPanel.objects.create(
        batch=room.batch, title="空组", experts_per_case=1, spread_limit=20, state=state,
        due_on=timezone.localdate(), seed=1, created_by_id=room.city.user_id,
    )  # fmt: skip


def expected(machine, name, duty):
    allowed = duty in MAY[machine.name][name]
    return [one for one in machine.states if one in machine.transitions[name].sources and allowed]


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["score_sheet"])
def test_sheet_of_an_expert(everybody, room, name, duty):
    machine, expert = sheet_machine.MACHINE, everybody[Duty.EXPERT]
    allowed = states_that_allow(
        machine, name, everybody[duty], lambda state: sheet_in(state, room, expert), REASON
    )
    assert allowed == expected(machine, name, duty)


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["panel_case"])
def test_case_before_a_panel(everybody, room, panel, name, duty):
    machine = case_machine.MACHINE
    allowed = states_that_allow(
        machine,
        name,
        everybody[duty],
        lambda state: case_in(state, room, panel, room.experts[:2]),
        REASON,
    )
    assert allowed == expected(machine, name, duty)


@pytest.mark.parametrize("duty", DUTIES)
def test_panel_as_a_whole(everybody, room, duty):
    machine = panel_machine.MACHINE
    allowed = states_that_allow(
        machine, "close", everybody[duty], lambda state: panel_in(state, room)
    )
    assert allowed == expected(machine, "close", duty)


def test_every_transition_has_its_duties_here():
    for module in (panel_machine, case_machine, sheet_machine):
        assert set(MAY[module.MACHINE.name]) == set(module.MACHINE.transitions)


def test_events_of_a_sheet_are_its_experts_and_the_citys(room, panel, everybody):
    sheet = sheets_of(room, room.cases[0])[0]
    scored(room, sheet)
    own = next(one for one in room.experts if one.user_id == sheet.reviewer_id)
    readers = {**everybody, "own": own}
    seen = {}
    for name, reader in readers.items():
        with acting_as(reader):
            seen[name] = ScoreSheetEvent.objects.filter(sheet_id=sheet.pk).count()
    assert {name for name, count in seen.items() if count} == {"own", Duty.CITY_OFFICER}


def test_events_of_a_case_before_a_panel_are_the_citys(room, panel, everybody):
    for sheet in sheets_of(room, room.cases[0]):
        scored(room, sheet)
    seen = {}
    for name, reader in everybody.items():
        with acting_as(reader):
            rows = PanelCaseEvent.objects.filter(panel_case__application_id=room.cases[0].pk)
            seen[name] = [one.transition for one in rows]
    assert {name: found for name, found in seen.items() if found} == {Duty.CITY_OFFICER: ["score"]}


def test_states_without_their_events_are_refused_by_the_database(room, panel):
    for model in (ReviewPanel, PanelCase, ScoreSheet):
        last = model.State.values[-1]
        with system_scope(reason="test"):
            with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
                model.objects.update(state=last)
