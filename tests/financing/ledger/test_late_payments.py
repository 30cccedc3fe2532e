"""The bank pays by an old voucher what had been cleared as unpaid."""

from decimal import Decimal

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.batch_page import reconciliation
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.models import BudgetChange, Recovery, SubsidyClaim
from financing.subsidies.replaying import replay_claims
from lifecycle.transitions import TransitionInput
from tests.financing.ledger import money
from tests.financing.ledger.banking import (
    answered,
    cleared,
    ledger_is_well,
    now,
    recoveries,
    sent,
    states,
    told,
)

D = Decimal


@pytest.fixture
def payable(people, case):
    money.account_of(people.staff)
    return money.granted(people.city, case, "100.00")[0]


@pytest.fixture
def old(people, payable):
    """A batch whose only order failed and was cleared as unpaid."""
    batch = sent(people, payable)
    answered(people, batch, result="001", serial="A")
    cleared(people, money.orders(batch)[0], "account")
    return batch


@pytest.fixture
def new(people, payable, old):
    """The same payment in another batch at the bank."""
    with acting_as(people.city):
        carry_out(PAYABLE, people.city, payable.pk, "again", TransitionInput())
    return sent(people, payable)


def late(people, old):
    [order] = money.orders(old)
    return told(people, old, order, serial="A2")


def order_of(batch):
    return money.orders(batch)[0]


def test_late_payment_books_nothing_of_the_newer_batch(people, case, old, new):
    assert late(people, old).counts == {"late": 1}
    assert states(case) == [(100, "sent")]
    assert (now().paid, now().in_transit) == (0, 100)
    assert (order_of(old).finding, order_of(old).actual) == ("late", 100)


def test_newer_batch_is_paid_and_closed_beside_a_late_payment(people, case, old, new):
    late(people, old)
    answered(people, new)
    assert order_of(new).finding == "matched"
    assert money.done(people.city2, new, "close").state == "closed"
    with pytest.raises(RuleViolation, match="1 笔异常或退回还没有处理"):
        money.done(people.city2, old, "close")


def test_double_payment_is_proposed_to_be_asked_back(people, case, old, new):
    late(people, old)
    assert recoveries(case) == []
    answered(people, new)
    assert recoveries(case) == [("double", 100, "proposed")]


def test_double_payment_that_is_told_last_is_proposed_to_be_asked_back(people, case, old, new):
    answered(people, new)
    money.done(people.city2, new, "close")
    late(people, old)
    assert recoveries(case) == [("double", 100, "proposed")]
    with system_scope(reason="test"):
        assert order_of(old).voucher in Recovery.objects.get().note


def test_double_payment_is_booked_once_the_bank_has_confirmed_it(people, case, old, new):
    late(people, old)
    answered(people, new)
    cleared(people, order_of(old), "twice")
    assert states(case) == [(100, "paid"), (100, "paid")]
    assert (now().paid, now().available) == (200, 999_800)
    assert recoveries(case) == [("double", 100, "proposed")]
    assert money.done(people.city2, old, "close").state == "closed"
    assert ledger_is_well()


def test_double_payment_is_no_promise_when_claims_are_replayed(people, case, old, new):
    late(people, old)
    answered(people, new)
    cleared(people, order_of(old), "twice")
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(application=case).update(approved_amount=D("100.00"))
        claim = SubsidyClaim.objects.get(application=case)
        [replayed] = replay_claims([claim])
    assert (replayed.promised, replayed.paid) == (100, 200)


def test_late_payment_that_the_bank_took_back_is_not_booked(people, case, old, new):
    late(people, old)
    answered(people, new)
    cleared(people, order_of(old), "gone")
    assert (states(case), now().paid) == ([(100, "paid")], 100)
    money.done(people.city2, old, "close")
    assert ledger_is_well()


def test_same_late_row_in_another_file_is_told_once(people, case, old, new):
    late(people, old)
    answered(people, new)
    cleared(people, order_of(old), "twice")
    again = money.imported(
        people.city, old,
        [
            money.line(order_of(old), 2, serial="A2"),
            money.line(order_of(old), 3, result="001", serial="A"),
        ],
    )  # fmt: skip
    assert again.counts == {"repeated": 2}
    assert order_of(old).handled_at is not None
    assert (now().paid, recoveries(case)) == (200, [("double", 100, "proposed")])


def test_double_payment_is_booked_once(people, case, old, new):
    late(people, old)
    answered(people, new)
    cleared(people, order_of(old), "twice")
    told(people, old, order_of(old), serial="A2", amount=D("90.00"))
    with pytest.raises(RuleViolation, match="已经记过账"):
        cleared(people, order_of(old), "twice")
    assert now().paid == 200


def test_double_payment_that_no_budget_covers_waits(people, fund, case, old, new):
    late(people, old)
    answered(people, new)
    money.changed(people, fund, BudgetChange.Kind.LOWER, "999900.00")
    with pytest.raises(RuleViolation, match="预算不足"):
        cleared(people, order_of(old), "twice")
    assert recoveries(case) == [("double", 100, "proposed")]


def test_late_payment_before_it_went_out_again_stops_it(people, case, payable, old):
    late(people, old)
    assert states(case) == [(100, "stopped")]
    assert now().committed == 100


def test_late_payment_that_the_bank_has_confirmed_is_booked(people, case, payable, old):
    late(people, old)
    cleared(people, order_of(old), "late")
    assert states(case) == [(100, "paid")]
    assert (now().paid, now().committed, now().in_transit) == (100, 0, 0)
    assert money.fresh(payable).stopped_because == ""
    assert money.done(people.city2, old, "close").state == "closed"
    with acting_as(people.city):
        assert reconciliation(money.fresh(old))[-1].amount == 0
    assert ledger_is_well()


def test_late_payment_is_booked_once_the_newer_one_has_failed(people, case, old, new):
    late(people, old)
    answered(people, new, result="001")
    with pytest.raises(RuleViolation, match="不能这样处理"):
        cleared(people, order_of(old), "late")
    cleared(people, order_of(new), "account")
    cleared(people, order_of(old), "late")
    assert states(case) == [(100, "paid")]
    for batch in (old, new):
        money.done(people.city2, batch, "close")
    assert ledger_is_well()


def test_payment_after_a_failure_took_the_first_one_back_is_late(people, case, payable):
    batch = sent(people, payable)
    answered(people, batch, serial="A")
    told(people, batch, order_of(batch), serial="A", result="001")
    assert states(case) == [(100, "returned")]
    told(people, batch, order_of(batch), serial="C")
    assert states(case) == [(100, "stopped")]
    cleared(people, order_of(batch), "late")
    assert (states(case), now().paid) == ([(100, "paid")], 100)
    assert ledger_is_well()
