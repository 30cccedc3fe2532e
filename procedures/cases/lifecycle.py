"""The life of a case, declared once: what may happen to it, by whom, and what follows.

Buttons, permissions, the timeline, the diagram in docs and the exhaustive test are all read
from it. Nothing but its machine carries a transition out.
"""

from collections.abc import Iterator
from datetime import date

from lifecycle.deadlines import AsKept, DayCount, Keeping, Within, no_deadline
from lifecycle.gathering import ends_work
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import (
    is_city_officer,
    is_its_enterprise,
    is_reviewer_of_its_district,
    is_the_portal,
)
from lifecycle.transitions import ComputedTarget
from procedures.batches.working_days import add_working_days, working_days_between
from procedures.cases import effects, guards, messages, policies
from procedures.cases.assignments import stood_in_for
from procedures.cases.changes import CaseChange, CaseInput, CaseTransition
from procedures.cases.parts import allows, in_its_words
from procedures.models import Application, CaseEvent
from procedures.models.application import State

ENTERPRISE_READS = "请填写意见，企业会看到。"
WORKING_DAYS = DayCount(after=add_working_days, between=working_days_between)


def _from(*states: State) -> frozenset[str]:
    return frozenset(states)


def _returned_from(application: Application) -> str:
    return application.returned_from


def _stage_days(change: CaseChange) -> int:
    """The working days that the scheme gives to the stage that the case comes to."""
    timetable = change.row.scheme_version.parsed.timetable
    return {
        State.DISTRICT_REVIEW: timetable.district_review_days,
        State.CITY_REVIEW: timetable.city_review_days,
        State.EXPERT_REVIEW: timetable.expert_review_days,
        State.RETURNED: timetable.correction_days,
    }[State(change.target)]


days_of_the_stage = Within(_stage_days, WORKING_DAYS)


def _due_on(application: Application) -> date | None:
    return application.stage_due_on


def details(event: CaseEvent) -> Iterator[str]:
    """What the history adds: what stood against a recommendation."""
    if unmet := event.facts.get("unmet"):
        yield f"推荐时没有满足或没有判断的条件：{'、'.join(unmet)}"


