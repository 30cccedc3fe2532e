"""The table of the life of a case is the only way a state changes."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from procedures.cases import lifecycle
from procedures.cases.executor import execute
from procedures.cases.lifecycle import TRANSITIONS
from procedures.models import Application
from procedures.models.application import State
from tests.procedures import factories

DUTIES = (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.AUDITOR)


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", sorted(TRANSITIONS))
def test_what_the_table_does_not_allow_is_refused(name, duty, as_actor, district):
    owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    actor = owner if duty == Duty.ENTERPRISE_STAFF else as_actor(duty, district=district)
    with system_scope(reason="test"):
        batch = factories.open_batch()
        cases = {s: factories.case(owner, district.pk, batch, state=s) for s in State}
    transition = TRANSITIONS[name]
    for state, case in cases.items():
        if state in transition.sources and transition.may(actor, case):
            continue
        with acting_as(actor):
            with pytest.raises((NotPermitted, RuleViolation)):
                execute(actor, case.pk, name, reason="理由")
            assert Application.objects.get(pk=case.pk).state == state


def test_state_without_its_event_is_refused_by_the_database(as_actor, district):
    owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    with system_scope(reason="test"):
        case = factories.case(owner, district.pk, factories.open_batch(), state="proposed")
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            Application.objects.filter(pk=case.pk).update(state="approved")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_self_check_finds_an_unreachable_state(monkeypatch):
    rest = {name: one for name, one in TRANSITIONS.items() if name != "certify"}
    monkeypatch.setattr(lifecycle, "TRANSITIONS", rest)
    with pytest.raises(ValueError, match="unreachable"):
        lifecycle.check_machine()


def test_self_check_finds_a_dead_end(monkeypatch):
    monkeypatch.setattr(lifecycle, "FINAL_STATES", frozenset({State.APPROVED, State.DECLINED}))
    with pytest.raises(ValueError, match="dead-end"):
        lifecycle.check_machine()
