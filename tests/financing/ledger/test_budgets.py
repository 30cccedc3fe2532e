"""Budgets: raised and lowered by two persons, warned of, and the end of a year."""

from decimal import Decimal

import pytest

from accounts.errors import RuleViolation
from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.keep_funds import propose_change
from financing.ledger.commitments import reserve
from financing.ledger.positions import position_of
from financing.models import BudgetChange, FundYear
from tests.financing.ledger import money

Kind = BudgetChange.Kind


def now(year=money.YEAR):
    return position_of("jigai", year)


def warnings():
    with system_scope(reason="test"):
        titles = OutboxMessage.objects.values_list("payload__title", flat=True)
        return {one for one in titles if one and "超过" in one}


def test_budget_is_raised_and_lowered(people, fund, year):
    money.changed(people, fund, Kind.RAISE, "200000.00")
    money.changed(people, fund, Kind.LOWER, "100000.00")
    assert now().appropriated == 1_100_000


def test_budget_is_never_lowered_below_what_is_in_use(people, fund, year, case):
    with acting_as(people.city):
        reserve(case, Decimal("900000.00"))
        with pytest.raises(RuleViolation, match=r"最多可调减 100,000\.00 元"):
            propose_change(people.city, fund.pk, money.YEAR, Kind.LOWER, Decimal(100_001), "示例")


def test_proposal_that_became_impossible_is_not_approved(people, fund, year, case):
    from financing.ledger.actions.carry_out import carry_out
    from financing.ledger.budget_machine import MACHINE
    from lifecycle.transitions import TransitionInput

    with acting_as(people.city):
        change = propose_change(
            people.city, fund.pk, money.YEAR, Kind.LOWER, Decimal(500_000), "示例"
        )
        reserve(case, Decimal("900000.00"))
    with acting_as(people.city2), pytest.raises(RuleViolation, match="最多可调减"):
        carry_out(MACHINE, people.city2, change.pk, "approve", TransitionInput())


def test_second_appropriation_of_a_year_is_refused(people, fund, year):
    with pytest.raises(RuleViolation, match="请用“追加预算”"):
        money.changed(people, fund, Kind.APPROPRIATE, "1.00")


def test_use_of_seventy_and_ninety_per_cent_is_told_once_each(people, year, case):
    with acting_as(people.city):
        reserve(case, Decimal("699999.99"))
        assert warnings() == set()
        reserve(case, Decimal("700000.00"))
        reserve(case, Decimal("800000.00"))
        assert len(warnings()) == 1
        reserve(case, Decimal("900000.00"))
    assert len(warnings()) == 2


def test_open_reserves_are_carried_into_next_year(people, fund, year, case, payables, others,
                                                   batch_of_cases):  # fmt: skip
    another = money.case_of(others.staff, people.district_id, batch_of_cases)
    with acting_as(people.city):
        reserve(another, Decimal("40000.00"))
    money.changed(people, fund, Kind.CARRY)
    assert (now().reserved, now().committed) == (0, 0)
    assert now().appropriated == Decimal("706870.00")
    following = now(money.YEAR + 1)
    assert (following.reserved, following.committed) == (40_000, Decimal("253130.00"))
    assert {money.fresh(one).fiscal_year for one in payables} == {money.YEAR + 1}
    money.changed(people, fund, Kind.CLOSE)
    with system_scope(reason="test"):
        assert FundYear.objects.get(pk=year.pk).closed_at is not None


def test_open_reserves_are_released_by_decision(people, fund, year, case):
    with acting_as(people.city):
        reserve(case, Decimal("40000.00"))
    money.changed(people, fund, Kind.RELEASE)
    assert (now().reserved, now().available) == (0, 1_000_000)


def test_year_with_open_money_is_not_closed(people, fund, year, case):
    with acting_as(people.city):
        reserve(case, Decimal("40000.00"))
    with pytest.raises(RuleViolation, match=r"占用 40,000\.00 元"):
        money.changed(people, fund, Kind.CLOSE)


def test_what_is_at_the_bank_is_not_carried(people, fund, batch):
    from financing.models import Payable

    with system_scope(reason="test"):
        assert Payable.objects.filter(state="sent").count() == 3
    with pytest.raises(RuleViolation, match="没有需要处理的|请先办完"):
        money.changed(people, fund, Kind.CARRY)


def test_district_keeps_a_fund_of_its_own_and_not_the_city(people, as_actor, district):
    from accounts.duties import Duty
    from accounts.errors import NotPermitted

    own = money.fund("qu", district.pk)
    second = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    pair = (people.reviewer, second)
    money.changed(people, own, Kind.APPROPRIATE, "500.00", by=pair)
    assert position_of("qu", money.YEAR).available == 500
    with acting_as(people.city), pytest.raises(NotPermitted):
        propose_change(people.city, own.pk, money.YEAR, Kind.RAISE, Decimal(1), "示例")
