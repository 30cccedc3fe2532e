"""The life of an objection to a notice, declared once."""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils import timezone

from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from procedures.cases.changes import CaseInput
from procedures.cases.lifecycle import MACHINE as CASE
from procedures.models import Objection, ObjectionEvent
from procedures.models.application import State as CaseState

State = Objection.State


@dataclass(frozen=True)
class ObjectionInput(TransitionInput):
    """What the city found, as who objected reads it."""

    answer: str = ""


ObjectionTransition: TypeAlias = Transition[Objection, ObjectionInput]
ObjectionChange: TypeAlias = Change[Objection, ObjectionInput]


def has_an_answer(given: ObjectionInput) -> dict[str, str]:
    if given.answer.strip():
        return {}
    return {"answer": "请填写调查结论，异议人凭回执号可以查看。"}


def save_answer(change: ObjectionChange) -> None:
    assert change.actor is not None, "people answer objections"
    objection = change.row
    objection.answer = change.input.answer.strip()
    objection.decided_by_id = change.actor.user_id
    objection.decided_at = timezone.now()


def decline_its_case(change: ObjectionChange) -> None:
    """The first objection that is upheld declines the case."""
    case = change.row.application
    if case.state == CaseState.PUBLIC_NOTICE:
        CASE.execute(
            change.actor, case.pk, "decline_after_objection", CaseInput(change.input.answer)
        )


TRANSITIONS = (
    ObjectionTransition(
        name="uphold",
        label="认定异议成立",
        history_label="异议成立",
        sources=frozenset({State.OPEN}),
        target=State.UPHELD,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        checks=(has_an_answer,),
        effects=(save_answer,),
        consequences=(decline_its_case,),
    ),
    ObjectionTransition(
        name="dismiss",
        label="认定异议不成立",
        history_label="异议不成立",
        sources=frozenset({State.OPEN}),
        target=State.DISMISSED,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        checks=(has_an_answer,),
        effects=(save_answer,),
    ),
)

MACHINE = Machine(
    name="objection",
    model=Objection,
    noun="件异议",
    rows=TRANSITIONS,
    first=frozenset({State.OPEN}),
    final=frozenset({State.UPHELD, State.DISMISSED}),
    tones={State.OPEN: "wait", State.UPHELD: "bad"},
    events=ObjectionEvent,
    parent="objection",
    takes=ObjectionInput,
    select_related=("application",),
)
