"""The life of a milestone: filed by its enterprise, confirmed by its district.

Source of the stages and of what a milestone holds: `shared/domain-2.md` A12. The days to answer
are 示例.
"""

from typing import TypeAlias

from django.utils import timezone

from accounts.tenancy import Actor
from financing.listings import notices, path_machine
from financing.listings.proposals import propose
from financing.models import ListingPath, Milestone, MilestoneEvent
from lifecycle.deadlines import Within, no_deadline
from lifecycle.gathering import ends_work
from lifecycle.machine import Machine
from lifecycle.policies import is_its_enterprise, is_reviewer_of_its_district
from lifecycle.transitions import Change, Transition, TransitionInput

State = Milestone.State
Step: TypeAlias = Transition[Milestone, TransitionInput]
MilestoneChange: TypeAlias = Change[Milestone, TransitionInput]
ANSWER_WITHIN = 10  # days, 示例


def has_proof(actor: Actor | None, milestone: Milestone) -> str:
    return "" if milestone.proof_id else "没有证明文件，请退回补正。"


def proof_is_clean(actor: Actor | None, milestone: Milestone) -> str:
    proof = milestone.proof
    if proof is None or proof.may_be_served:
        return ""
    return "证明文件还没有通过安全检查。"


def path_stands(actor: Actor | None, milestone: Milestone) -> str:
    path = milestone.path
    return "" if path.is_standing else f"这条路径{path.get_state_display()}。"


def note_decision(change: MilestoneChange) -> None:
    change.row.decided_at = timezone.now()


def move_on(change: MilestoneChange) -> None:
    """The path stands at the furthest stage that was confirmed; the last one ends it."""
    milestone, path = change.row, change.row.path
    reached = path.stage
    if reached is None or reached.order < milestone.stage.order:
        path.stage, path.stage_on = milestone.stage, milestone.reached_on
        path.save(update_fields=["stage", "stage_on"])
    if milestone.stage.is_goal and path.state == ListingPath.State.ACTIVE:
        path_machine.MACHINE.execute(change.actor, path.pk, "reach")


def propose_claim(change: MilestoneChange) -> None:
    propose(change.row)


answer_in_time = Within[Milestone, TransitionInput](lambda change: ANSWER_WITHIN)

TRANSITIONS = (
    Step(
        name="confirm",
        label="确认",
        history_label="区市确认",
        sources=frozenset({State.FILED}),
        target=State.CONFIRMED,
        may=is_reviewer_of_its_district,
        guards=(has_proof, proof_is_clean, path_stands),
        deadline=no_deadline,
        effects=(note_decision,),
        consequences=(move_on, propose_claim),
        notify=(notices.tell_decided,),
        tone="go",
    ),
    Step(
        name="return",
        label="退回补正",
        sources=frozenset({State.FILED}),
        target=State.RETURNED,
        may=is_reviewer_of_its_district,
        deadline=no_deadline,
        notify=(notices.tell_decided,),
        reason_required=True,
        reason_missing="请写明需要补正什么。",
    ),
    Step(
        name="decline",
        label="不予确认",
        sources=frozenset({State.FILED}),
        target=State.DECLINED,
        may=is_reviewer_of_its_district,
        deadline=no_deadline,
        effects=(note_decision,),
        notify=(notices.tell_decided,),
        reason_required=True,
        reason_missing="请写明不予确认的原因。",
        tone="no",
    ),
    Step(
        name="file_again",
        label="重新提交",
        history_label="补正后提交",
        sources=frozenset({State.RETURNED}),
        target=State.FILED,
        may=is_its_enterprise,
        guards=(path_stands,),
        deadline=answer_in_time,
        notify=(notices.tell_filed_again,),
        by_hand=False,
    ),
    Step(
        name="withdraw",
        label="撤回",
        sources=frozenset({State.FILED, State.RETURNED}),
        target=State.WITHDRAWN,
        may=is_its_enterprise,
        deadline=no_deadline,
    ),
)

MACHINE = Machine(
    name="listing_milestone",
    model=Milestone,
    noun="项里程碑",
    rows=TRANSITIONS,
    first=frozenset({State.FILED}),
    final=frozenset({State.CONFIRMED, State.DECLINED, State.WITHDRAWN}),
    tones={
        State.FILED: "wait",
        State.RETURNED: "bad",
        State.CONFIRMED: "ok",
        State.DECLINED: "bad",
        State.WITHDRAWN: "calm",
    },
    events=MilestoneEvent,
    parent="milestone",
    takes=TransitionInput,
    due_field="due_on",
    select_related=("path__stage", "path__track", "stage"),
)
ends_work(MACHINE, notices.FILED, State.FILED)
