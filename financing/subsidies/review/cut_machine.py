"""The life of a notice of a cut, declared once: told, answered once, settled.

Source: look/money and the city's practice that an enterprise is heard before its claim is cut; the
term is 示例 (`ReviewTerms.answer_days`).
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from accounts.tenancy import Actor
from financing.models import CutNotice, CutNoticeEvent, ReviewStage
from financing.subsidies.review import notices
from financing.subsidies.review.access import AT_CITY
from financing.subsidies.review.terms import terms_for
from lifecycle.deadlines import DayCount, Within
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import (
    is_city_officer,
    is_its_enterprise,
    is_reviewer_of_its_district,
    is_the_portal,
)
from lifecycle.transitions import Change, Transition, TransitionInput
from procedures.batches.working_days import add_working_days, working_days_between
from procedures.cases.due import is_late
from procedures.models.application import State as CaseState

State = CutNotice.State
WORKING_DAYS = DayCount(after=add_working_days, between=working_days_between)


@dataclass(frozen=True)
class CutInput(TransitionInput):
    """What the enterprise answers: to the whole, and to single lines by their numbers."""

    position: str = ""
    line_answers: dict[str, str] = field(default_factory=dict)


CutChange: TypeAlias = Change[CutNotice, CutInput]
CutTransition: TypeAlias = Transition[CutNotice, CutInput]


def reviews_its_stage(actor: Actor | None, notice: CutNotice) -> bool:
    """The district in its own stage, the city in the later one."""
    if notice.stage == ReviewStage.DISTRICT:
        return is_reviewer_of_its_district(actor, notice)
    return is_city_officer(actor, notice)


def case_is_under_review(actor: Actor | None, notice: CutNotice) -> str:
    state = notice.claim.application.state
    at_district = state == CaseState.DISTRICT_REVIEW
    wanted = at_district if notice.stage == ReviewStage.DISTRICT else state in AT_CITY
    return "" if wanted else "这件申报已不在告知核减的阶段。"


def is_in_time(actor: Actor | None, notice: CutNotice) -> str:
    return "答复期限已过，不能再答复。" if is_late(notice.due_on) else ""


def term_is_over(actor: Actor | None, notice: CutNotice) -> str:
    return "" if is_late(notice.due_on) else "答复期限还没有到。"


def says_its_position(given: CutInput) -> dict[str, str]:
    problems = {}
    if given.position not in CutNotice.Position.values:
        problems["position"] = "请选择是否同意核减。"
    elif given.position == CutNotice.Position.OBJECTS and not (
        given.reason.strip() or any(one.strip() for one in given.line_answers.values())
    ):
        problems["reason"] = "请写明不同意的理由，或在有关的行后写明。"
    return problems


def _answer_days(change: CutChange) -> int:
    return int(terms_for(change.row.claim).answer_days)


def keep_answer(change: CutChange) -> None:
    known = {str(line["number"]) for line in change.row.lines}
    change.row.position = change.input.position
    change.row.answer = change.input.reason.strip()[:2000]
    change.row.line_answers = {
        number: text.strip()[:500]
        for number, text in change.input.line_answers.items()
        if number in known and text.strip()
    }


def keep_outcome(change: CutChange) -> None:
    change.row.outcome = change.input.reason.strip()[:1000]


TOLD, ANSWERED = frozenset({State.TOLD}), frozenset({State.ANSWERED})
TRANSITIONS = (
    CutTransition(
        name="tell",
        label="告知核减，请企业答复一次",
        history_label="告知核减",
        sources=frozenset(),
        target=State.TOLD,
        may=reviews_its_stage,
        guards=(case_is_under_review, is_not_own_enterprise),
        deadline=Within(_answer_days, WORKING_DAYS),
        notify=(notices.tell_enterprise_of_cut,),
        by_hand=False,  # begins a new notice
    ),
    CutTransition(
        name="answer",
        label="答复",
        history_label="企业答复",
        sources=TOLD,
        target=State.ANSWERED,
        may=is_its_enterprise,
        guards=(is_in_time,),
        checks=(says_its_position,),
        effects=(keep_answer,),
        notify=(notices.tell_reviewer_of_answer,),
        tone="go",
    ),
    CutTransition(
        name="lapse",
        label="到期没有答复",
        sources=TOLD,
        target=State.LAPSED,
        may=is_the_portal,
        guards=(term_is_over,),
        notify=(notices.tell_reviewer_of_lapse,),
        by_hand=False,
    ),
    CutTransition(
        name="settle",
        label="处理完答复",
        history_label="处理答复",
        sources=ANSWERED,
        target=State.SETTLED,
        may=reviews_its_stage,
        guards=(case_is_under_review, is_not_own_enterprise),
        effects=(keep_outcome,),
        notify=(notices.tell_enterprise_of_outcome,),
        reason_required=True,
        reason_missing="请写明采纳了什么、不采纳的理由，企业会看到。",
        tone="go",
    ),
    CutTransition(
        name="withdraw",
        label="撤回告知",
        sources=TOLD,
        target=State.WITHDRAWN,
        may=reviews_its_stage,
        guards=(is_not_own_enterprise,),
        notify=(notices.tell_enterprise_of_withdrawal,),
        reason_required=True,
        reason_missing="请写明为什么撤回，企业会看到。",
        tone="no",
    ),
)

MACHINE = Machine(
    name="cut_notice",
    model=CutNotice,
    noun="份核减告知",
    rows=TRANSITIONS,
    first=TOLD,
    final=frozenset({State.LAPSED, State.SETTLED, State.WITHDRAWN}),
    tones={
        State.TOLD: "wait", State.ANSWERED: "bad", State.LAPSED: "calm", State.SETTLED: "ok",
        State.WITHDRAWN: "calm",
    },
    owner_labels={
        State.TOLD: "请您答复", State.ANSWERED: "已答复，等待处理", State.LAPSED: "到期没有答复",
    },
    events=CutNoticeEvent,
    parent="notice",
    takes=CutInput,
    due_field="due_on",
    select_related=("claim__application__scheme_version",),
)  # fmt: skip