TRANSITIONS = (
    CaseTransition(
        name="submit",
        label="提交申报",
        sources=_from(State.DRAFT),
        target=State.DISTRICT_REVIEW,
        may=is_its_enterprise,
        guards=(
            guards.batch_is_open,
            guards.is_not_barred,
            guards.every_answer_is_complete,
            guards.every_doubt_is_answered,
            guards.all_files_are_clean,
            allows("submit"),
        ),
        checks=(guards.declaration_is_made,),
        confirmations=(guards.is_what_was_shown,),
        effects=(effects.keep_declaration, effects.count_submission, effects.freeze_submission),
        notify=(messages.tell_district_of_new_case, messages.tell_applicant_received),
        deadline=days_of_the_stage,
        tone="go",
        by_hand=False,  # has a page of its own
    ),
    CaseTransition(
        name="resubmit",
        label="重新提交",
        sources=_from(State.RETURNED),
        target=ComputedTarget(
            _returned_from, _from(State.DISTRICT_REVIEW, State.CITY_REVIEW), "whoever returned it"
        ),
        may=is_its_enterprise,
        guards=(
            guards.correction_is_in_time,
            guards.every_answer_is_complete,
            guards.every_doubt_is_answered,
            guards.all_files_are_clean,
            allows("resubmit"),
        ),
        checks=(guards.declaration_is_made,),
        confirmations=(guards.is_what_was_shown, guards.returned_is_touched),
        effects=(effects.keep_declaration, effects.count_submission, effects.freeze_submission),
        consequences=(effects.resolve_returns,),
        notify=(messages.tell_reviewer_of_correction,),
        deadline=days_of_the_stage,
        tone="go",
        by_hand=False,  # has a page of its own
    ),
    CaseTransition(
        name="return_for_correction",
        label="退回修改",
        sources=_from(State.DISTRICT_REVIEW, State.CITY_REVIEW),
        target=State.RETURNED,
        may=policies.reviews_the_stage,
        guards=(guards.something_is_marked, is_not_own_enterprise),
        effects=(effects.remember_where_from,),
        consequences=(effects.hand_back_marks,),
        notify=(messages.tell_applicant_returned,),
        deadline=days_of_the_stage,
        tone="no",
    ),
    CaseTransition(
        name="recommend",
        label="推荐到市级",
        sources=_from(State.DISTRICT_REVIEW),
        target=State.CITY_REVIEW,
        may=is_reviewer_of_its_district,
        guards=(
            guards.nothing_is_marked,
            guards.all_files_are_clean,
            guards.quota_is_left,
            is_not_own_enterprise,
            allows("recommend"),
        ),
        confirmations=(guards.explains_what_is_unmet,),
        effects=(effects.take_rank, effects.leave_the_desk, effects.note_unmet),
        notify=(messages.tell_applicant_forwarded, messages.tell_city_of_recommendation),
        deadline=Keeping(_due_on, days_of_the_stage),
        bulk=True,
        tone="go",
    ),
    CaseTransition(
        name="take_back",
        label="撤回推荐",
        sources=_from(State.CITY_REVIEW),
        target=State.DISTRICT_REVIEW,
        may=is_reviewer_of_its_district,
        guards=(guards.city_has_not_acted, is_not_own_enterprise),
        effects=(effects.give_back_rank, effects.go_back_to_the_desk),
        notify=(
            messages.tell_applicant_back_in_district,
            messages.tell_city_of_recommendation_taken_back,
        ),
        deadline=AsKept(days_of_the_stage),
        reason_required=True,
        reason_missing="请写明为什么撤回推荐，市级和企业会看到。",
        tone="no",
    ),
    CaseTransition(
        name="return_to_district",
        label="退回区市重新审核",
        sources=_from(State.CITY_REVIEW),
        target=State.DISTRICT_REVIEW,
        may=is_city_officer,
        guards=(guards.nothing_is_marked, guards.came_from_its_district, is_not_own_enterprise),
        effects=(effects.give_back_rank, effects.go_back_to_the_desk),
        notify=(messages.tell_applicant_back_in_district, messages.tell_district_of_return),
        deadline=days_of_the_stage,
        reason_required=True,
        reason_missing="请写明退回区市的原因，区市和企业会看到。",
        bulk=True,
        tone="no",
    ),
    CaseTransition(
        name="propose",
        label="审核通过，拟认定",
        sources=_from(State.CITY_REVIEW, State.EXPERT_REVIEW),
        target=State.PROPOSED,
        may=is_city_officer,
        guards=(
            guards.nothing_is_marked,
            guards.experts_have_scored,
            guards.conditions_are_met,
            is_not_own_enterprise,
            allows("propose"),
        ),
        notify=(messages.tell_applicant_proposed,),
        bulk=True,
        deadline=no_deadline,
        tone="go",
    ),
    CaseTransition(
        name="take_back_proposal",
        label="撤回拟认定",
        sources=_from(State.PROPOSED),
        target=State.CITY_REVIEW,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        notify=(messages.tell_applicant_back_in_city,),
        deadline=days_of_the_stage,
        reason_required=True,
        reason_missing="请写明为什么撤回拟认定，企业会看到。",
        bulk=True,
        tone="no",
    ),
    CaseTransition(
        name="send_to_experts",
        label="提交专家评审",
        sources=_from(State.CITY_REVIEW),
        target=State.EXPERT_REVIEW,
        may=policies.may_send_to_experts,
        guards=(guards.nothing_is_marked, is_not_own_enterprise, allows("send_to_experts")),
        notify=(messages.tell_applicant_forwarded,),
        deadline=days_of_the_stage,
        bulk=True,
        tone="go",
    ),
    CaseTransition(
        name="publish",
        label="公示",
        sources=_from(State.PROPOSED),
        target=State.PUBLIC_NOTICE,
        may=is_city_officer,
        guards=(guards.is_on_a_notice, is_not_own_enterprise, allows("publish")),
        notify=(messages.tell_applicant_published,),
        bulk=True,
        deadline=no_deadline,
        tone="go",
        by_hand=False,  # has a page of its own
    ),
    CaseTransition(
        name="certify",
        label="认定发证",
        sources=_from(State.PUBLIC_NOTICE),
        target=State.APPROVED,
        may=is_city_officer,
        guards=(
            guards.notice_has_ended,
            guards.no_open_objection,
            is_not_own_enterprise,
            allows("certify"),
        ),
        effects=(effects.close_case,),
        consequences=(effects.bring_about_outcome,),
        notify=(messages.tell_applicant_approved,),
        bulk=True,
        deadline=no_deadline,
        tone="go",
        by_hand=False,  # has a page of its own
    ),
    CaseTransition(
        name="decline",
        label="不予认定",
        sources=_from(
            State.DISTRICT_REVIEW, State.CITY_REVIEW, State.EXPERT_REVIEW, State.PROPOSED
        ),
        target=State.DECLINED,
        may=policies.reviews_the_stage,
        guards=(is_not_own_enterprise, allows("decline")),
        effects=(effects.close_case,),
        consequences=(effects.withdraw_corrected_outcome,),
        notify=(messages.tell_applicant_declined,),
        reason_required=True,
        reason_missing=ENTERPRISE_READS,
        bulk=True,
        tone="no",
        deadline=no_deadline,
    ),
    CaseTransition(
        name="decline_after_objection",
        label="异议成立，不予认定",
        sources=_from(State.PUBLIC_NOTICE),
        target=State.DECLINED,
        may=is_city_officer,
        guards=(guards.objection_is_upheld, is_not_own_enterprise),
        effects=(effects.close_case,),
        consequences=(effects.withdraw_corrected_outcome,),
        notify=(messages.tell_applicant_declined,),
        reason_required=True,
        reason_missing=ENTERPRISE_READS,
        tone="no",
        deadline=no_deadline,
    ),
    CaseTransition(
        name="withdraw",
        label="撤回申报",
        sources=_from(
            State.DISTRICT_REVIEW, State.CITY_REVIEW, State.RETURNED, State.EXPERT_REVIEW,
            State.PROPOSED,
        ),
        target=State.WITHDRAWN,
        may=is_its_enterprise,
        guards=(guards.is_no_correction, allows("withdraw")),
        effects=(effects.close_case,),
        notify=(messages.tell_reviewer_of_withdrawal,),
        reason_required=True,
        reason_missing="请填写撤回原因。",
        tone="no",
        deadline=no_deadline,
    ),
    CaseTransition(
        name="reopen",
        label="原决定有误，重新审核",
        sources=frozenset(),
        target=State.CITY_REVIEW,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        effects=(effects.give_number,),
        notify=(messages.tell_applicant_reopened,),
        deadline=days_of_the_stage,
        reason_required=True,
        reason_missing="请写明原决定错在哪里，企业会看到。",
        by_hand=False,  # begins a new case
    ),
    CaseTransition(
        name="propose_without_claim",
        label="免申即享，拟支持",
        sources=frozenset(),
        target=State.PROPOSED,
        may=is_the_portal,
        effects=(effects.give_number,),
        notify=(messages.tell_applicant_proposed,),
        deadline=no_deadline,
        by_hand=False,  # follows from what the portal knows and the enterprise agreed to
    ),
)  # fmt: skip

