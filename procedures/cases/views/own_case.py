"""A case as the enterprise that filed it reads it: one page for every state."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.requests import ActorRequest
from pages.moments import end_of_day
from procedures.batches.working_days import working_days_between
from procedures.cases.answer_sheet import answer_sections, explained_in, filed_files
from procedures.cases.applicant.office import office_of
from procedures.cases.applicant.returned_points import ReturnedPoint, returned_points
from procedures.cases.filed_paper import unprintable_in
from procedures.cases.forms import MessageForm
from procedures.cases.lifecycle import MACHINE
from procedures.cases.material import open_returns, snapshots_of
from procedures.cases.outcomes import Result, result_of
from procedures.cases.parts import in_its_words, part_of, state_word
from procedures.cases.steps import steps_of
from procedures.cases.thread import thread_for
from procedures.cases.timeline import timeline
from procedures.cases.verdicts import settled, standing_of
from procedures.models import Application, Batch, PublicNotice
from procedures.models.application import FINISHED_STATES, State
from schemes.evaluation.evaluate import groups_of

READ_WITH_IT = (
    "batch", "scheme_version__scheme", "district", "reviewer", "corrects", "notice_entry__notice",
)  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """The working days of a stage: `total` in all, of which `left` are left."""

    total: int
    left: int
    due: str

    @property
    def used(self) -> range:
        return range(max(0, self.total - max(0, self.left)))

    @property
    def open(self) -> range:
        return range(min(self.total, max(0, self.left)))

    @property
    def late(self) -> int:
        return max(0, -self.left)


def own_case(
    request: ActorRequest,
    pk: int,
    status: int = 200,
    problem: str = "",
    message_form: MessageForm | None = None,
) -> HttpResponse:
    """The answer first, then what to do, until when, who has it, what happened, what was filed.
    After a refusal (`status`) the reason that was typed is shown again, with its `problem`, or the
    `message_form`."""
    actor = request.actor
    cases = Application.objects.visible_to(actor).select_related(*READ_WITH_IT)
    application = cases.telling_of_messages().get(pk=pk)
    thread = thread_for(actor, application, message_form)
    definition = application.scheme_version.parsed
    filed = next(iter(snapshots_of(application)), None)
    marks = {one.field: one for one in open_returns(application) if one.returned_at is not None}
    answers = filed.answers if filed else application.answers
    points = returned_points(application) if application.state == State.RETURNED else []
    entry = getattr(application, "notice_entry", None)
    notice = entry.notice if entry else None
    result = result_of(application)
    kept = filed.evaluation if filed else None
    context = {
        "application": application,
        "headline": in_its_words(application, _headline(application, points, notice, result)),
        "state_label": state_word(
            application, application.state, MACHINE.label_for(actor, application.state)
        ),
        "state_tone": MACHINE.tone_of(application.state),
        "steps": steps_of(application),
        "points": points,
        "untouched": sum(not one.is_changed for one in points),
        "notice": notice if application.state == State.PUBLIC_NOTICE else None,
        "result": result,
        "clock": _clock(application),
        "office": None if application.state in FINISHED_STATES else office_of(application),
        "next_step": in_its_words(application, _next_step(application)),
        "filed": filed,
        "unprintable": unprintable_in(filed),
        "sections": answer_sections(
            definition,
            answers,
            filed_files(application, filed),
            marks,
            filed.facts.get("figures", {}) if filed else {},
            explained_in(filed),
        ),
        "groups": settled(groups_of(kept), standing_of(application)),
        "panel": part.in_own_case(actor, application) if (part := part_of(application)) else None,
        "offers": MACHINE.available(actor, application),
        "reason": request.POST.get("reason", ""),
        "problem": problem,
        "thread": thread,
        "events": timeline(actor, application, messages=thread.messages),
        "decision": _decision(application),
        "again_in": _batch_to_file_again(application),
        "correction": application.corrections.order_by("id").first(),
    }
    return render(request, "procedures/own_case.html", context, status=status)


def _headline(
    application: Application,
    points: list[ReturnedPoint],
    notice: PublicNotice | None,
    result: Result | None,
) -> str:
    """The answer to "how is it going", with the last moment where something is to be done."""
    due = application.stage_due_on
    by = end_of_day(due) if due else ""
    match application.state:
        case State.RETURNED:
            left = sum(not one.is_changed for one in points)
            what = f"还有 {left} 处要改" if left else "都已改好，请重新提交"
            return f"{what}，{by} 前交回" if by else what
        case State.PUBLIC_NOTICE if notice is not None:
            return f"公示到 {end_of_day(notice.ends_on)}，期满无异议即认定"
        case State.APPROVED:
            return result.headline if result else "已认定"
        case State.DRAFT:
            return "还没有提交"
        case State.DECLINED | State.WITHDRAWN:
            return MACHINE.label_for(None, application.state)
    label = str(State(application.state).label)
    if application.state == State.PROPOSED:
        return "审核已通过，等待公示"
    return f"{label}中，{by} 前办完" if by else f"{label}中"


def _next_step(application: Application) -> str:
    timetable = application.scheme_version.parsed.timetable
    at_district = application.returned_from == State.DISTRICT_REVIEW
    days = timetable.district_review_days if at_district else timetable.city_review_days
    return {
        State.DRAFT: f"提交后 {timetable.district_review_days} 个工作日内由区市审核",
        State.RETURNED: f"交回后 {days} 个工作日内审核",
        State.DISTRICT_REVIEW: f"通过后报市级，市级审核 {timetable.city_review_days} 个工作日",
        State.CITY_REVIEW: f"通过后公示 {timetable.notice_days} 个工作日",
        State.EXPERT_REVIEW: f"通过后公示 {timetable.notice_days} 个工作日",
        State.PROPOSED: f"公示 {timetable.notice_days} 个工作日，公示开始时会通知您",
        State.PUBLIC_NOTICE: "期满无异议即认定发证，您不用做什么",
    }.get(State(application.state), "")


def _clock(application: Application) -> Clock | None:
    """The clock of the stage; None where nothing is awaited of anybody."""
    timetable = application.scheme_version.parsed.timetable
    total = {
        State.RETURNED: timetable.correction_days,
        State.DISTRICT_REVIEW: timetable.district_review_days,
        State.CITY_REVIEW: timetable.city_review_days,
        State.EXPERT_REVIEW: timetable.expert_review_days,
    }.get(State(application.state))
    due = application.stage_due_on
    if total is None or due is None:
        return None
    return Clock(total, working_days_between(timezone.localdate(), due), end_of_day(due))


def _batch_to_file_again(application: Application) -> Batch | None:
    """The open batch in which an ended filing may be filed once more."""
    ended = application.state in (State.DECLINED, State.WITHDRAWN)
    if not ended or application.purpose != Application.Purpose.CERTIFY:
        return None
    batches = Batch.objects.open_at().for_filings()
    same = batches.filter(version__scheme_id=application.scheme_version.scheme_id)
    return same.order_by("closes_at", "id").first()


def _decision(application: Application) -> str:
    """Why the case was declined or withdrawn."""
    if application.state not in (State.DECLINED, State.WITHDRAWN):
        return ""
    event = application.events.filter(target=application.state).order_by("-id").first()
    return event.reason if event else ""
