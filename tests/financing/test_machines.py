"""Every duty in every state of the lives of this app: what the tables allow, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from financing.demands import loan_demand_machine
from financing.demands import machine as demand_machine
from financing.demands.inputs import HandlingInput
from financing.models import DemandHandling, LoanDemand, WhitelistEntry
from financing.whitelist import machine as whitelist_machine
from financing.whitelist.conditions import conditions_in_force
from lifecycle.transitions import TransitionInput
from tests.financing.demands import TERMS, offer_terms
from tests.lifecycle.every_combination import states_that_allow

DUTIES = (
    Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER,
    Duty.BANK_OFFICER, Duty.AUDITOR,
)  # fmt: skip
ENTERPRISE, BANK = {Duty.ENTERPRISE_STAFF}, {Duty.BANK_OFFICER}
CITY = {Duty.CITY_OFFICER}
BUREAUS = {Duty.DISTRICT_REVIEWER, *CITY}
MAY = {
    "whitelist": {
        "propose": BUREAUS, "nominate": set(), "approve": CITY,
        "take_back": {Duty.DISTRICT_REVIEWER}, "decline": BUREAUS, "drop": set(), "extend": CITY,
        "remove": CITY, "leave": ENTERPRISE, "lapse": set(),
    },
    "demand_handling": {
        "take_up": BANK, "ask": BANK, "answer": ENTERPRISE, "offer": BANK, "decline": BANK,
        "urge": CITY, "accept": ENTERPRISE, "close": ENTERPRISE,
    },
    "loan_demand": {"settle": ENTERPRISE, "close": ENTERPRISE},
}  # fmt: skip


@pytest.fixture
def everybody(people, as_actor):
    return {
        Duty.ENTERPRISE_STAFF: people.staff,
        Duty.DISTRICT_REVIEWER: people.reviewer,
        Duty.CITY_OFFICER: people.city,
        **{
            duty: as_actor(duty) for duty in DUTIES if duty not in (Duty.ENTERPRISE_STAFF, *BUREAUS)
        },
    }


@pytest.fixture
def home(people, district):
    return {"organisation_id": people.staff.organisation_id, "district_id": district.pk}


def entry_in(state, home):
    now = timezone.now()
    return WhitelistEntry.objects.create(
        **home, state=state, origin="automatic", scheme_version=conditions_in_force(),
        enterprise_name="示例企业", credit_code="", listed_at=now,
        valid_to=now.date() + timedelta(days=30),
    )  # fmt: skip


def demand_in(state, home, everybody):
    return LoanDemand.objects.create(
        **home, **vars(TERMS) | {"guarantees": list(TERMS.guarantees)}, state=state,
        enterprise_name="示例企业", credit_code="",
        bank_ids=[everybody[Duty.BANK_OFFICER].organisation_id],
        posted_by_id=everybody[Duty.ENTERPRISE_STAFF].user_id,
    )  # fmt: skip


def handling_in(state, home, everybody):
    return DemandHandling.objects.create(
        **home, demand=demand_in("open", home, everybody), state=state,
        bank_id=everybody[Duty.BANK_OFFICER].organisation_id,
        due_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip


def expected(machine, name, duty):
    allowed = duty in MAY[machine.name][name]
    return [one for one in machine.states if one in machine.transitions[name].sources and allowed]


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["whitelist"])
def test_entry_of_the_list(everybody, home, name, duty):
    machine = whitelist_machine.MACHINE
    kinds = machine.transitions[name].reason_kinds
    given = TransitionInput("理由", str(kinds[0]) if kinds else "")
    allowed = states_that_allow(
        machine, name, everybody[duty], lambda state: entry_in(state, home), given
    )
    assert allowed == expected(machine, name, duty)


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["demand_handling"])
def test_demand_at_a_bank(everybody, home, name, duty):
    machine = demand_machine.MACHINE
    given = HandlingInput("理由", "tax", offer=offer_terms())
    allowed = states_that_allow(
        machine, name, everybody[duty], lambda state: handling_in(state, home, everybody), given
    )
    assert allowed == expected(machine, name, duty)


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize("name", MAY["loan_demand"])
def test_demand_as_a_whole(everybody, home, name, duty):
    machine = loan_demand_machine.MACHINE
    allowed = states_that_allow(
        machine, name, everybody[duty], lambda state: demand_in(state, home, everybody)
    )
    assert allowed == expected(machine, name, duty)


def test_every_transition_has_its_duties_here():
    machines = (whitelist_machine, demand_machine, loan_demand_machine)
    for machine in (module.MACHINE for module in machines):
        assert set(MAY[machine.name]) == set(machine.transitions)
