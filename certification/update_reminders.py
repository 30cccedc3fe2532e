"""Reminding holders of the yearly update that they owe."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.notifications import Kind, notify, people_of
from certification.models import Certificate
from certification.yearly_update import due_day
from enterprises.models import YearlyReport
from schemes.models import SchemeVersion

AHEAD = (30, 7)  # days before the last day
MISSED_FOR = 30  # days after it during which the holder is told that it was missed


@dataclass(frozen=True)
class Owed:
    """The update of the figures of `year`, due on `due`, of all certificates of one version."""

    version_id: int
    year: int
    due: date


def _days_named() -> Iterator[tuple[int, str]]:
    """The versions that ask for a yearly update, each with its last day (MM-DD)."""
    for version in SchemeVersion.objects.filter(state__in=("published", "retired")).order_by("pk"):
        by = version.parsed.timetable.yearly_update_by
        if by is not None:
            yield version.pk, by


def owed_now(today: date) -> list[Owed]:
    """The updates whose last day is near or has just passed, by published version."""
    found = []
    for version_id, by in _days_named():
        due = due_day(by, today.year)
        if -MISSED_FOR <= (due - today).days <= AHEAD[0]:
            found.append(Owed(version_id, today.year - 1, due))
    return found


def is_overdue(today: date) -> Q:
    """Whether a certificate in force lacks the last update that was due before `today` (local
    date), or got it too late."""
    late = Q(pk__in=())
    for owed in last_due(today):
        sent = _sent_by(owed).filter(submitted_at__date__lte=owed.due)
        late |= _owes(owed) & Q(~Exists(sent))
    return late


def last_due(today: date) -> list[Owed]:
    """The update that each version asked for last, its day over."""
    found = []
    for version_id, by in _days_named():
        due = due_day(by, today.year)
        if due >= today:
            due = due_day(by, today.year - 1)
        found.append(Owed(version_id, due.year - 1, due))
    return found


def _sent_by(owed: Owed) -> QuerySet[YearlyReport]:
    return YearlyReport.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        year=owed.year,
        state=YearlyReport.State.SUBMITTED,
    )


def _owes(owed: Owed) -> Q:
    """Whether a certificate is in force and owes it: one of its year owes nothing yet."""
    return Q(
        scheme_version_id=owed.version_id,
        state__in=(Certificate.State.VALID, Certificate.State.RECHECK_DUE),
        valid_from__lt=date(owed.due.year, 1, 1),
    )


def lacking(owed: Owed, after: int) -> QuerySet[Certificate]:
    """The certificates in force, after a key, whose holders have not sent the figures; ordered."""
    return (
        Certificate.objects.filter(_owes(owed), ~Exists(_sent_by(owed)), pk__gt=after)
        .order_by("pk")
        .only("pk", "organisation_id")
    )


def remind_of_update(owed: Owed, certificate: Certificate, today: date) -> None:
    """Once 30 and 7 days ahead, and once when it was missed; each holder once, however many
    certificates they have with this last day."""
    left = (owed.due - today).days
    stage = "missed" if left < 0 else str(min(days for days in AHEAD if left <= days))
    if left < 0:
        title = f"{owed.year} 年度数据没有按期更新"
        body = f"截止日是 {owed.due:%Y-%m-%d}。未按期更新的，证书到期时不能申请复核。"
    else:
        title = f"请在 {owed.due:%Y-%m-%d} 前更新 {owed.year} 年度数据"
        body = "持证企业每年应更新上年度数据，未按期更新的不能申请复核。"
    notify(
        people_of(organisation_id=certificate.organisation_id),
        title=title,
        body=body,
        link=reverse("enterprises:reports"),
        dedupe_key=f"yearly-update:{certificate.organisation_id}:{owed.due}:{stage}",
        kind=Kind.REMINDERS,
    )
