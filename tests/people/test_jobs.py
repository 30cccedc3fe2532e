"""Who may watch a job."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.jobs import start_job
from accounts.tenancy import acting_as
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
