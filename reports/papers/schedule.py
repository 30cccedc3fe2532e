"""When papers are due: which was missed is made once, and none twice."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from accounts.tenancy import system_scope
from reports.models import DailySnapshot, Paper, PaperFile, PaperForm, PaperKind, PaperSchedule
from reports.papers.periods import Span, last_over, span_with

# Facts are computed from two in the night on.
EARLIEST, LATEST, USUAL_HOUR = 3, 23, 6


@dataclass(frozen=True, slots=True)
class NextIssue:
    """What a kind's schedule will do: the next period, and the local moment from which its paper
    is made."""

    kind: PaperKind
    is_on: bool
    span: Span
    at: datetime


def schedules() -> dict[str, PaperSchedule]:
    """The schedule of each kind; the usual one where nobody set any."""
    kept = {one.kind: one for one in PaperSchedule.objects.all()}
    return {
        kind: kept.get(kind) or PaperSchedule(kind=kind, hour=USUAL_HOUR, version=0)
        for kind in PaperKind
    }


def due_at(span: Span, hour: int) -> datetime:
    """From when the paper of a period is made: on the day after it, at the hour (local)."""
    return timezone.make_aware(datetime.combine(span.day_after, time(hour)))


def next_issues(now: datetime) -> list[NextIssue]:
    """What comes next of each kind."""
    today = timezone.localdate(now)
    found = []
    for kind, one in schedules().items():
        span = last_over(kind, today)
        if due_at(span, one.hour) <= now:
            span = span_with(kind, today)
        found.append(NextIssue(PaperKind(kind), one.is_on, span, due_at(span, one.hour)))
    return found


def spans_due(now: datetime) -> list[Span]:
    """The periods whose papers are to be made now: of each kind that is switched on the last one
    that is over, once its hour has come and its last day was published. However long the portal
    was down, a missed schedule runs once."""
    today = timezone.localdate(now)
    due = []
    with system_scope(reason="write a paper"):
        for kind, one in schedules().items():
            span = last_over(kind, today)
            if not one.is_on or now < due_at(span, one.hour):
                continue
            published = DailySnapshot.objects.filter(day=span.last, is_current=True)
            # A draft that somebody withdrew is not written again without being asked for.
            written = Paper.objects.of_period(kind, span.first, span.last)
            if published.exists() and not written.exists():
                due.append(span)
    return due


def unfinished() -> list[int]:
    """Drafts of which a file was never tried, as the run that made them was stopped."""
    with system_scope(reason="write a paper"):
        drafts = Paper.objects.filter(state=Paper.State.DRAFT).values_list("pk", flat=True)
        tried = {
            (paper, step)
            for paper, step in Paper.objects.filter(pk__in=list(drafts)).values_list(
                "pk", "log__step"
            )
        }
        made = set(PaperFile.objects.filter(paper__in=list(drafts)).values_list("paper_id", "form"))
        return [
            pk
            for pk in drafts
            if any(
                (pk, form) not in made and (pk, f"{form.label} 文件") not in tried
                for form in PaperForm
            )
        ]
