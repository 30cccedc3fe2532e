"""Every duty in every state of a registration and of a claim: what the tables allow."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.duties import Duty
from accounts.models import Organisation
from accounts.tenancy import system_scope
from enterprises import (
    claim_machine,
    identity_change_machine,
    registration_machine,
    yearly_report_machine,
)
from enterprises.actions.entry_values import fill
from enterprises.imports import import_machine
from enterprises.models import (
    Enterprise,
    EnterpriseClaim,
    EntryProposal,
    IdentityChange,
    ImportBatch,
    ImportRow,
    RegistrationState,
    YearlyReport,
)
from enterprises.proposals import machine as proposal_machine
from enterprises.proposals.machine import ProposalInput
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
        "import": BUREAUS, "unclaim": BUREAUS,
    },
    "entry_proposal": {
        "accept": STAFF, "decline": STAFF, "correct": BUREAUS, "withdraw": BUREAUS,
    },
    "claim": {"grant": BUREAUS, "refuse": BUREAUS},
    "identity_change": {"accept": BUREAUS, "refuse": BUREAUS, "withdraw": STAFF},
    "yearly_report": {"submit": STAFF, "reopen": STAFF},
    "import_batch": dict.fromkeys(
        (
            "pass_check", "refuse", "apply", "finish", "stop", "discard", "take_back",
            "finish_taking_back",
        ),
        CITY,
    ),
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


def change_in(state, owner):
    entry = entry_in(RegistrationState.CONFIRMED, owner)
    return IdentityChange.objects.create(
        **entry.home, legal_representative="王示例", changed_on=date(2026, 3, 1), state=state,
        document_number="1 号", evidence=uuid4(), filed_by_id=owner.user_id,
    )  # fmt: skip


def report_in(state, owner):
    entry = entry_in(RegistrationState.CONFIRMED, owner)
    return YearlyReport.objects.create(
        organisation_id=entry.pk, district_id=entry.district_id, year=2025, state=state
    )


def proposal_in(state, owner):
    entry = entry_in(RegistrationState.CONFIRMED, owner)
    return EntryProposal.objects.create(
        **entry.home, state=state, values={"staff": 7}, changes=[["从业人员", "6 人", "7 人"]],
        source="企业.xlsx 第 2 行", bureau="示例主管部门",
    )  # fmt: skip


def batch_in(state, importer):
    home = Organisation.objects.get(pk=importer.organisation_id)
    batch = ImportBatch.objects.create(
        organisation=home, district_id=home.district_id, kind="titles", file_name="名单.csv",
        size=1, sha256="0" * 64, rows_new=1, state=state,
    )  # fmt: skip
    ImportRow.objects.create(
        batch=batch, organisation=home, district_id=home.district_id, number=2, verdict="new",
        outcome="created",
    )  # fmt: skip
    return batch


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
@pytest.mark.parametrize("name", MAY["identity_change"])
def test_identity_change(everybody, name, duty):
    machine, owner = identity_change_machine.MACHINE, everybody[Duty.ENTERPRISE_STAFF]
    allowed = states_that_allow(
        machine,
        name,
        everybody[duty],
        lambda state: change_in(state, owner),
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
@pytest.mark.parametrize("name", MAY["entry_proposal"])
def test_entry_proposal(everybody, name, duty):
    machine, owner = proposal_machine.MACHINE, everybody[Duty.ENTERPRISE_STAFF]
    allowed = states_that_allow(
        machine,
        name,
        everybody[duty],
        lambda state: proposal_in(state, owner),
        ProposalInput("理由", document_number="文号"),
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
    for module in (
        registration_machine, claim_machine, identity_change_machine, proposal_machine,
        yearly_report_machine,
        import_machine,
    ):  # fmt: skip
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
