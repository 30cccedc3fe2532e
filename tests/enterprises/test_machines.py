"""Every duty in every state of a registration and of a claim: what the tables allow."""

import pytest
from django.db import IntegrityError, transaction

from accounts.duties import Duty
from accounts.models import Organisation
from accounts.tenancy import system_scope
from enterprises import claim_machine, registration_machine, yearly_report_machine
from enterprises.actions.entry_values import fill
from enterprises.imports import import_machine
from enterprises.models import (
    Enterprise,
    EnterpriseClaim,
    ImportBatch,
    RegistrationState,
    YearlyReport,
)
from enterprises.registration_machine import RegistrationInput
from enterprises.yearly_report_machine import NEEDED, SubmissionInput
from lifecycle.transitions import TransitionInput
from tests.enterprises.entries import code_of, details
from tests.lifecycle.every_combination import states_that_allow

DUTIES = (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
STAFF, CITY = {Duty.ENTERPRISE_STAFF}, {Duty.CITY_OFFICER}
BUREAUS = {Duty.DISTRICT_REVIEWER, *CITY}
MAY = {
    "registration": {
        "confirm": BUREAUS, "refuse": BUREAUS, "correct": STAFF, "claim": BUREAUS,
        "import": BUREAUS,
    },
    "claim": {"grant": BUREAUS, "refuse": BUREAUS},
    "yearly_report": {"submit": STAFF, "reopen": STAFF},
    "import_batch": dict.fromkeys(("pass_check", "refuse", "apply", "finish", "discard"), CITY),
}  # fmt: skip


@pytest.fixture
def everybody(as_actor, district):
    return {duty: as_actor(duty, district=district) for duty in DUTIES[:2]} | {
        duty: as_actor(duty) for duty in DUTIES[2:]
    }


def entry_in(state, owner):
    entry = Enterprise(
        organisation_id=owner.organisation_id,
        district_id=owner.district_ids[0],
        registration_state=state,
    )
    fill(entry, details(name=owner.organisation_name, credit_code=code_of(1)))
    entry.save(force_insert=True)
    return entry


def claim_in(state, owner, claimant):
    entry = entry_in(RegistrationState.CONFIRMED, owner)
    return EnterpriseClaim.objects.create(
        organisation_id=entry.pk, district_id=entry.district_id, claimant_id=claimant.user_id,
        credit_code=code_of(1), claimant_position="经理", statement="示例", state=state,
    )  # fmt: skip


def report_in(state, owner):
    entry = entry_in(RegistrationState.CONFIRMED, owner)
    return YearlyReport.objects.create(
        organisation_id=entry.pk, district_id=entry.district_id, year=2025, state=state
    )


def batch_in(state, importer):
    home = Organisation.objects.get(pk=importer.organisation_id)
    return ImportBatch.objects.create(
        organisation=home, district_id=home.district_id, kind="titles", file_name="名单.csv",
        size=1, sha256="0" * 64, rows_new=1, state=state,
    )  # fmt: skip


def expected(machine, name, duty):
    allowed = duty in MAY[machine.name][name]
    return [one for one in machine.states if one in machine.transitions[name].sources and allowed]


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["registration"])
def test_registration(everybody, name, duty):
    machine, owner = registration_machine.MACHINE, everybody[Duty.ENTERPRISE_STAFF]
    allowed = states_that_allow(
        machine,
        name,
        everybody[duty],
        lambda state: entry_in(state, owner),
        RegistrationInput("理由", values={"credit_code": code_of(1)}),
    )
    assert allowed == expected(machine, name, duty)


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["claim"])
def test_claim(everybody, as_actor, name, duty):
    machine, owner = claim_machine.MACHINE, everybody[Duty.ENTERPRISE_STAFF]
    claimant = as_actor(Duty.ENTERPRISE_STAFF)
    allowed = states_that_allow(
        machine,
        name,
        everybody[duty],
        lambda state: claim_in(state, owner, claimant),
        TransitionInput("理由"),
    )
    assert allowed == expected(machine, name, duty)


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["yearly_report"])
def test_yearly_report(everybody, name, duty):
    machine, owner = yearly_report_machine.MACHINE, everybody[Duty.ENTERPRISE_STAFF]
    allowed = states_that_allow(
        machine,
        name,
        everybody[duty],
        lambda state: report_in(state, owner),
        SubmissionInput(figures=dict.fromkeys(NEEDED, 1)),
    )
    assert allowed == expected(machine, name, duty)


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["import_batch"])
def test_import_batch(everybody, name, duty):
    """A file of the city's bureau, which no district decides about."""
    machine, city = import_machine.MACHINE, everybody[Duty.CITY_OFFICER]
    allowed = states_that_allow(machine, name, everybody[duty], lambda state: batch_in(state, city))
    assert allowed == expected(machine, name, duty)


def test_district_decides_about_its_own_files(everybody):
    district = everybody[Duty.DISTRICT_REVIEWER]
    with system_scope(reason="test"):
        batch = batch_in("checked", district)
    assert import_machine.MACHINE.obstacles(district, batch, "apply") == ()
    assert import_machine.MACHINE.obstacles(everybody[Duty.CITY_OFFICER], batch, "apply")


def test_every_transition_has_its_duties_here():
    for module in (registration_machine, claim_machine, yearly_report_machine, import_machine):
        assert set(MAY[module.MACHINE.name]) == set(module.MACHINE.transitions)


def test_states_without_their_events_are_refused_by_the_database(everybody):
    owner, claimant = everybody[Duty.ENTERPRISE_STAFF], everybody[Duty.LEADER]
    with system_scope(reason="test"):
        claim = claim_in("open", owner, claimant)
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            EnterpriseClaim.objects.filter(pk=claim.pk).update(state="granted")
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            Enterprise.objects.filter(pk=claim.organisation_id).update(
                registration_state=RegistrationState.REFUSED
            )


@pytest.mark.parametrize(("make", "final"), [(report_in, "submitted"), (batch_in, "applied")])
def test_reports_and_files_need_their_events_too(everybody, make, final):
    with system_scope(reason="test"):
        row = make("draft" if make is report_in else "checked", everybody[Duty.ENTERPRISE_STAFF])
        with pytest.raises(IntegrityError, match="without an event"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(state=final)
