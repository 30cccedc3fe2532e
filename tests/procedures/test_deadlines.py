"""Reminders go to whoever has the case on the desk, once for each stage."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tenancy import system_scope
from procedures.cases.due import time_left
from procedures.models import Application
from procedures.tasks import remind_of_deadlines
from tests.procedures import filings


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


def due_in(days, **changes):
    with system_scope(reason="test"):
        Application.objects.update(
            stage_due_on=timezone.localdate() + timedelta(days=days), **changes
        )


def reminders(actor, before):
    return filings.told(actor.user_id)[len(before) :]


@pytest.mark.parametrize("days", [3, 1, 0, -2])
def test_reviewer_is_reminded_ahead_on_the_day_and_late(people, case, days):
    before = filings.told(people.reviewer.user_id)
    due_in(days)
    words = time_left(timezone.localdate() + timedelta(days=days))
    remind_of_deadlines()
    assert reminders(people.reviewer, before) == [f"{words}：{case.title}（区市审核）"]


def test_reminder_of_a_stage_is_sent_once(people, case):
    before = filings.told(people.reviewer.user_id)
    due_in(2)
    for _ in range(3):
        remind_of_deadlines()
    assert len(reminders(people.reviewer, before)) == 1


def test_nobody_is_reminded_long_ahead(people, case):
    due_in(4)
    assert remind_of_deadlines() == 0


def test_enterprise_is_reminded_of_its_correction(people, case):
    filings.done(people.reviewer, case, "recommend")
    with system_scope(reason="test"):
        from procedures.cases.actions.mark_field import mark_field

        mark_field(people.city, case.pk, "kind", "incorrect", "有误")
    filings.done(people.city, case, "return_for_correction")
    before = filings.told(people.colleague.user_id)
    due_in(1)
    remind_of_deadlines()
    left = time_left(timezone.localdate() + timedelta(days=1))
    assert reminders(people.colleague, before) == [
        f"{left}：{case.title}（退回修改，还有 1 处没有改）"
    ]


def test_decided_case_reminds_nobody(people, case):
    due_in(-1)
    filings.done(people.reviewer, case, "decline", "不符")
    assert remind_of_deadlines() == 0


def test_beat_asks_for_reminders_each_day():
    from django.conf import settings

    tasks = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert remind_of_deadlines.name in tasks
