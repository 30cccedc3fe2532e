"""What is kept for a time only goes when its time is over, and nothing else."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.retention import remove_what_is_over


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
