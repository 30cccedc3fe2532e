"""A cause that asks back more than was proposed, or demanded, before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.recoveries import propose_more, propose_recovery, stop_all
from financing.ledger.recovery_machine import MACHINE, RecoveryInput
from financing.models import Payable, Recovery, RecoveryEvent
from tests.financing.ledger import money
from tests.financing.ledger.banking import answered, ledger_is_well, now, paid, recoveries, sent

D = Decimal


@pytest.fixture
def funded(people, case, payables):
    """The case was paid 253,130.00."""
    paid(people, *payables)
    return case


def proposed(actor, case, amount, note="示例"):
    with acting_as(actor):
        given = None if amount is None else D(amount)
        return propose_recovery(case, "overpaid", given, note, actor=actor)


def noticed(actor, row, number="示例 1 号"):
    day = timezone.localdate() + timedelta(days=5)
    with acting_as(actor):
        return carry_out(MACHINE, actor, row.pk, "notice", RecoveryInput(number=number, day=day))


def test_greater_sum_raises_the_proposal_and_says_why(people, funded):
    first = proposed(people.city, funded, "1000.00", "抽查")
    again = proposed(people.city, funded, "5000.00", "审计")
    assert (again.pk, again.amount, again.note) == (first.pk, 5_000, "抽查；审计")
    assert again.sum.counted == 5_000
    with system_scope(reason="test"):
        event = RecoveryEvent.objects.get(recovery=first, transition="raise")
    assert event.reason == "由 1,000.00 元改为 5,000.00 元：审计"


@pytest.mark.parametrize("amount", ["1000.00", "999.99"])
def test_no_greater_sum_changes_nothing(people, funded, amount):
    first = proposed(people.city, funded, "1000.00")
    again = proposed(people.city, funded, amount)
    assert (again.pk, again.amount, again.version) == (first.pk, 1_000, first.version)


def test_who_raised_it_does_not_decide_it(people, funded):
    proposed(people.city, funded, "1000.00")
    row = proposed(people.city2, funded, "5000.00")
    with pytest.raises(RuleViolation, match="提出人不能决定"):
        noticed(people.city2, row)
    assert noticed(people.city, row).state == "noticed"


def test_more_than_was_paid_is_not_raised_to(people, funded):
    proposed(people.city, funded, "1000.00")
    assert proposed(people.city, funded, "253130.00").amount == D("253130.00")
    with pytest.raises(RuleViolation, match=r"不超过.* 253,130\.00 元"):
        proposed(people.city, funded, "253130.01")


def test_what_goes_beyond_a_demand_is_proposed_apart(people, funded):
    first = noticed(people.city2, proposed(people.city, funded, "1000.00"))
    second = proposed(people.city, funded, "5000.00")
    assert (second.amount, second.state) == (4_000, "proposed")
    assert money.fresh(first).amount == 1_000
    again = proposed(people.city, funded, "5000.00")
    assert (again.pk, again.version) == (second.pk, second.version)
    noticed(people.city2, second, "示例 2 号")
    assert now().receivable == 5_000
    assert ledger_is_well()


def test_more_than_is_asked_already_is_added(people, funded):
    proposed(people.city, funded, "1000.00")
    with acting_as(people.city):
        row = propose_more(funded, "overpaid", D("200.00"), "又一处")
    assert row.amount == 1_200


def test_each_payment_that_could_not_be_stopped_is_asked_back(people, case, payables):
    batch = sent(people, *payables)
    with system_scope(reason="test"):
        stop_all(Payable.objects.filter(application=case), "证书已撤销。")
    answered(people, batch)
    assert recoveries(case) == [("revoked", 253_130, "proposed")]


def test_late_payment_raises_what_was_asked_of_the_earlier_ones(people, case, payables):
    first, *rest = payables
    paid(people, first)
    batch = sent(people, *rest)
    with system_scope(reason="test"):
        stop_all(Payable.objects.filter(application=case), "证书已撤销。")
        propose_recovery(case, "revoked", None, "证书已撤销。")
        assert Recovery.objects.get().amount == 100_000
    answered(people, batch)
    assert recoveries(case) == [("revoked", 253_130, "proposed")]
