"""A table of transitions checks itself when it is made, and has the words of its states."""

import pytest

from accounts.duties import Duty
from lifecycle.policies import is_the_portal
from lifecycle.table import TransitionTable
from lifecycle.transitions import ComputedTarget, Transition, TransitionInput
from tests.lifecycle.permits import MACHINE, Permit, State

WAYS = {
    "draft": "district",
    "district": "city",
    "returned": "district",
    "city": "granted",
}


def table(ways=WAYS, *, first=("draft",), final=("granted", "refused"), **more):
    rows = [
        Transition[Permit, TransitionInput](
            name=f"{source}-{target}", label="", sources=frozenset({source}), target=target,
            may=is_the_portal,
        )
        for source, target in {"city": "returned", "returned": "refused"}.items()
    ]  # fmt: skip
    rows += [
        Transition[Permit, TransitionInput](
            name=source, label="", sources=frozenset({source}), target=target, may=is_the_portal
        )
        for source, target in ways.items()
    ]
    return TransitionTable(
        name="permit", model=Permit, noun="项许可", rows=tuple(rows), first=frozenset(first),
        final=frozenset(final), **more,
    )  # fmt: skip


def test_sound_table_is_made():
    assert set(table().states) == set(State)


def test_unknown_state_is_an_error():
    with pytest.raises(ValueError, match="unknown states: .'granded'"):
        table(WAYS | {"city": "granded"})


def test_unknown_state_of_a_tone_is_an_error():
    with pytest.raises(ValueError, match="unknown"):
        table(tones={"granded": "ok"})


def test_unreachable_state_is_an_error():
    with pytest.raises(ValueError, match="unreachable states: .'granted'"):
        table(WAYS | {"city": "refused"})


def test_state_that_only_unreachable_ones_lead_to_is_unreachable():
    with pytest.raises(ValueError, match="'district'"):
        table({"district": "city", "city": "granted", "returned": "district", "draft": "draft"})


def test_dead_end_is_an_error():
    with pytest.raises(ValueError, match="dead-end states: .'granted'"):
        table(final=("refused",))


def test_final_state_that_can_be_left_is_an_error():
    with pytest.raises(ValueError, match="can be left: .'granted'"):
        table(WAYS | {"granted": "city"})


def test_two_transitions_of_one_name_are_an_error():
    row = MACHINE.transitions["grant"]
    with pytest.raises(ValueError, match="one name"):
        TransitionTable(
            name="permit", model=Permit, noun="", rows=(row, row), first=frozenset(),
            final=frozenset(),
        )  # fmt: skip


def test_computed_target_reaches_all_that_it_may_name():
    one = Transition[Permit, TransitionInput](
        name="back", label="", sources=frozenset({"returned"}), may=is_the_portal,
        target=ComputedTarget(lambda row: row.returned_from, frozenset({"city", "district"}), ""),
    )  # fmt: skip
    assert one.targets == {"city", "district"}


def test_enterprise_reads_its_own_words(as_actor):
    staff, officer = as_actor(Duty.ENTERPRISE_STAFF), as_actor(Duty.CITY_OFFICER)
    assert MACHINE.label_for(staff, "district") == "审核中"
    assert MACHINE.label_for(staff, "city") == "市级审核"
    assert MACHINE.label_for(officer, "district") == "区市审核"
    assert MACHINE.label_for(None, "district") == "区市审核"


def test_tones_are_calm_unless_named():
    assert (MACHINE.tone_of("granted"), MACHINE.tone_of("city")) == ("ok", "calm")
