"""Reminders before and after a stage's deadline."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Gathered, Kind, notify, people_of
from pages.moments import end_of_day
from procedures.cases.actions.waive_condition import OPEN_TO_IT
from procedures.cases.assignments import reviewers_of
from procedures.cases.due import is_late, time_left
from procedures.cases.messages import DEADLINES, what_is_not_mended
from procedures.cases.verdicts import keep_verdict
from procedures.models import Application, Waiver
from procedures.models.application import State
from schemes.evaluation.judging import Verdict

AHEAD_DAYS = 3
DESKS = (State.DISTRICT_REVIEW, State.CITY_REVIEW)


def reminder(due_on: date) -> str:
    """Which of the reminders is sent today."""
    if is_late(due_on):
        return "late"
    return "due" if due_on == timezone.localdate() else "ahead"


def remind() -> int:
    """Remind whoever has a case on their desk: once `AHEAD_DAYS` ahead, once when it is due,
    once when it is late. Returns how many cases were looked at. Needs a system scope."""
    today = timezone.localdate()
    cases = Application.objects.filter(
        state__in=(*DESKS, State.RETURNED),
        stage_due_on__lte=today + timedelta(days=AHEAD_DAYS),
    )
    count = 0
    for case in cases.iterator(500):
        assert case.stage_due_on is not None, "the filter asks for a date"
        stage, text = reminder(case.stage_due_on), time_left(case.stage_due_on)
        where, which = case.get_state_display(), ""
        if case.state == State.RETURNED:
            left, which = what_is_not_mended(case)
            where = f"{where}，{left}"
        body = f"受理编号 {case.number}，期限 {end_of_day(case.stage_due_on)}。"
        notify(
            _people_at(case),
            title=f"{text}：{case.title or '申报'}（{where}）",
            body=f"{body}\n{which}".strip(),
            link=reverse("procedures:case", args=[case.pk]),
            dedupe_key=f"deadline:{case.pk}:{case.stage_due_on}:{stage}",
            kind=Kind.REMINDERS,
            gathered=_gathered(case),
        )
        count += 1
    return count


def _gathered(case: Application) -> Gathered | None:
    """A bureau has many cases: it is reminded in one message of all that it has not read of."""
    if case.state == State.RETURNED:
        return None
    worklist = reverse("procedures:worklist")
    return Gathered(DEADLINES, str(case.pk), "{} 件申报临近或超过期限", worklist)


def bring_verdicts_up_to_date() -> int:
    """Keep anew the verdicts that time has changed: of cases under way whose waivers ran out, and
    of those from before verdicts were kept. Returns how many. Needs a system scope."""
    ended = Waiver.objects.filter(
        application=OuterRef("pk"), ended_at=None, expires_on__lt=timezone.localdate()
    )
    stale = Q(state__in=OPEN_TO_IT, verdict=Verdict.MET) & Exists(ended)
    cases = Application.objects.filter(stale | Q(verdict="", submissions__gt=0))
    count = 0
    for case in cases.iterator(500):
        keep_verdict(case)
        count += 1
    return count


def _people_at(case: Application) -> list[int]:
    if case.state == State.RETURNED:
        return people_of(organisation_id=case.organisation_id)
    at_district = case.state == State.DISTRICT_REVIEW
    return reviewers_of(case, Duty.DISTRICT_REVIEWER if at_district else Duty.CITY_OFFICER)
