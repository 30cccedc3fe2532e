"""The life of a panel of experts, declared once."""

from decimal import Decimal
from typing import TypeAlias

from django.db.models import QuerySet
from django.utils import timezone

from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from procedures.cases.submission import evaluate_submission
from procedures.models import PanelCase, ReviewPanel, ReviewPanelEvent

State = ReviewPanel.State
PanelTransition: TypeAlias = Transition[ReviewPanel, TransitionInput]
PanelChange: TypeAlias = Change[ReviewPanel, TransitionInput]


def cases_before(panel: ReviewPanel) -> "QuerySet[PanelCase]":
    """The panel's cases that have not ended meanwhile."""
    return panel.cases.exclude(state=PanelCase.State.RELEASED)


def every_case_is_scored(actor: Actor | None, panel: ReviewPanel) -> str:
    rows = cases_before(panel).exclude(state=PanelCase.State.SCORED)
    waiting = list(rows.values_list("code", flat=True))
    return f"还有 {len(waiting)} 件没有评完：{'、'.join(waiting[:5])}。" if waiting else ""


def note_the_end(change: PanelChange) -> None:
    assert change.actor is not None, "people end a panel"
    change.row.closed_by_id = change.actor.user_id
    change.row.closed_at = timezone.now()


def judge_again(change: PanelChange) -> None:
    """Every case is judged with the experts' marks."""
    cases = cases_before(change.row).select_related("application__scheme_version")
    for case in cases.select_for_update(of=("self",)):
        snapshot = case.application.snapshots.order_by("-number").first()
        assert snapshot is not None, "a case before experts was submitted"
        marks = {key: Decimal(mark) for key, mark in case.result["marks"].items()}
        case.evaluation = evaluate_submission(case.application, snapshot, marks).as_json()
        case.save(update_fields=["evaluation"])


MACHINE = Machine(
    name="review_panel",
    model=ReviewPanel,
    noun="次评审",
    rows=(
        PanelTransition(
            name="close",
            label="结束评审",
            sources=frozenset({State.SCORING}),
            target=State.CLOSED,
            may=is_city_officer,
            guards=(every_case_is_scored,),
            effects=(note_the_end,),
            consequences=(judge_again,),
            tone="go",
        ),
    ),
    first=frozenset({State.SCORING}),
    final=frozenset({State.CLOSED}),
    events=ReviewPanelEvent,
    parent="panel",
    takes=TransitionInput,
)
