"""What is kept for a time only goes when its time is over, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import Notification, OutboxMessage
from accounts.retention import remove_what_is_over
from accounts.tenancy import acting_as, system_scope
from audit.models import SignInEvent
from audit.trail import record_sign_in


def session(key, ends_in):
    ends = timezone.now() + ends_in
    return Session.objects.create(session_key=key, session_data="", expire_date=ends)


def test_sessions_that_have_ended_go(db):
    session("over", -timedelta(minutes=1))
    session("running", timedelta(minutes=1))
    assert remove_what_is_over(timezone.now(), Session) == 1
    assert [row.pk for row in Session.objects.all()] == ["running"]


def test_every_rule_can_be_carried_out(db):
    assert remove_what_is_over(timezone.now()) == 0


@pytest.mark.parametrize(
    ("dates", "goes"),
    [
        ({"done_at": 181}, True),
        ({"done_at": 179}, False),
        ({"dead_at": 366}, True),
        ({"dead_at": 364}, False),
        ({}, False),
    ],
)
def test_message_goes_when_it_was_delivered_or_given_up_long_ago(db, dates, goes):
    ago = {name: timezone.now() - timedelta(days=days) for name, days in dates.items()}
    with system_scope(reason="test"):
        OutboxMessage.objects.create(
            topic="x", dedupe_key="x", created_at=timezone.now() - timedelta(days=900), **ago
        )
    assert remove_what_is_over(timezone.now(), OutboxMessage) == int(goes)


@pytest.mark.parametrize(
    ("created", "read", "goes"),
    [(400, 366, True), (400, 364, False), (400, None, False), (1100, None, True)],
)
def test_notification_goes_a_year_after_it_was_read(db, as_actor, created, read, goes):
    now = timezone.now()
    with system_scope(reason="test"):
        Notification.objects.create(
            recipient_id=as_actor(Duty.CITY_OFFICER).user_id,
            title="x",
            dedupe_key="x",
            created_at=now - timedelta(days=created),
            read_at=now - timedelta(days=read) if read else None,
        )
    assert remove_what_is_over(now, Notification) == int(goes)


def sign_in_before(**ago: int) -> None:
    """A sign-in of an earlier time, on record."""
    with system_scope(reason="test"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_signinevent (at, kind, account, ip, device, detail)"
            " VALUES (now() - %s, 'signed_in', 'wangfang', '', '', '')",
            [timedelta(**ago)],
        )


@pytest.mark.parametrize(("days", "left"), [(3 * 366 + 1, 0), (3 * 366 - 1, 1), (200, 1)])
def test_sign_in_goes_after_three_years(db, days, left):
    sign_in_before(days=days)
    assert remove_what_is_over(timezone.now(), SignInEvent) == 1 - left
    with system_scope(reason="test"):
        assert SignInEvent.objects.count() == left


def test_sign_in_that_is_to_be_kept_is_deleted_by_nobody(db):
    sign_in_before(days=3 * 366 - 1)
    with system_scope(reason="test"):
        assert SignInEvent.objects.all().delete()[0] == 0


@pytest.mark.parametrize("duty", [None, Duty.ENTERPRISE_STAFF, Duty.AUDITOR])
def test_sign_in_is_forged_by_nobody(as_actor, duty):
    actor = as_actor(duty) if duty else None
    with acting_as(actor) if actor else transaction.atomic():
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            record_sign_in("signed_in", user_id=1, account="leader", ip="", device="")
