"""The life of a round of the assessment, declared once. Source of the steps: 示例, to be settled
by the city's own rule (综合评价办法)."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import Actor
from lifecycle.machine import Machine
from lifecycle.policies import is_city_officer
from lifecycle.transitions import Change, Transition, TransitionInput
from pages.moments import end_of_day
from procedures.batches.working_days import add_working_days
from reports.assessment.figures import take_figures
from reports.assessment.lost_evidence import lost_evidence
from reports.assessment.publishing import publish_results, withdraw_results
from reports.assessment.rounds import set_problems
from reports.assessment.scoring import score_round
from reports.assessment.seal import holds, seal_of
from reports.models import AssessmentRound, AssessmentRoundEvent
from reports.models.assessment import RoundState as S

APPEAL_DAYS = 5  # working days
RULING_DAYS = 5


@dataclass(frozen=True)
class RoundInput(TransitionInput):
    """What a step asks for besides a reason: until when (local day), and what is shown."""

    until: date | None = None
    shown: str = ""


RoundTransition: TypeAlias = Transition[AssessmentRound, RoundInput]
RoundChange: TypeAlias = Change[AssessmentRound, RoundInput]


# --- what forbids a step ----------------------------------------------------------------------


def set_is_sound(actor: Actor | None, one: AssessmentRound) -> str:
    problems = set_problems(one)
    return "".join(problem.message for problem in problems[:5])


def comments_are_answered(actor: Actor | None, one: AssessmentRound) -> str:
    left = one.comments.filter(answered_at=None).count()
    return f"还有 {left} 条意见没有答复，请先逐条答复。" if left else ""


def period_is_over(actor: Actor | None, one: AssessmentRound) -> str:
    if timezone.localdate() > one.starts_on:
        return ""
    return f"评价期 {one.starts_on:%Y-%m-%d} 才开始，还没有可采的数。"


def appeal_term_is_over(actor: Actor | None, one: AssessmentRound) -> str:
    if one.appeals_until is None or timezone.localdate() > one.appeals_until:
        return ""
    return f"申诉到 {end_of_day(one.appeals_until)}截止，之后才能转入裁定。"


def appeals_are_ruled(actor: Actor | None, one: AssessmentRound) -> str:
    left = one.appeals.filter(state="open").count()
    return f"还有 {left} 件申诉没有裁定。" if left else ""


def figures_are_confirmed(actor: Actor | None, one: AssessmentRound) -> str:
    left = one.figures.filter(confirmed_at=None, taken_at=None).count()
    return f"还有 {left} 个数没有确认；确实没有的，请确认为缺数。" if left else ""


def figures_and_evidence_hold(actor: Actor | None, one: AssessmentRound) -> str:
    names = [
        f"{row.district}“{row.indicator.name}”"
        for row in lost_evidence(one.pk).select_related("district", "indicator")
    ]
    if not names:
        return ""
    return (
        f"{len(names)} 份支持裁定的佐证在裁定后撤回（{'、'.join(dict.fromkeys(names))}）。"
        "请在申诉页“重新裁定”，或请区市在该项补交佐证。"
    )


def seal_holds(actor: Actor | None, one: AssessmentRound) -> str:
    if holds(one):
        return ""
    return "封存后的数据与封存摘要不符，不能公布。请先启封核对。"


def names_the_end(given: RoundInput) -> dict[str, str]:
    if given.until is None or given.until > timezone.localdate():
        return {}
    return {"until": "截止日期应晚于今天。"}


def says_what_is_shown(given: RoundInput) -> dict[str, str]:
    if given.shown in AssessmentRound.Shown.values:
        return {}
    return {"shown": "请选择公布哪些内容。"}


# --- what a step brings -----------------------------------------------------------------------


def set_comments_end(change: RoundChange) -> None:
    today = timezone.localdate()
    change.row.comments_until = change.input.until or add_working_days(today, APPEAL_DAYS)


def note_settled(change: RoundChange) -> None:
    change.row.settle_on = timezone.localdate()


def start_collecting(change: RoundChange) -> None:
    if change.input.until:
        change.row.collect_until = change.input.until


def collect(change: RoundChange) -> None:
    take_figures(change.row)


def score(change: RoundChange) -> None:
    """The scores go with the row: their basis and time stand in it."""
    score_round(change.row, save=False)


def set_appeal_term(change: RoundChange) -> None:
    """The day of the opening does not count."""
    today, one = timezone.localdate(), change.row
    one.appeals_from = today
    one.appeals_until = add_working_days(today, APPEAL_DAYS)
    one.rule_until = add_working_days(one.appeals_until, RULING_DAYS)


def seal(change: RoundChange) -> None:
    one = change.row
    score_round(one, save=False)
    one.seal, one.sealed_at, one.freeze_on = seal_of(one), timezone.now(), timezone.localdate()
    change.facts["seal"] = one.seal


def break_seal(change: RoundChange) -> None:
    change.facts["seal"] = change.row.seal
    change.row.seal, change.row.sealed_at = "", None


def choose_shown(change: RoundChange) -> None:
    change.row.shown, change.row.publish_on = change.input.shown, timezone.localdate()


def publish(change: RoundChange) -> None:
    publish_results(change.row)


def unpublish(change: RoundChange) -> None:
    withdraw_results(change.row)


# --- who is told ------------------------------------------------------------------------------


def _tell(change: RoundChange, title: str, body: str, *duties: Duty) -> None:
    one = change.row
    people = {person for duty in duties for person in people_of(duty=duty)}
    people -= {change.actor.user_id if change.actor else 0}
    link = reverse("reports:round", args=[one.pk])
    notify(people, title=title, body=body, link=link, dedupe_key=change.key, kind=Kind.WORK)


def tell_of_draft(change: RoundChange) -> None:
    until = change.row.comments_until
    body = f"请在{end_of_day(until)}前提出意见。" if until else "请提出意见。"
    _tell(change, f"{change.row.title}征求意见", body, Duty.DISTRICT_REVIEWER)


def tell_settled(change: RoundChange) -> None:
    body = "指标已定稿，各条意见的答复可在评价页查看。"
    _tell(change, f"{change.row.title}指标定稿", body, Duty.DISTRICT_REVIEWER)


def tell_scores(change: RoundChange) -> None:
    body = "可以查看本区市的预评分和逐项依据，尚有缺漏的请补充佐证。"
    _tell(change, f"{change.row.title}预评分", body, Duty.DISTRICT_REVIEWER)


def tell_of_appeals(change: RoundChange) -> None:
    until = change.row.appeals_until
    assert until is not None, "the term was set by this very step"
    body = f"对单项得分有异议的，请在{end_of_day(until)}前申诉，逾期不再受理。"
    _tell(change, f"{change.row.title}开始申诉", body, Duty.DISTRICT_REVIEWER)


def tell_the_city(change: RoundChange) -> None:
    left = change.row.appeals.filter(state="open").count()
    body = (
        f"申诉期已结束，有 {left} 件申诉等待裁定。" if left else "申诉期已结束，没有待裁定的申诉。"
    )
    _tell(change, f"{change.row.title}转入裁定", body, Duty.CITY_OFFICER)


def tell_of_seal(change: RoundChange) -> None:
    _tell(change, f"{change.row.title}已冻结", "全部数据已封存，等待公布。", Duty.DISTRICT_REVIEWER)


def tell_results(change: RoundChange) -> None:
    body = f"{change.row.get_shown_display()}。"
    _tell(change, f"{change.row.title}结果公布", body, Duty.DISTRICT_REVIEWER, Duty.LEADER)


def tell_of_return(change: RoundChange) -> None:
    body = f"退回“{S(change.target).label}”：{change.input.reason}"
    _tell(change, f"{change.row.title}退回上一步", body, Duty.DISTRICT_REVIEWER)


def may_city_or_portal(actor: Actor | None, one: AssessmentRound) -> bool:
    return actor is None or actor.is_city


def _of(*states: S) -> frozenset[str]:
    return frozenset(states)


TRANSITIONS = (
    RoundTransition(
        name="create", label="新建轮次", sources=frozenset(), target=S.DRAFT, may=is_city_officer,
        by_hand=False,
    ),
    RoundTransition(
        name="consult", label="征求意见", sources=_of(S.DRAFT), target=S.CONSULTING,
        may=is_city_officer, guards=(set_is_sound,), checks=(names_the_end,),
        effects=(set_comments_end,), notify=(tell_of_draft,), tone="go",
    ),
    RoundTransition(
        name="settle", label="定稿", sources=_of(S.CONSULTING), target=S.SETTLED,
        may=is_city_officer, guards=(set_is_sound, comments_are_answered),
        effects=(note_settled,), notify=(tell_settled,), tone="go",
    ),
    RoundTransition(
        name="collect", label="开始采数", sources=_of(S.SETTLED), target=S.COLLECTING,
        may=is_city_officer, guards=(set_is_sound, period_is_over), checks=(names_the_end,),
        effects=(start_collecting,), consequences=(collect,), tone="go",
    ),
    RoundTransition(
        name="prescore", label="预评分", sources=_of(S.COLLECTING), target=S.PRESCORED,
        may=is_city_officer, effects=(score,), notify=(tell_scores,), tone="go",
    ),
    RoundTransition(
        name="open_appeals", label="开始申诉", sources=_of(S.PRESCORED), target=S.APPEALING,
        may=is_city_officer, effects=(set_appeal_term,), notify=(tell_of_appeals,), tone="go",
    ),
    RoundTransition(
        name="close_appeals", label="转入裁定", sources=_of(S.APPEALING), target=S.RULING,
        may=may_city_or_portal, guards=(appeal_term_is_over,), notify=(tell_the_city,), tone="go",
    ),
    RoundTransition(
        name="freeze", label="冻结封存", sources=_of(S.RULING), target=S.FROZEN,
        may=is_city_officer,
        guards=(appeals_are_ruled, figures_are_confirmed, figures_and_evidence_hold),
        effects=(seal,), notify=(tell_of_seal,), tone="go",
    ),
    RoundTransition(
        name="publish", label="公布", sources=_of(S.FROZEN), target=S.PUBLISHED,
        may=is_city_officer, guards=(seal_holds,), checks=(says_what_is_shown,),
        effects=(choose_shown,), consequences=(publish,), notify=(tell_results,), tone="go",
    ),
    RoundTransition(
        name="archive", label="归档", sources=_of(S.PUBLISHED), target=S.ARCHIVED,
        may=is_city_officer, guards=(seal_holds,), tone="go",
    ),
    RoundTransition(
        name="redraft", label="退回草案", sources=_of(S.CONSULTING, S.SETTLED), target=S.DRAFT,
        may=is_city_officer, reason_required=True, notify=(tell_of_return,),
    ),
    RoundTransition(
        name="recollect", label="退回采数", sources=_of(S.PRESCORED), target=S.COLLECTING,
        may=is_city_officer, reason_required=True, notify=(tell_of_return,),
    ),
    RoundTransition(
        name="unseal", label="启封重核", sources=_of(S.FROZEN), target=S.RULING,
        may=is_city_officer, reason_required=True, effects=(break_seal,), notify=(tell_of_return,),
        tone="no",
    ),
    RoundTransition(
        name="recall", label="撤回公布", sources=_of(S.PUBLISHED), target=S.FROZEN,
        may=is_city_officer, reason_required=True, consequences=(unpublish,),
        notify=(tell_of_return,), tone="no",
    ),
    RoundTransition(
        name="drop", label="作废", sources=_of(S.DRAFT, S.CONSULTING, S.SETTLED, S.COLLECTING),
        target=S.DROPPED, may=is_city_officer, reason_required=True, tone="no",
    ),
)  # fmt: skip

MACHINE = Machine(
    name="assessment_round",
    model=AssessmentRound,
    noun="轮评价",
    rows=TRANSITIONS,
    first=frozenset({S.DRAFT}),
    final=frozenset({S.ARCHIVED, S.DROPPED}),
    tones={
        S.DRAFT: "wait", S.APPEALING: "wait", S.RULING: "wait", S.FROZEN: "ok", S.PUBLISHED: "ok",
        S.ARCHIVED: "ok", S.DROPPED: "bad",
    },
    events=AssessmentRoundEvent,
    parent="round",
    takes=RoundInput,
)  # fmt: skip
