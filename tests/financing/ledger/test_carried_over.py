"""Money of cases over the end of a year: where it is reserved, promised, kept and asked back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.actions.keep_funds import propose_change
from financing.ledger.budget_machine import MACHINE as BUDGET
from financing.ledger.commitments import release, reserve
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.ledger.recoveries import propose_recovery
from financing.ledger.recovery_machine import MACHINE, RecoveryInput
from financing.models import BudgetChange
from lifecycle.transitions import TransitionInput
from tests.financing.ledger import money
from tests.financing.ledger.banking import (
    back,
    cleared,
    ledger_is_well,
    now,
    paid,
)

Kind = BudgetChange.Kind
NEXT = money.YEAR + 1
D = Decimal


def reserved(people, case, amount):
    with acting_as(people.city):
        return reserve(case, D(amount))


def carried(people, fund, *cases):
    with acting_as(people.city):
        ids = tuple(one.pk for one in cases)
        change = propose_change(
            people.city, fund.pk, money.YEAR, Kind.CARRY, None, "示例", applications=ids
        )
    with acting_as(people.city2):
        carry_out(BUDGET, people.city2, change.pk, "approve", TransitionInput())


@pytest.fixture
def another(people, year, others, batch_of_cases):
    return money.case_of(others.staff, people.district_id, batch_of_cases)


def test_carried_reserve_is_promised_in_the_year_it_was_carried_to(people, fund, year, case):
    reserved(people, case, "40000.00")
    carried(people, fund)
    [payable] = money.granted(people.city, case, "40000.00")
    assert payable.fiscal_year == NEXT
    assert (now().committed, now(NEXT).reserved, now(NEXT).committed) == (0, 0, 40_000)
    assert ledger_is_well()


def test_carried_case_leaves_the_reserve_of_another_case_alone(people, fund, year, case, another):
    reserved(people, case, "40000.00")
    reserved(people, another, "40000.00")
    carried(people, fund, case)
    money.granted(people.city, case, "40000.00")
    assert (now().reserved, now(NEXT).committed) == (40_000, 40_000)


def test_carried_reserve_is_lowered_where_it_is(people, fund, year, case):
    reserved(people, case, "40000.00")
    carried(people, fund)
    reserved(people, case, "30000.00")
    assert (now(NEXT).reserved, now(NEXT).available) == (30_000, 10_000)


def test_what_a_carried_case_gave_back_is_reserved_again_there(people, fund, year, case):
    reserved(people, case, "40000.00")
    carried(people, fund)
    with acting_as(people.city):
        release(case, "撤回拟支持")
    reserved(people, case, "40000.00")
    assert (now().reserved, now(NEXT).reserved) == (0, 40_000)


def test_new_money_comes_from_an_open_year_once_the_claims_own_is_closed(people, fund, year, case):
    money.changed(people, fund, Kind.CLOSE)
    money.changed(people, fund, Kind.APPROPRIATE, "50000.00", NEXT)
    reserved(people, case, "40000.00")
    assert (now().reserved, now(NEXT).reserved) == (0, 40_000)


def test_closed_year_without_a_later_budget_is_refused_with_what_to_do(people, fund, year, case):
    money.changed(people, fund, Kind.CLOSE)
    with pytest.raises(RuleViolation, match="2026 年度 已经关账，请先下达以后年度的预算"):
        reserved(people, case, "1.00")


def bounced(people, payable):
    batch = paid(people, payable)
    back(people, batch, payable.amount)
    cleared(people, money.orders(batch)[0], "returned")


def test_year_end_release_leaves_what_is_reserved_for_returned_payments(
    people, fund, year, case, payables, another
):
    bounced(people, payables[0])
    reserved(people, another, "40000.00")
    change = money.changed(people, fund, Kind.RELEASE)
    assert (change.amount, now().reserved) == (40_000, 100_000)
    with acting_as(people.city):
        carry_out(PAYABLE, people.city, payables[0].pk, "again", TransitionInput())
    assert now().reserved == 0
    assert ledger_is_well()


def test_year_end_release_of_returned_payments_alone_is_refused(people, fund, year, payables):
    bounced(people, payables[0])
    with pytest.raises(RuleViolation, match="没有需要处理的占用"):
        money.changed(people, fund, Kind.RELEASE)


@pytest.fixture
def two_years(people, fund, year, case):
    """The case was paid 30,000.00 in each of two years."""
    money.account_of(people.staff)
    first, second = money.granted(people.city, case, "30000.00", "30000.00")
    paid(people, first)
    carried(people, fund)
    money.changed(people, fund, Kind.CLOSE)
    return first, second, paid(people, second)


def noticed(people, case, amount):
    with acting_as(people.city):
        row = propose_recovery(case, "fraud", D(amount), "示例", actor=people.city)
    day = timezone.localdate() + timedelta(days=5)
    return done(people.city2, row, "notice", number="示例 1 号", day=day)


def done(actor, row, name, **said):
    with acting_as(actor):
        return carry_out(MACHINE, actor, row.pk, name, RecoveryInput(**said))


def received(people, row, amount):
    given = {"number": f"JK-{amount}", "day": timezone.localdate(), "amount": D(amount)}
    return done(people.city2, row, "receive", **given)


def test_recovery_is_demanded_in_the_years_in_which_it_was_paid(people, case, two_years):
    noticed(people, case, "60000.00")
    assert (now().receivable, now(NEXT).receivable) == (30_000, 30_000)
    assert (now().paid, now(NEXT).paid) == (0, 0)
    assert ledger_is_well()


def test_part_is_demanded_of_what_was_paid_last(people, case, two_years):
    noticed(people, case, "40000.00")
    assert (now().receivable, now(NEXT).receivable) == (10_000, 30_000)


def test_instalments_come_in_where_they_are_demanded(people, case, two_years):
    row = noticed(people, case, "60000.00")
    received(people, row, "50000.00")
    assert (now().recovered, now(NEXT).recovered) == (20_000, 30_000)
    done(people.city, row, "write_off", reason="示例裁定书")
    assert (now().receivable, now().paid) == (0, 10_000)
    assert ledger_is_well()


def test_return_of_a_demanded_payment_demands_the_rest_of_the_other_year(people, case, two_years):
    *_, batch = two_years
    row = noticed(people, case, "40000.00")
    back(people, batch, D("30000.00"))
    assert (money.fresh(row).amount, now().receivable, now(NEXT).receivable) == (30_000, 30_000, 0)
    assert (now(NEXT).reserved, now(NEXT).paid) == (30_000, 0)
    assert ledger_is_well()
