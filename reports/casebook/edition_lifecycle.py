"""The life of an edition of the casebook, declared once."""

from typing import TypeAlias

from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Transition, TransitionInput
from reports.casebook.editions import is_up_to_date, last_print
from reports.models import CasebookEdition, EditionEvent

State = CasebookEdition.State
Step: TypeAlias = Transition[CasebookEdition, TransitionInput]


def is_not_retired(actor: Actor | None, edition: CasebookEdition) -> str:
    return "这一辑已经停用，请先恢复。" if edition.is_retired else ""


def is_printed(actor: Actor | None, edition: CasebookEdition) -> str:
    """What is issued is the volume that was looked at."""
    printed = last_print(edition)
    if printed is None:
        return "还没有排印，请先排印并核对全书。"
    return "" if is_up_to_date(edition, printed) else "排印之后内容有变化，请重新排印并核对。"


TRANSITIONS = (
    Step(
        name="issue",
        label="印发",
        sources=frozenset({State.DRAFT}),
        target=State.ISSUED,
        may=is_city_officer,
        guards=(is_not_retired, is_printed),
        tone="go",
    ),
    Step(
        name="recall",
        label="停止发行",
        sources=frozenset({State.ISSUED}),
        target=State.RECALLED,
        may=is_city_officer,
        reason_required=True,
        reason_missing="请写明停止发行的原因。",
        tone="no",
    ),
)

MACHINE = Machine(
    name="casebook_edition",
    model=CasebookEdition,
    noun="辑案例集",
    rows=TRANSITIONS,
    first=frozenset({State.DRAFT}),
    final=frozenset({State.RECALLED}),
    tones={State.DRAFT: "calm", State.ISSUED: "ok", State.RECALLED: "bad"},
    events=EditionEvent,
    parent="edition",
    takes=TransitionInput,
)
