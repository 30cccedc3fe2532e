"""The table of the life of a case is the only way a state changes."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.duties import Duty
from accounts.tenancy import system_scope
from procedures.cases.changes import CaseInput
from procedures.cases.lifecycle import MACHINE
from procedures.models import Application
from procedures.models.application import State
from schemes.models import SchemeVersion
from tests.lifecycle.every_combination import states_that_allow
from tests.procedures import factories

DUTIES = (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.AUDITOR)
STAFF, DISTRICT, CITY = DUTIES[:3]
AT_CITY = ["city_review", "expert_review", "proposed"]
MAY = {
    "submit": {STAFF: ["draft"]},
    "resubmit": {STAFF: ["returned"]},
    "return_for_correction": {DISTRICT: ["district_review"], CITY: ["city_review"]},
    "recommend": {DISTRICT: ["district_review"]},
    "take_back": {DISTRICT: ["city_review"]},
    "return_to_district": {CITY: ["city_review"]},
    "propose": {CITY: ["city_review", "expert_review"]},
    "take_back_proposal": {CITY: ["proposed"]},
    "send_to_experts": {CITY: ["city_review"]},
    "publish": {CITY: ["proposed"]},
    "certify": {CITY: ["public_notice"]},
    "decline": {DISTRICT: ["district_review"], CITY: AT_CITY},
    "decline_after_objection": {CITY: ["public_notice"]},
    "withdraw": {
        STAFF: ["district_review", "city_review", "expert_review", "returned", "proposed"]
    },
    "reopen": {},
    "propose_without_claim": {},
}


@pytest.fixture
def owner(as_actor, district):
    return as_actor(STAFF, district=district)


@pytest.fixture
def batch():
    with system_scope(reason="test"):
        batch = factories.open_batch()
        versions = SchemeVersion.objects.all()
        batch.version = next(one for one in versions if "expert_review" in one.parsed.stages)
        batch.save()
    return batch


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY)
def test_every_duty_in_every_state_does_what_the_table_allows_only(
    name, duty, owner, batch, as_actor, district
):
    actor = owner if duty == STAFF else as_actor(duty, district=district)
    allowed = states_that_allow(
        MACHINE,
        name,
        actor,
        lambda state: factories.case(
            owner, district.pk, batch, state=state, returned_from=State.DISTRICT_REVIEW
        ),
        CaseInput("理由", declared=True, untouched_confirmed=True),
    )
    assert allowed == MAY[name].get(duty, [])


def test_every_transition_has_its_duties_here():
    assert set(MAY) == set(MACHINE.transitions)


def test_state_without_its_event_is_refused_by_the_database(owner, district):
    with system_scope(reason="test"):
        case = factories.case(owner, district.pk, factories.open_batch(), state="proposed")
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            Application.objects.filter(pk=case.pk).update(state="approved")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