MACHINE = Machine(
    name="case",
    model=Application,
    worded=in_its_words,
    noun="件申报",
    rows=TRANSITIONS,
    first=_from(State.DRAFT),
    final=_from(State.APPROVED, State.DECLINED, State.WITHDRAWN),
    tones={
        State.DRAFT: "wait",
        State.RETURNED: "bad",
        State.APPROVED: "ok",
        State.DECLINED: "bad",
        State.WITHDRAWN: "wait",
    },
    owner_labels={
        State.DRAFT: "草稿，尚未提交",
        State.DISTRICT_REVIEW: "区市审核中",
        State.CITY_REVIEW: "市级审核中",
        State.EXPERT_REVIEW: "市级评审中",
        State.RETURNED: "请修改后重新提交",
        State.PROPOSED: "已通过，等待公示",
        State.DECLINED: "未通过",
    },
    other_events={
        "judge": "判断一项条件",
        "waive": "豁免一项条件",
        "end_waiver": "撤销一项豁免",
    },
    events=CaseEvent,
    parent="application",
    takes=CaseInput,
    details=details,
    stands_in_for=stood_in_for,
    due_field="stage_due_on",
    bulk_page="procedures:decision_run",
    select_related=("batch", "scheme_version"),
)
for state, sort in messages.WAITING.values():
    ends_work(MACHINE, sort, state)
    ends_work(MACHINE, messages.DEADLINES, state)
