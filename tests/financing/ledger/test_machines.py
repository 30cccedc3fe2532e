"""Every duty in every state of the lives of the ledger: what the tables allow, nothing else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import system_scope
from financing.ledger import (
    account_machine,
    batch_machine,
    budget_machine,
    payable_machine,
    recovery_machine,
)
from financing.ledger.posting import Move, post
from financing.ledger.recovery_machine import RecoveryInput
from financing.models import (
    Account,
    BudgetChange,
    EntryKind,
    Payable,
    PayeeAccount,
    PaymentBatch,
    Recovery,
)
from lifecycle.transitions import TransitionInput
from tests.factories import UserFactory
from tests.lifecycle.every_combination import states_that_allow

DUTIES = (Duty.ENTERPRISE_STAFF, Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
CITY, STAFF, NOBODY = {Duty.CITY_OFFICER}, {Duty.ENTERPRISE_STAFF}, set()
MAY = {
    "budget_change": dict.fromkeys(("approve", "refuse"), CITY)
    | {"propose": NOBODY, "withdraw": NOBODY},
    "payment_batch": dict.fromkeys(
        ("submit", "give_back", "release", "send", "receive", "close", "cancel"), CITY
    )
    | {"make": NOBODY},
    "payable": dict.fromkeys(
        ("fulfil", "order", "unorder", "send", "pay", "question", "fail", "bounce", "again",
         "stop", "resume", "pay_late"), CITY,
    ) | dict.fromkeys(("arise", "await", "split", "again_paid"), NOBODY) | {"cancel": CITY},
    "recovery": dict.fromkeys(
        ("raise", "notice", "drop", "receive", "settle", "write_off"), CITY
    ) | dict.fromkeys(("propose", "lower", "lapse"), NOBODY),
    "payee_account": dict.fromkeys(("confirm", "refuse"), set(DUTIES) - {Duty.LEADER})
    | {"enter": NOBODY, "replace": NOBODY},
}  # fmt: skip
MACHINES = {
    module.MACHINE.name: module.MACHINE
    for module in (
        budget_machine, batch_machine, payable_machine, recovery_machine, account_machine
    )
}  # fmt: skip


@pytest.fixture
def actors(people, as_actor):
    return {
        Duty.ENTERPRISE_STAFF: people.staff,
        Duty.DISTRICT_REVIEWER: people.reviewer,
        Duty.CITY_OFFICER: people.city,
        Duty.LEADER: as_actor(Duty.LEADER),
    }


@pytest.fixture
def rows(people, year, case):
    """How a row of each machine is made in a state; every account of the year has money."""
    for place, account in enumerate(list(Account)[2:]):
        move = Move(
            f"T-{place}", EntryKind.RESERVE, Account.AVAILABLE, account, Decimal("50000.00")
        )
        post(year.pk, [move])
    with system_scope(reason="test"):
        other = UserFactory()
    today = timezone.localdate()
    common = {**case.home, "application": case, "fund_year": year, "payee_name": "示例",
              "scheme_title": "示例"}  # fmt: skip
    return {
        "budget_change": lambda state: BudgetChange.objects.create(
            fund_year=year, kind="raise", amount=1, document="示例", state=state, proposed_by=other
        ),
        "payment_batch": lambda state: PaymentBatch.objects.create(
            number=f"T-{state}", fund_year=year, state=state, made_by=other
        ),
        "payable": lambda state: Payable.objects.create(
            **common, number=1, label="第 1 期", fund_name="示例", fiscal_year=2026, amount=100,
            due_on=today, state=state,
        ),
        "recovery": lambda state: Recovery.objects.create(
            **common, cause="goal", amount=100, note="示例", state=state, proposed_by=other,
            noticed_on=today, due_on=today, notice_number="示例",
        ),
        "payee_account": lambda state: PayeeAccount.objects.create(
            **case.home, holder="示例", bank="102", branch="示例", cnaps="102452000010",
            number="802010200001234", state=state, entered_by=other,
        ),
    }  # fmt: skip


def given(machine, name):
    if machine.name != "recovery":
        return TransitionInput("理由")
    ahead = timedelta(days=9) if name == "notice" else timedelta(0)
    return RecoveryInput("理由", "", "示例 1 号", timezone.localdate() + ahead, Decimal(40))


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize(
    ("life", "name"), [(life, name) for life, names in MAY.items() for name in names]
)
def test_only_the_keepers_of_a_fund_move_its_money(actors, rows, life, name, duty):
    machine = MACHINES[life]
    allowed = states_that_allow(machine, name, actors[duty], rows[life], given(machine, name))
    may = duty in MAY[life][name]
    assert allowed == [s for s in machine.states if s in machine.transitions[name].sources and may]


def test_every_transition_has_its_duties_here():
    for life, machine in MACHINES.items():
        assert set(MAY[life]) == set(machine.transitions)
