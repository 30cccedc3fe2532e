"""What comes back of money that was paid: worked numbers, and what holds for every demand."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemes.amounts.recovering import (
    PaidPart,
    Unmet,
    settled,
    unmet_of,
    without_the_last,
    worked_demand,
)
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.amount_terms import Clawback, Goal

D = Decimal
LPR = {"kind": "lpr", "percent": "100", "basis": 360}
FIRST = PaidPart("第一期", D("3000000.00"), date(2026, 1, 1), D("0.03"))
SECOND = PaidPart("第二期", D("1000000.00"), date(2026, 7, 1), D("0.0295"))
PAID = (FIRST, SECOND)
UNTIL = date(2026, 11, 29)


def clawback(cause: str, interest: dict[str, Any] | None = None, **more: Any) -> Clawback:
    one = {"cause": cause, "clause": "第十条", "with_interest": interest is not None, **more}
    return Clawback.model_validate({"causes": [one], "interest": interest})


def demanded(terms: Clawback, cause: str, **more: Any) -> WorkedSum:
    return worked_demand(terms, cause, more.pop("paid", PAID), more.pop("until", UNTIL), **more)


def line(worked: WorkedSum, key: str) -> Any:
    return next(one for one in worked.lines if one.key == key)


def test_all_comes_back_with_interest_by_days() -> None:
    worked = demanded(clawback("fraud", LPR), "fraud")
    # 3,000,000 x 3 % x 332 / 360 = 83,000; 1,000,000 x 2.95 % x 151 / 360 = 12,373.6111...
    assert (worked.counted, worked.amount) == (D("4000000.00"), D("4095373.61"))
    first = line(worked, "interest 1")
    assert first.label == "利息：3,000,000.00 × 3% × 332 天 ÷ 360"
    assert first.note == "2026-01-01 至 2026-11-29（不含），支付日一年期 LPR 3% 的 100%"
    assert line(worked, "principal").clause == "第十条"


def test_interest_is_rounded_once_at_the_end() -> None:
    third = PaidPart("一期", D("100.00"), date(2026, 1, 1))
    paid = [third] * 3
    fixed = {"kind": "fixed", "percent": "1.8", "basis": 360}
    # Three times 100 x 1.8 % x 1 / 360 = 0.005: 0.015 together, not three times 0.01.
    worked = demanded(clawback("fraud", fixed), "fraud", paid=paid, until=date(2026, 1, 2))
    assert worked.amount - worked.counted == D("0.02")


def test_basis_of_365_days() -> None:
    fixed = {"kind": "fixed", "percent": "3.65", "basis": 365}
    worked = demanded(clawback("misuse", fixed), "misuse", paid=[FIRST], until=date(2026, 1, 11))
    assert worked.amount - worked.counted == D("3000.00")


def test_part_is_taken_from_the_latest_payment() -> None:
    worked = demanded(clawback("fraud", LPR), "fraud", amount=D("1500000.00"))
    # 500,000 x 3 % x 332 / 360 + 1,000,000 x 2.95 % x 151 / 360 = 13,833.33... + 12,373.61...
    assert (worked.counted, worked.amount) == (D("1500000.00"), D("1526206.94"))


def test_what_was_asked_back_before_is_not_asked_again() -> None:
    paid = without_the_last(PAID, D("1200000.00"))
    worked = demanded(clawback("fraud", LPR), "fraud", paid=paid)
    assert worked.counted == D("2800000.00")
    assert line(worked, "paid 1").note == "此前已追回 200,000.00 元"
    assert worked.amount - worked.counted == D("77466.67")  # 2,800,000 x 3 % x 332 / 360


@pytest.mark.parametrize("amount", [D("0.00"), D("4000000.01")])
def test_more_than_was_paid_is_refused(amount: Decimal) -> None:
    worked = demanded(clawback("fraud"), "fraud", amount=amount)
    assert "不超过已支付而未追回的 4,000,000.00 元" in worked.refusals[0]
    assert worked.amount == 0


def test_missed_goal_takes_back_its_unmet_share() -> None:
    terms = clawback("goal_missed", asks="unmet_share")
    goal = Goal(key="spent", label="投入", target=D(2000), unit="万元", missed="take_back")
    unmet = unmet_of([goal], {"spent": D(1500)})
    assert unmet == Unmet(Fraction(1, 4), "“投入”目标 2000万元，实际 1500万元")
    worked = demanded(terms, "goal_missed", unmet=unmet)
    assert (worked.counted, worked.amount) == (D("1000000.00"), D("1000000.00"))
    assert line(worked, "unmet").label == "未完成的比例 25%"


def test_goal_that_was_missed_most_counts() -> None:
    goals = [
        Goal(key="a", label="甲", target=D(100)),
        Goal(key="b", label="乙", comparison="<=", target=D(10)),
    ]
    found = unmet_of(goals, {"a": D(90), "b": D(15)})
    assert found is not None
    assert found.share == Fraction(1, 2)
    assert unmet_of(goals, {"a": D(100), "b": None}) is None


def test_unmet_share_that_nobody_confirmed_needs_an_amount() -> None:
    worked = demanded(clawback("goal_missed", asks="unmet_share"), "goal_missed")
    assert worked.refusals == ("还没有核实的未完成比例，请填写金额",)


def test_move_takes_back_the_share_of_the_years_that_are_left() -> None:
    terms = clawback("moved", years=5, asks="unmet_share")
    # From 2027-01-01 to 2031-01-01 are 1,461 of the 1,826 days.
    worked = demanded(terms, "moved", paid=[FIRST], until=date(2027, 1, 1))
    assert worked.counted == D("2400328.59")
    assert "未满 1461 天 ÷ 5 年 1826 天" in line(worked, "unmet 1").note


def test_payments_past_the_rules_years_stay() -> None:
    terms = clawback("revoked", years=3)
    on_the_day = demanded(terms, "revoked", until=date(2029, 1, 1))
    assert on_the_day.counted == D("4000000.00")
    after = demanded(terms, "revoked", until=date(2029, 1, 2))
    assert after.counted == D("1000000.00")
    assert line(after, "paid 1").note == "已过支付后 3 年，不追回"
    assert demanded(terms, "revoked", until=date(2029, 7, 2)).refusals


def test_years_end_on_the_day_of_the_cause_and_not_of_the_sum() -> None:
    terms = clawback("goal_missed", years=3)
    worked = demanded(terms, "goal_missed", until=date(2029, 12, 1), arose=date(2028, 12, 31))
    assert worked.counted == D("4000000.00")


@pytest.mark.parametrize("cause", ["overpaid", "double_paid"])
def test_what_was_too_much_has_to_be_named(cause: str) -> None:
    assert demanded(clawback(cause), cause).refusals
    assert demanded(clawback(cause), cause, amount=D("12.30")).amount == D("12.30")


def test_cause_that_the_rule_does_not_name_bears_no_interest() -> None:
    worked = demanded(clawback("fraud", LPR), "moved")
    assert worked.amount == worked.counted == D("4000000.00")
    assert line(worked, "no rule").label == "办法没有写明“承诺期内迁出”"


def test_interest_without_a_rate_says_so() -> None:
    terms = Clawback.model_validate({"causes": [{"cause": "fraud", "with_interest": True}]})
    worked = demanded(terms, "fraud")
    assert worked.amount == worked.counted
    assert line(worked, "no rate").note == "办法没有写明利率，没有计算"


@pytest.mark.parametrize("cause", [{"cause": "fraud"}, {"cause": "moved"}])
def test_unmet_share_needs_goals_or_years(cause: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Clawback.model_validate({"causes": [{**cause, "asks": "unmet_share"}]})


def test_interest_is_settled_first_where_nothing_else_is_said() -> None:
    """民法典第五百六十一条."""
    parts = settled(D("20000.00"), D("50000.00"), D("2531.30"))
    assert (parts.interest, parts.principal) == (D("2531.30"), D("17468.70"))
    parts = settled(D("20000.00"), D("15000.00"), D("6000.00"), interest_first=False)
    assert (parts.principal, parts.interest) == (D("15000.00"), D("5000.00"))


cents = st.integers(0, 10**12).map(lambda number: D(number) / 100)


@given(cents, cents, st.booleans(), st.data())
def test_receipt_is_divided_to_the_cent(
    principal: Decimal, interest: Decimal, first: bool, data: st.DataObject
) -> None:
    open_ = int((principal + interest) * 100)
    amount = D(data.draw(st.integers(0, open_))) / 100
    parts = settled(amount, principal, interest, interest_first=first)
    assert parts.principal + parts.interest == amount
    assert 0 <= parts.principal <= principal
    assert 0 <= parts.interest <= interest


@given(
    st.lists(st.integers(1, 10**10), min_size=1, max_size=4), st.integers(0, 4000),
    st.data(),
)  # fmt: skip
def test_demand_never_exceeds_what_is_left(
    amounts: list[int], days: int, data: st.DataObject
) -> None:
    paid = [
        PaidPart(f"{n}", D(one) / 100, FIRST.paid_on + timedelta(days=n), D("0.03"))
        for n, one in enumerate(amounts)
    ]
    gone = D(data.draw(st.integers(0, sum(amounts)))) / 100
    left = without_the_last(paid, gone)
    worked = demanded(
        clawback("fraud", LPR), "fraud", paid=left, until=FIRST.paid_on + timedelta(days=days)
    )
    assert worked.counted == sum(one.left for one in left) == sum(amounts) / D(100) - gone
    assert worked.amount >= worked.counted
