"""What a decision that corrects another one pays, and what it does not pay again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.make_batch import make_batch
from financing.ledger.commitments import cancel_commitment
from financing.ledger.conditions import instalment_may_be_paid
from financing.ledger.recoveries import propose_recovery
from financing.ledger.recovery_machine import MACHINE as RECOVERY
from financing.ledger.recovery_machine import RecoveryInput
from financing.models import RecoveryCause
from tests.financing.ledger import money
from tests.financing.subsidies.claims import EQUIPMENT, batch_of
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.flow.test_following import (
    AMOUNT,
    paid_case,
    reduced,
    told_and_agreed,
)
from tests.financing.subsidies.flow.test_instalments import PAY
from tests.financing.subsidies.review import claims
from tests.procedures import filings

LESS = Decimal("1867200.00")  # without line 11


def amounts(case):
    return [(one.label, one.amount, one.state) for one in steps.payables(case)]


def at_the_bank(people, case):
    """What is due of the case, sent to the bank; its batch."""
    [due] = [one for one in steps.payables(case) if one.state == "due"]
    with acting_as(people.city):
        batch = make_batch(people.city, due.fund_year_id, [due.pk])
    return money.sent(people, batch)


def answered(people, batch, **told):
    [order] = money.orders(batch)
    money.imported(people.city, batch, [money.line(order, 2, **told)])


def test_money_at_the_bank_is_not_promised_again(people, fund, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    batch = at_the_bank(people, case)
    again = steps.corrected(people, case)
    answered(people, batch)
    assert amounts(again) == []
    assert (steps.now().paid, steps.now().committed, steps.recoveries()) == (AMOUNT, 0, [])


def test_money_in_a_batch_that_was_not_sent_is_promised_by_the_correction(people, fund, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    [due] = steps.payables(case)
    with acting_as(people.city):
        make_batch(people.city, due.fund_year_id, [due.pk])
    again = steps.corrected(people, case)
    assert [one.state for one in steps.payables(case)] == ["cancelled"]
    assert amounts(again) == [("一次支付", AMOUNT, "due")]


def test_less_than_what_is_at_the_bank_waits_for_its_answer(people, fund, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    batch = at_the_bank(people, case)
    again = reduced(people, case)
    steps.on_notice(people, again)
    with pytest.raises(RuleViolation, match="等银行答复后再审定"):
        filings.done(people.city, again, "certify")
    answered(people, batch)
    filings.done(people.city, again, "certify")
    assert steps.recoveries() == [(case.pk, "overpaid", AMOUNT - LESS)]


def recovered(people, case, cause, amount):
    today = timezone.localdate()
    with acting_as(people.city):
        row = propose_recovery(case, cause, amount, "示例", actor=people.city)
    with acting_as(people.city2):
        given = RecoveryInput(number="示例 1 号", day=today + timedelta(days=5))
        RECOVERY.execute(people.city2, row.pk, "notice", given)
        given = RecoveryInput(number="示例 2 号", day=today, amount=amount)
        RECOVERY.execute(people.city2, row.pk, "receive", given)


def test_recovered_money_is_not_paid_again(people, fund, claim):
    case = paid_case(people, claim)
    recovered(people, case, RecoveryCause.MISUSE, Decimal(1_000_000))
    again = steps.corrected(people, case)
    assert amounts(again) == []
    assert len(steps.recoveries()) == 1


def test_what_was_recovered_is_not_asked_back_twice(people, fund, claim):
    """18.88 were found overpaid and came back before the decision was put right."""
    case = paid_case(people, claim)
    recovered(people, case, RecoveryCause.OVERPAID, AMOUNT - LESS)
    steps.decided(people, reduced(people, case))
    assert len(steps.recoveries()) == 1


def test_what_a_correction_took_off_is_paid_where_a_later_one_gives_it_back(people, fund, claim):
    case = paid_case(people, claim)
    second = reduced(people, case)
    steps.decided(people, second)
    third = steps.reopened(people, second)
    claims.decided(people.city, third, 11, "reduce", "117.99", reason="查实为新设备")
    told_and_agreed(people, third)
    steps.decided(people, steps.proposed(people, claims.fresh(third)))
    assert amounts(third.application) == [("一次支付", Decimal("188784.00"), "due")]


@pytest.fixture
def staged(people, fund, district):
    """60 of 100 paid, the rest waits for a goal."""
    batch = batch_of({**EQUIPMENT, "pay": PAY})
    made = claims.claim(people.staff, district.pk, batch, state="city_review")
    money.account_of(people.staff)
    return paid_case(people, made)


def test_correction_keeps_the_instalments(people, staged):
    """Nothing is due of the first one again; what it got too much is less of the rest, which
    waits."""
    steps.decided(people, again := reduced(people, staged))
    rest = LESS - Decimal("1233600.00")
    assert amounts(again) == [("尾款", rest, "waiting")]


def test_rest_that_a_correction_pays_waits_for_its_goal(people, staged):
    steps.decided(people, again := reduced(people, staged))
    [rest] = steps.payables(again)
    with acting_as(people.city):
        assert "还没有全部核实完成" in "".join(instalment_may_be_paid(rest))


def test_correction_pays_no_instalment_that_lapsed(people, staged):
    with system_scope(reason="test"):
        cancel_commitment(staged, "绩效目标未完成：余款不付", numbers=[2])
    again = steps.corrected(people, staged)
    third = steps.corrected(people, again)
    assert amounts(again) == amounts(third) == []
    assert steps.recoveries() == []


def test_less_beside_a_lapsed_instalment_is_asked_back(people, staged):
    """60 % of 186.72 instead of 205.60."""
    with system_scope(reason="test"):
        cancel_commitment(staged, "绩效目标未完成：余款不付", numbers=[2])
    steps.decided(people, reduced(people, staged))
    less = (AMOUNT - LESS) * Decimal("0.6")
    assert steps.recoveries() == [(staged.pk, "overpaid", less)]
