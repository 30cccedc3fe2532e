"""Every duty in every state of a notice and of an objection: what the tables allow."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from procedures.models import NoticeEntry, Objection, ObjectionEvent, PublicNotice
from procedures.notices import notice_machine, objection_machine
from procedures.notices.actions.object_to_case import decide_objection
from procedures.notices.objection_machine import ObjectionInput
from tests.lifecycle.every_combination import states_that_allow
from tests.procedures import factories

DUTIES = (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)


@pytest.fixture
def everybody(people, as_actor):
    return {
        Duty.ENTERPRISE_STAFF: people.staff,
        Duty.DISTRICT_REVIEWER: people.reviewer,
        Duty.CITY_OFFICER: people.city,
        Duty.LEADER: as_actor(Duty.LEADER),
    }


def notice_in(state, people):
    yesterday = timezone.localdate() - timedelta(days=1)
    return PublicNotice.objects.create(
        batch=factories.open_batch(), title="公示", body="公示", starts_on=yesterday,
        ends_on=yesterday, working_days=1, state=state, published_by_id=people.city.user_id,
    )  # fmt: skip


def objection_in(state, people):
    notice = notice_in("running", people)
    case = factories.case(
        people.staff, people.staff.district_ids[0], notice.batch, state="public_notice"
    )
    entry = NoticeEntry.objects.create(
        notice=notice, application=case, position=1, enterprise_name="示例", title="减速机",
        district_name="崂山区",
    )  # fmt: skip
    return Objection.objects.create(
        application=case, entry=entry, organisation_id=case.organisation_id,
        district_id=case.district_id, name="张示例", contact="1380", text="依据", state=state,
    )  # fmt: skip


@pytest.mark.parametrize("duty", DUTIES)
def test_public_notice(everybody, people, duty):
    allowed = states_that_allow(
        notice_machine.MACHINE, "conclude", everybody[duty], lambda state: notice_in(state, people)
    )
    assert allowed == (["running"] if duty == Duty.CITY_OFFICER else [])


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", ["uphold", "dismiss"])
def test_objection(everybody, people, name, duty):
    allowed = states_that_allow(
        objection_machine.MACHINE,
        name,
        everybody[duty],
        lambda state: objection_in(state, people),
        ObjectionInput(answer="查实"),
    )
    assert allowed == (["open"] if duty == Duty.CITY_OFFICER else [])


def test_every_transition_is_tried_here():
    assert set(notice_machine.MACHINE.transitions) == {"conclude"}
    assert set(objection_machine.MACHINE.transitions) == {"uphold", "dismiss"}


def test_events_of_an_objection_are_the_citys_alone(everybody, people):
    with system_scope(reason="test"):
        objection = objection_in("open", people)
    with acting_as(people.city):
        decide_objection(people.city, objection.pk, upheld=False, answer="查无此事")
    seen = {}
    for duty in DUTIES[:3]:
        with acting_as(everybody[duty]):
            seen[duty] = ObjectionEvent.objects.count()
    assert seen == {duty: int(duty == Duty.CITY_OFFICER) for duty in DUTIES[:3]}


@pytest.mark.parametrize(("make", "state"), [(notice_in, "concluded"), (objection_in, "upheld")])
def test_state_without_its_event_is_refused_by_the_database(people, make, state):
    with system_scope(reason="test"):
        row = make("running" if make is notice_in else "open", people)
        table = row._meta.db_table
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f'UPDATE "{table}" SET state = %s WHERE id = %s', [state, row.pk])
