"""Who may watch a job, and what becomes of one that cannot go on."""

import pytest
from django.urls import reverse

from accounts import jobs
from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.jobs import start_job
from accounts.models import Job, Membership, Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from lifecycle.bulk import BULK

pytestmark = pytest.mark.django_db


def test_only_those_with_the_duty_that_started_it(as_actor, signed_in):
    officer, colleague = as_actor(Duty.CITY_OFFICER), as_actor(Duty.CITY_OFFICER)
    with acting_as(officer):
        job = start_job(officer, kind=BULK, label="正在办理：甲企业的申报", payload={})
    address = reverse("people:job", args=[job.pk])
    for actor in (officer, colleague):
        assert signed_in(actor).get(address).status_code == 200
    for duty in (Duty.EXPERT, Duty.AUDITOR, Duty.LEADER):
        assert signed_in(as_actor(duty)).get(address).status_code == 404


def started(actor):
    with acting_as(actor):
        return start_job(actor, kind=BULK, label="认定 63 件", payload={})


def present(job):
    with system_scope(reason="test"):
        return Job.objects.get(pk=job.pk)


def test_job_of_somebody_who_lost_the_duty_fails_and_the_administrator_is_told(as_actor):
    officer = as_actor(Duty.CITY_OFFICER)
    administrator = as_actor(Duty.CITY_OFFICER, is_administrator=True)
    job = started(officer)
    with system_scope(reason="test"):
        Membership.objects.filter(pk=officer.membership_id).update(is_active=False)
    jobs.run(str(job.pk))
    job = present(job)
    assert job.state == Job.State.FAILED and "已不在岗" in job.message
    deliver_next()
    with system_scope(reason="test"):
        told = Notification.objects.get(recipient_id=administrator.user_id)
    assert told.title == "未完成：认定 63 件"


def test_job_that_was_interrupted_too_often_is_given_up(as_actor):
    job = started(as_actor(Duty.CITY_OFFICER))
    with system_scope(reason="test"):
        Job.objects.filter(pk=job.pk).update(attempts=jobs.MOST_ATTEMPTS)
    jobs.run(str(job.pk))
    assert present(job).state == Job.State.FAILED


def test_job_that_failed_runs_when_it_is_tried_again(as_actor, monkeypatch):
    job = started(as_actor(Duty.CITY_OFFICER))
    monkeypatch.setitem(jobs._runners, BULK, lambda handle: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.run(str(job.pk))
    assert present(job).state == Job.State.FAILED
    monkeypatch.setitem(jobs._runners, BULK, lambda handle: handle.finish())
    jobs.retry(str(job.pk))
    jobs.run(str(job.pk))
    assert present(job).state == Job.State.DONE


def test_job_that_goes_on_is_not_tried_again(as_actor):
    job = started(as_actor(Duty.CITY_OFFICER))
    with pytest.raises(RuleViolation, match="不需要重试"):
        jobs.retry(str(job.pk))
