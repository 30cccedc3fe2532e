"""What is kept for a time only goes when its time is over, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import Notification, OutboxMessage
from accounts.retention import remove_what_is_over
from accounts.tenancy import system_scope


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
