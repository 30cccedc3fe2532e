"""Every duty in every state of a version: what the table allows, and nothing else."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from lifecycle.transitions import TransitionInput
from schemes.actions import design_scheme
from schemes.lifecycle import MACHINE
from schemes.models import SchemeVersion, SchemeVersionEvent
from tests.lifecycle.every_combination import states_that_allow

DUTIES = (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
NAMES = ("submit", "take_back", "send_back", "publish", "retire")


def version_in(state, submitted_by=None):
    model = SchemeVersion.objects.order_by("id").first()
    return SchemeVersion.objects.create(
        scheme=model.scheme, label="试", state=state, definition=model.definition,
        source_document="示例文件", valid_from=date(2026, 1, 1), submitted_by_id=submitted_by,
    )  # fmt: skip


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", NAMES)
def test_version_of_a_scheme(people, as_actor, name, duty):
    actor = people.city if duty == Duty.CITY_OFFICER else as_actor(duty)
    own = actor.user_id if name == "take_back" else people.staff.user_id
    allowed = states_that_allow(
        MACHINE, name, actor, lambda state: version_in(state, own), TransitionInput("理由")
    )
    sources = [one for one in MACHINE.states if one in MACHINE.transitions[name].sources]
    assert allowed == (sources if duty == Duty.CITY_OFFICER else [])


def test_every_transition_is_tried_here():
    assert set(NAMES) == set(MACHINE.transitions)


def test_who_asked_does_not_send_back_but_takes_back(people):
    with system_scope(reason="test"):
        version = version_in("review", people.city.user_id)
    with acting_as(people.city):
        offered = [one.transition.name for one in MACHINE.available(people.city, version)]
    assert offered == ["take_back", "publish"]


def test_state_without_its_event_is_refused_by_the_database(people):
    with system_scope(reason="test"):
        version = version_in("draft")
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            SchemeVersion.objects.filter(pk=version.pk).update(state="published")


def test_draft_that_was_sent_back_is_deleted_with_its_history(people):
    with system_scope(reason="test"):
        version = version_in("review", people.city.user_id)
    with acting_as(people.city):
        back = MACHINE.execute(people.city, version.pk, "take_back")
        design_scheme.delete_draft_version(people.city, version.pk, back.version)
        assert not SchemeVersionEvent.objects.filter(version_id=version.pk).exists()
