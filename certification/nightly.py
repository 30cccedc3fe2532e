"""What time does to certificates: due for re-check, run out, and the reminders before."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.notifications import Kind, notify, people_of
from accounts.tenancy import system_scope
from certification.lifecycle import MACHINE
from certification.models import Certificate
from certification.update_reminders import Owed, lacking, owed_now, remind_of_update
from schemes.models import SchemeVersion

State = Certificate.State
REMINDERS = (90, 30, 7)  # days before the last day of validity
AT_ONCE = 200  # certificates in a transaction: a run that is stopped loses no more than these


def run_nightly() -> int:
    """Do what is due today with every certificate; returns how many were touched.

    Each `AT_ONCE` certificates are a transaction of their own, found by their state: a run that
    was stopped is taken up where it stopped, a second one on the same day finds nothing.
    """
    today = timezone.localdate()
    # Those that have run out first, so that none of them falls due for a re-check.
    return (
        _each(lambda after: _run_out(today, after), _expire)
        + _each(lambda after: _falling_due(today, after), _fall_due)
        + _each(lambda after: _running_out(today, after), lambda one: _remind(one, today))
        + sum(_ask_for_update(owed, today) for owed in _owed(today))
    )


def _owed(today: date) -> list[Owed]:
    with system_scope(reason="keep the life of certificates"):
        return owed_now(today)


def _ask_for_update(owed: Owed, today: date) -> int:
    return _each(
        lambda after: list(lacking(owed, after)[:AT_ONCE]),
        lambda one: remind_of_update(owed, one, today),
    )


def _each(find: Callable[[int], list[Certificate]], act: Callable[[Certificate], None]) -> int:
    count, after = 0, 0
    while True:
        with system_scope(reason="keep the life of certificates"):
            found = find(after)
            for certificate in found:
                act(certificate)
        count += len(found)
        if len(found) < AT_ONCE:
            return count
        after = found[-1].pk


def _run_out(today: date, after: int) -> list[Certificate]:
    running = (State.VALID, State.RECHECK_DUE, State.SUSPENDED)
    rows = Certificate.objects.filter(state__in=running, valid_to__lt=today, pk__gt=after)
    return list(_free(rows)[:AT_ONCE])


def _falling_due(today: date, after: int) -> list[Certificate]:
    """Those whose re-check may begin by the days that their own version names, the default 90."""
    found: list[Certificate] = []
    for version_id, days in _days_ahead():
        rows = Certificate.objects.filter(
            scheme_version_id=version_id,
            state=State.VALID,
            valid_to__gte=today,
            valid_to__lte=today + timedelta(days=days),
            pk__gt=after,
        )
        found += _free(rows)[:AT_ONCE]
    return sorted(found, key=lambda one: one.pk)[:AT_ONCE]


def _days_ahead() -> Iterator[tuple[int, int]]:
    published = SchemeVersion.objects.of_certifications().filter(state__in=("published", "retired"))
    for version in published.order_by("pk"):
        yield version.pk, version.parsed.timetable.recheck_notice_days


def _running_out(today: date, after: int) -> list[Certificate]:
    rows = Certificate.objects.filter(
        state__in=(State.VALID, State.RECHECK_DUE),
        valid_to__gte=today,
        valid_to__lte=today + timedelta(days=REMINDERS[0]),
        pk__gt=after,
    )
    return list(_free(rows)[:AT_ONCE])


def _free(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """In order and locked; those that somebody is changing now may wait for tomorrow."""
    return rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")


def _expire(certificate: Certificate) -> None:
    MACHINE.execute(None, certificate.pk, "expire")


def _fall_due(certificate: Certificate) -> None:
    MACHINE.execute(None, certificate.pk, "fall_due")


def _remind(certificate: Certificate, today: date) -> None:
    left = (certificate.valid_to - today).days
    stage = min(days for days in REMINDERS if left <= days)
    step = "联系市级主管部门复核" if certificate.was_entered else "申请复核"
    notify(
        people_of(organisation_id=certificate.organisation_id),
        title=f"证书还有 {left} 天到期：{certificate.title}" if left else "证书今天到期",
        body=f"证书编号 {certificate.number}，有效期到 {certificate.valid_to:%Y-%m-%d}。"
        f"需要继续持有的，请在到期前{step}。",
        link=reverse("certification:detail", args=[certificate.pk]),
        dedupe_key=f"certificate:{certificate.pk}:{certificate.valid_to}:{stage}",
        kind=Kind.REMINDERS,
    )
