"""The life of a case, declared once: what may happen to it, by whom, and what follows.

Buttons, permissions, the timeline, the diagram in docs and the exhaustive test are all read
from `TRANSITIONS`. Nothing but `procedures.cases.executor` carries a transition out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from accounts.tenancy import Actor
from procedures.cases import effects, guards, policies
from procedures.cases.effects import Change
from procedures.models import Application
from procedures.models.application import State

May = Callable[[Actor, Application], bool]
Guard = Callable[[Actor, Application], str]
Effect = Callable[[Change], None]


class DeadlineKey(StrEnum):
    DISTRICT = "district_review_days"
    CITY = "city_review_days"
    EXPERT = "expert_review_days"
    CORRECTION = "correction_days"


@dataclass(frozen=True)
class Transition:
    """One thing that may happen to a case. `target` None: back to where it was returned from."""

    name: str
    label: str
    sources: frozenset[State]
    target: State | None
    may: May
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    notify: tuple[Effect, ...] = ()
    deadline: DeadlineKey | None = None
    reason_required: bool = False
    bulk: bool = False
    tone: str = "go"
    by_system: bool = False


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


TRANSITIONS: dict[str, Transition] = {
    transition.name: transition
    for transition in (
        Transition(
            name="submit",
            label="提交申报",
            sources=_from(State.DRAFT),
            target=State.DISTRICT_REVIEW,
            may=policies.is_own_staff,
            guards=(
                guards.batch_is_open,
                guards.is_not_barred,
                guards.every_answer_is_complete,
                guards.all_files_are_clean,
            ),
            effects=(effects.number_and_freeze,),
            notify=(effects.tell_district_of_new_case, effects.tell_applicant_received),
            deadline=DeadlineKey.DISTRICT,
        ),
        Transition(
            name="resubmit",
            label="重新提交",
            sources=_from(State.RETURNED),
            target=None,
            may=policies.is_own_staff,
            guards=(
                guards.correction_is_in_time,
                guards.every_answer_is_complete,
                guards.all_files_are_clean,
            ),
            effects=(effects.number_and_freeze, effects.resolve_returns),
            notify=(effects.tell_reviewer_of_correction,),
            deadline=DeadlineKey.DISTRICT,
        ),
        Transition(
            name="return_for_correction",
            label="退回修改",
            sources=_from(State.DISTRICT_REVIEW, State.CITY_REVIEW),
            target=State.RETURNED,
            may=policies.reviews_the_stage,
            guards=(guards.something_is_marked, guards.is_not_own_enterprise),
            effects=(effects.remember_where_from, effects.hand_back_marks),
            notify=(effects.tell_applicant_returned,),
            deadline=DeadlineKey.CORRECTION,
            tone="no",
        ),
        Transition(
            name="recommend",
            label="推荐到市级",
            sources=_from(State.DISTRICT_REVIEW),
            target=State.CITY_REVIEW,
            may=policies.is_reviewer_of_its_district,
            guards=(
                guards.nothing_is_marked,
                guards.all_files_are_clean,
                guards.quota_is_left,
                guards.is_not_own_enterprise,
            ),
            effects=(effects.take_rank, effects.leave_the_desk),
            notify=(effects.tell_applicant_forwarded, effects.tell_city_of_recommendation),
            deadline=DeadlineKey.CITY,
            bulk=True,
        ),
        Transition(
            name="propose",
            label="审核通过，拟认定",
            sources=_from(State.CITY_REVIEW, State.EXPERT_REVIEW),
            target=State.PROPOSED,
            may=policies.is_city_officer,
            guards=(
                guards.nothing_is_marked,
                guards.experts_have_scored,
                guards.conditions_are_met,
                guards.is_not_own_enterprise,
            ),
            notify=(effects.tell_applicant_proposed,),
            bulk=True,
        ),
        Transition(
            name="send_to_experts",
            label="提交专家评审",
            sources=_from(State.CITY_REVIEW),
            target=State.EXPERT_REVIEW,
            may=policies.may_send_to_experts,
            guards=(guards.nothing_is_marked, guards.is_not_own_enterprise),
            notify=(effects.tell_applicant_forwarded,),
            deadline=DeadlineKey.EXPERT,
            bulk=True,
        ),
        Transition(
            name="publish",
            label="公示",
            sources=_from(State.PROPOSED),
            target=State.PUBLIC_NOTICE,
            may=policies.is_city_officer,
            guards=(guards.is_on_a_notice, guards.is_not_own_enterprise),
            notify=(effects.tell_applicant_published,),
            bulk=True,
        ),
        Transition(
            name="certify",
            label="认定发证",
            sources=_from(State.PUBLIC_NOTICE),
            target=State.APPROVED,
            may=policies.is_city_officer,
            guards=(
                guards.notice_has_ended,
                guards.no_open_objection,
                guards.is_not_own_enterprise,
            ),
            effects=(effects.close_case, effects.bring_about_outcome),
            notify=(effects.tell_applicant_approved,),
            bulk=True,
        ),
        Transition(
            name="decline",
            label="不予通过",
            sources=_from(
                State.DISTRICT_REVIEW, State.CITY_REVIEW, State.EXPERT_REVIEW, State.PROPOSED
            ),
            target=State.DECLINED,
            may=policies.reviews_the_stage,
            guards=(guards.is_not_own_enterprise,),
            effects=(
                effects.close_case,
                effects.release_experts,
                effects.withdraw_corrected_outcome,
            ),
            notify=(effects.tell_applicant_declined,),
            reason_required=True,
            bulk=True,
            tone="no",
        ),
        Transition(
            name="decline_after_objection",
            label="异议成立，不予认定",
            sources=_from(State.PUBLIC_NOTICE),
            target=State.DECLINED,
            may=policies.is_city_officer,
            guards=(guards.objection_is_upheld, guards.is_not_own_enterprise),
            effects=(effects.close_case, effects.withdraw_corrected_outcome),
            notify=(effects.tell_applicant_declined,),
            reason_required=True,
            tone="no",
        ),
        Transition(
            name="withdraw",
            label="撤回申报",
            sources=_from(
                State.DISTRICT_REVIEW, State.CITY_REVIEW, State.RETURNED, State.EXPERT_REVIEW,
                State.PROPOSED,
            ),
            target=State.WITHDRAWN,
            may=policies.is_own_staff,
            guards=(guards.is_no_correction,),
            effects=(effects.close_case, effects.release_experts),
            notify=(effects.tell_reviewer_of_withdrawal,),
            reason_required=True,
            tone="no",
        ),
    )
}  # fmt: skip

# Not a transition of the case it is recorded for: a new case begins with it, in the city's review.
REOPEN = "reopen"
# Events that are no transitions.
OTHER_EVENTS = {
    REOPEN: "原决定有误，重新审核",
    "judge": "判断一项条件",
    "waive": "豁免一项条件",
    "end_waiver": "撤销一项豁免",
}

FINAL_STATES = frozenset({State.APPROVED, State.DECLINED, State.WITHDRAWN})

# What an enterprise reads; reviewers read the states' own labels.
APPLICANT_LABELS = {
    State.DRAFT: "草稿，尚未提交",
    State.DISTRICT_REVIEW: "区市审核中",
    State.CITY_REVIEW: "市级审核中",
    State.EXPERT_REVIEW: "市级评审中",
    State.RETURNED: "请修改后重新提交",
    State.PROPOSED: "已通过，等待公示",
    State.PUBLIC_NOTICE: "公示中",
    State.APPROVED: "已认定",
    State.DECLINED: "未通过",
    State.WITHDRAWN: "已撤回",
}
TONES = {
    State.DRAFT: "wait",
    State.RETURNED: "bad",
    State.APPROVED: "ok",
    State.DECLINED: "bad",
    State.WITHDRAWN: "wait",
}


def event_label(transition: str) -> str:
    """What an event is called, also one that is no transition."""
    if transition in TRANSITIONS:
        return TRANSITIONS[transition].label
    return OTHER_EVENTS.get(transition, transition)


def tone_of(state: str) -> str:
    return TONES.get(State(state), "calm")


def label_for(actor: Actor | None, state: str) -> str:
    """The name of `state` for the one who reads it."""
    if actor is not None and actor.is_enterprise:
        return APPLICANT_LABELS[State(state)]
    return str(State(state).label)


def check_machine() -> None:
    """Raise `ValueError` for states that nothing reaches or nothing leaves."""
    reached = {State.DRAFT} | {t.target for t in TRANSITIONS.values() if t.target}
    left = {source for t in TRANSITIONS.values() for source in t.sources}
    if unreachable := set(State) - reached:
        raise ValueError(f"unreachable states: {unreachable}")
    if dead_ends := set(State) - left - FINAL_STATES:
        raise ValueError(f"dead-end states: {dead_ends}")
    if alive := FINAL_STATES & left:
        raise ValueError(f"final states that can be left: {alive}")


check_machine()
