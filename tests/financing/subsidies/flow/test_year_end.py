"""Claims whose money was carried over, or whose year is closed."""

from decimal import Decimal

from accounts.tenancy import acting_as, system_scope
from financing.ledger.recoveries import propose_recovery
from financing.models import BudgetChange, Recovery, RecoveryCause
from procedures.cases.actions.reopen_decision import reopen_decision
from procedures.models import Application
from tests.financing.ledger import money
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.review import claims
from tests.procedures import filings

Kind = BudgetChange.Kind
AMOUNT = Decimal("2056000.00")
NEXT = steps.YEAR + 1


def test_carried_claim_is_decided_from_the_year_that_holds_its_reserve(people, fund, claim):
    case = steps.proposed(people, claim)
    money.changed(people, fund, Kind.CARRY)
    steps.decided(people, case)
    assert [one.fiscal_year for one in steps.payables(case)] == [NEXT]
    assert steps.now(year=NEXT).committed == AMOUNT


def test_claim_proposed_again_after_the_close_is_reserved_in_the_open_year(people, fund, claim):
    case = steps.proposed(people, claim)
    money.changed(people, fund, Kind.CARRY)
    money.changed(people, fund, Kind.CLOSE)
    filings.done(people.city, case, "take_back_proposal", "示例")
    steps.proposed(people, claims.fresh(claim))
    assert (steps.now().reserved, steps.now(year=NEXT).reserved) == (0, AMOUNT)


def paid_case(people, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    steps.paid(people, case)
    return filings.fresh(case)


def reopened(people, case):
    with acting_as(people.city):
        return reopen_decision(people.city, case.pk, "示例：原决定有误")


def test_correction_upwards_after_the_close_comes_from_the_open_year(people, fund, claim):
    case = paid_case(people, claim)
    money.changed(people, fund, Kind.CLOSE)
    money.changed(people, fund, Kind.APPROPRIATE, "5000000.00", NEXT)
    again = reopened(people, case)
    with system_scope(reason="test"):
        answers = {**Application.objects.get(pk=again.pk).answers, "contribution": "180"}
        Application.objects.filter(pk=again.pk).update(answers=answers)
    filings.done(people.city, filings.fresh(again), "propose")
    more = steps.now(year=NEXT).reserved
    assert more > 0
    steps.decided(people, filings.fresh(again))
    assert [(one.fiscal_year, one.amount) for one in steps.payables(again)] == [(NEXT, more)]


def test_withdrawn_decision_asks_for_all_beside_an_earlier_proposal(people, fund, claim):
    case = paid_case(people, claim)
    with acting_as(people.city):
        propose_recovery(case, RecoveryCause.OVERPAID, Decimal(1000), "抽查", actor=people.city)
    filings.done(people.city, reopened(people, case), "decline", "示例")
    with acting_as(people.city):
        [row] = Recovery.objects.all()
    assert (row.cause, row.amount, row.state) == ("overpaid", AMOUNT, "proposed")
