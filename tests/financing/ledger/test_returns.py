"""What the bank gives back: a part, late, of money that is asked back, or as a failure."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.batch_page import reconciliation
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.ledger.recoveries import propose_recovery, stop_all
from financing.ledger.recovery_machine import MACHINE, RecoveryInput
from financing.models import Payable, RecoveryEvent
from lifecycle.transitions import TransitionInput
from tests.financing.ledger import money
from tests.financing.ledger.banking import (
    answered,
    back,
    cleared,
    ledger_is_well,
    now,
    paid,
    recoveries,
    sent,
    states,
    told,
)

D = Decimal


@pytest.fixture
def two(people, case):
    """Instalments of 100.00 and 900.00."""
    money.account_of(people.staff)
    return money.granted(people.city, case, "100.00", "900.00")


@pytest.fixture
def batch(people, two):
    """Both paid, not closed yet."""
    batch = sent(people, *two)
    answered(people, batch)
    return batch


def difference(people, batch):
    with acting_as(people.city):
        return reconciliation(money.fresh(batch))[-1].amount


def test_part_that_came_back_is_reserved_and_the_rest_stays_paid(people, case, batch):
    back(people, batch, D("40.00"))
    assert states(case) == [(60, "paid"), (900, "paid"), (40, "returned")]
    assert (now().paid, now().reserved, now().returned) == (960, 40, 0)
    order = money.orders(batch)[0]
    assert (order.finding, order.actual) == ("returned", 60)
    assert difference(people, batch) == 0
    assert ledger_is_well()


def test_part_that_came_back_is_told_and_the_batch_closed(people, case, batch):
    back(people, batch, D("40.00"))
    with pytest.raises(RuleViolation, match="1 笔异常或退回还没有处理"):
        money.done(people.city2, batch, "close")
    cleared(people, money.orders(batch)[0], "returned")
    assert money.done(people.city2, batch, "close").state == "closed"


def test_part_that_came_back_can_be_paid_again(people, case, batch):
    back(people, batch, D("40.00"))
    with system_scope(reason="test"):
        part = Payable.objects.get(application=case, state="returned")
    with acting_as(people.city):
        carry_out(PAYABLE, people.city, part.pk, "again", TransitionInput())
    paid(people, part)
    assert states(case) == [(60, "paid"), (900, "paid"), (40, "paid")]
    assert (now().paid, now().reserved) == (1_000, 0)
    assert ledger_is_well()


def test_same_part_in_another_file_is_booked_once(people, case, batch):
    back(people, batch, D("40.00"))
    again = money.imported(
        people.city, batch,
        [
            money.line(money.orders(batch)[0], 2, direction="R", amount=D("40.00"), serial="B"),
            money.line(money.orders(batch)[1], 3),
        ],
    )  # fmt: skip
    assert again.counts == {"repeated": 2}
    assert now().reserved == 40


def test_several_parts_come_back_until_nothing_is_left(people, case, batch):
    back(people, batch, D("40.00"), "B")
    back(people, batch, D("35.00"), "C")
    back(people, batch, D("25.00"), "D")
    assert states(case) == [(25, "returned"), (900, "paid"), (40, "returned"), (35, "returned")]
    assert (now().paid, now().reserved) == (900, 100)
    assert ledger_is_well()


def test_part_in_the_first_answer_says_that_the_rest_was_paid(people, case, two):
    batch = sent(people, two[0])
    back(people, batch, D("40.00"))
    assert states(case)[0] == (60, "paid")
    assert (now().paid, now().reserved, now().in_transit) == (60, 40, 0)
    assert ledger_is_well()


def test_more_than_was_paid_does_not_come_back(people, case, batch):
    assert back(people, batch, D("140.00")).counts == {"amount": 1}
    assert (now().paid, now().reserved) == (1_000, 0)


def test_what_was_paid_short_comes_back_as_it_was_paid(people, case, two):
    batch = sent(people, two[0])
    answered(people, batch, amount=D("30.00"))
    cleared(people, money.orders(batch)[0], "short")
    back(people, batch, D("30.00"))
    assert states(case) == [(30, "returned"), (900, "due"), (70, "due")]
    assert (now().paid, now().reserved) == (0, 30)
    assert ledger_is_well()


def test_short_payment_that_came_back_was_not_paid(people, case, two):
    batch = sent(people, two[0])
    answered(people, batch, amount=D("30.00"))
    back(people, batch, D("30.00"))
    order = money.orders(batch)[0]
    assert (order.finding, order.actual) == ("amount", 0)
    cleared(people, order, "account")
    assert states(case)[0] == (100, "failed")
    assert ledger_is_well()


def test_money_that_comes_back_after_the_batch_was_closed_opens_it_again(people, case, two):
    batch = paid(people, *two)
    back(people, batch, D("100.00"))
    assert (money.fresh(batch).state, now().reserved) == ("reconciling", 100)
    assert states(case)[0] == (100, "returned")
    cleared(people, money.orders(batch)[0], "returned")
    assert money.done(people.city2, batch, "close").state == "closed"
    assert ledger_is_well()


def test_payment_that_the_bank_took_back_as_failed_is_returned(people, case, batch):
    first = money.orders(batch)[0]
    done = told(people, batch, first, result="001", told="冲正：账号不存在")
    assert done.counts == {"returned": 1}
    assert states(case)[0] == (100, "returned")
    assert (now().paid, now().reserved) == (900, 100)
    assert difference(people, batch) == 0
    with pytest.raises(RuleViolation, match="1 笔异常或退回还没有处理"):
        money.done(people.city2, batch, "close")
    assert ledger_is_well()


def proposed(people, case, amount="1000.00", cause="fraud"):
    with acting_as(people.city):
        return propose_recovery(case, cause, D(amount), "示例", actor=people.city)


def act(actor, row, name, **said):
    with acting_as(actor):
        return carry_out(MACHINE, actor, row.pk, name, RecoveryInput(**said))


def noticed(people, row):
    day = timezone.localdate() + timedelta(days=5)
    return act(people.city2, row, "notice", number="示例 1 号", day=day)


def test_proposal_follows_what_the_enterprise_still_holds(people, case, batch):
    row = proposed(people, case)
    back(people, batch, D("100.00"))
    assert recoveries(case) == [("fraud", 900, "proposed")]
    with system_scope(reason="test"):
        event = RecoveryEvent.objects.get(recovery=row, transition="lower")
    assert event.reason == "银行退回 100.00 元（第 1 期），由 1,000.00 元改为 900.00 元"


def test_proposal_that_asks_less_than_is_left_stays(people, case, batch):
    proposed(people, case, "900.00")
    back(people, batch, D("100.00"))
    assert recoveries(case) == [("fraud", 900, "proposed")]


def test_proposal_about_money_that_all_came_back_is_dropped(people, case, two):
    batch = sent(people, two[0])
    answered(people, batch)
    proposed(people, case, "100.00")
    back(people, batch, D("100.00"))
    assert recoveries(case) == [("fraud", 100, "dropped")]


def test_demand_is_lowered_by_what_came_back(people, case, batch):
    noticed(people, proposed(people, case))
    back(people, batch, D("100.00"))
    assert recoveries(case) == [("fraud", 900, "noticed")]
    assert (now().receivable, now().reserved, now().paid) == (900, 100, 0)
    assert ledger_is_well()


def test_demand_is_lowered_by_a_part_that_came_back(people, case, batch):
    noticed(people, proposed(people, case))
    back(people, batch, D("40.00"))
    assert recoveries(case) == [("fraud", 960, "noticed")]
    assert (now().receivable, now().reserved, now().paid) == (960, 40, 0)
    assert ledger_is_well()


def test_demand_of_which_the_rest_came_back_is_settled(people, case, batch):
    row = noticed(people, proposed(people, case))
    day = timezone.localdate()
    act(people.city2, row, "receive", number="JK-1", day=day, amount=D("900.00"))
    back(people, batch, D("100.00"))
    assert recoveries(case) == [("fraud", 900, "closed")]
    assert (now().receivable, now().recovered, now().reserved) == (0, 900, 100)
    assert ledger_is_well()


def test_demand_of_money_that_all_came_back_ends(people, case, two):
    batch = sent(people, two[0])
    answered(people, batch)
    noticed(people, proposed(people, case, "100.00"))
    back(people, batch, D("100.00"))
    assert recoveries(case) == [("fraud", 100, "dropped")]
    assert (now().receivable, now().reserved, now().paid) == (0, 100, 0)
    assert ledger_is_well()


def test_proposal_is_lowered_before_a_demand(people, case, batch):
    noticed(people, proposed(people, case, "600.00"))
    proposed(people, case, "400.00", "overpaid")
    back(people, batch, D("100.00"))
    assert recoveries(case) == [("fraud", 600, "noticed"), ("overpaid", 300, "proposed")]


def test_rest_of_a_stopped_payment_that_was_paid_short_is_stopped(people, case, two):
    batch = sent(people, two[0])
    with system_scope(reason="test"):
        stop_all(Payable.objects.filter(pk=two[0].pk), "证书已撤销。")
    answered(people, batch, amount=D("30.00"))
    cleared(people, money.orders(batch)[0], "short")
    assert states(case) == [(30, "paid"), (900, "due"), (70, "stopped")]
    assert recoveries(case) == [("revoked", 30, "proposed")]
    with system_scope(reason="test"):
        assert Payable.objects.get(state="stopped").stopped_because == "证书已撤销。"
    assert ledger_is_well()


def test_part_of_a_stopped_payment_that_came_back_is_not_paid_again(people, case, two):
    batch = sent(people, two[0])
    with system_scope(reason="test"):
        stop_all(Payable.objects.filter(pk=two[0].pk), "证书已撤销。")
    back(people, batch, D("40.00"))
    assert recoveries(case) == [("revoked", 60, "proposed")]
    with system_scope(reason="test"):
        part = Payable.objects.get(state="returned")
    with acting_as(people.city), pytest.raises(RuleViolation, match="已要求止付"):
        carry_out(PAYABLE, people.city, part.pk, "again", TransitionInput())
