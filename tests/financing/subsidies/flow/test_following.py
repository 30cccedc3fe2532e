"""What the ledger does with each step of a claim's case."""

from decimal import Decimal

import pytest

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.models import PayeeAccount, Recovery, SubsidyClaim
from financing.subsidies.money.following import grant_money
from financing.subsidies.review.actions.decide_line import accept_the_rest
from procedures.cases.actions.reopen_decision import reopen_decision
from procedures.models import Application
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.review import claims
from tests.procedures import filings

AMOUNT = Decimal("2056000.00")


def test_proposal_reserves_what_the_rule_gives(people, fund, claim):
    steps.proposed(people, claim)
    assert claims.fresh(claim).approved_amount == steps.now().reserved == AMOUNT


def test_proposal_without_a_budget_is_refused_and_nothing_stays(people, claim):
    with pytest.raises(RuleViolation, match="还没有 2026 年度的预算"):
        steps.proposed(people, claim)
    assert claims.fresh(claim).approved_amount is None


def test_short_budget_refuses_and_names_the_way(people, claim):
    steps.with_budget(people, "2055999.99")
    with pytest.raises(RuleViolation, match="差 0.01 元.*预算分配"):
        steps.proposed(people, claim)
    assert steps.now().available == Decimal("2055999.99")


@pytest.mark.parametrize(
    ("who", "name"), [("city", "take_back_proposal"), ("city", "decline"), ("staff", "withdraw")]
)
def test_what_gets_nothing_gives_its_reserve_back(people, fund, claim, who, name):
    case = steps.proposed(people, claim)
    filings.done(getattr(people, who), case, name, "示例")
    assert (steps.now().reserved, steps.now().available) == (0, Decimal(100_000_000))


def test_reserve_and_grant_are_made_once(people, fund, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    with acting_as(people.city):
        grant_money(filings.fresh(case))
    assert (len(steps.payables(case)), steps.now().committed) == (1, AMOUNT)


def test_decision_waits_for_an_account(people, fund, claim):
    case = steps.proposed(people, claim)
    steps.on_notice(people, case)
    with system_scope(reason="test"):
        PayeeAccount.objects.all().delete()
    with pytest.raises(RuleViolation, match="收款账户"):
        filings.done(people.city, case, "certify")


def test_decision_asks_for_money_that_is_asked_back(people, fund, claim, district):
    """What bars from new claims bars from the decision as well."""
    case = steps.proposed(people, claim)
    steps.on_notice(people, case)
    other = claims.claim(people.staff, district.pk, claim.application.batch, state="approved")
    with acting_as(people.city):
        year = steps.payables(case)
    assert year == []
    with system_scope(reason="test"):
        from financing.models import FundYear

        Recovery.objects.create(
            **other.home, application=other.application, fund_year=FundYear.objects.get(),
            payee_name="示例", scheme_title="示例", cause="double", amount=Decimal(100),
            state="noticed", notice_number="示例 1 号",
        )  # fmt: skip
    with pytest.raises(RuleViolation, match="正在追回"):
        filings.done(people.city, case, "certify")


def test_group_money_granted_meanwhile_stops_the_decision(people, fund, claim, district):
    """The sum is made anew: another claim of the project used its cap up."""
    case = steps.proposed(people, claim)
    steps.on_notice(people, case)
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(pk=claim.pk).update(project="示例项目")
    claims.claim(
        people.staff, district.pk, claim.application.batch, state="approved",
        approved_amount=Decimal(5_000_000), project="示例项目",
    )  # fmt: skip
    with pytest.raises(RuleViolation, match="现在按办法应付 1,000,000.00 元"):
        filings.done(people.city, case, "certify")


def paid_case(people, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    steps.paid(people, case)
    return filings.fresh(case)


def reopened(people, case):
    with acting_as(people.city):
        return reopen_decision(people.city, case.pk, "示例：原决定有误")


def test_wrong_decision_that_is_declined_cancels_and_asks_back(people, fund, claim):
    case = paid_case(people, claim)
    filings.done(people.city, reopened(people, case), "decline", "示例")
    with acting_as(people.city):
        [row] = Recovery.objects.all()
    assert (row.application_id, row.amount, row.state) == (case.pk, AMOUNT, "proposed")


def test_wrong_decision_that_was_not_paid_frees_its_money(people, fund, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    filings.done(people.city, reopened(people, filings.fresh(case)), "decline", "示例")
    assert (steps.now().committed, steps.now().available) == (0, Decimal(100_000_000))
    assert [one.state for one in steps.payables(case)] == ["cancelled"]


def test_correction_takes_the_claim_along(people, fund, claim):
    case = paid_case(people, claim)
    again = reopened(people, case)
    with acting_as(people.city):
        copy = SubsidyClaim.objects.get(application=again)
        assert copy.lines.count() == 11
    assert (copy.declared_amount, copy.fund_code) == (AMOUNT, "technology")


def test_less_after_a_correction_is_asked_back(people, fund, claim):
    """Line 11 (118.00) struck: 186,72 instead of 205.60; the difference is asked back."""
    case = paid_case(people, claim)
    again = reopened(people, case)
    with acting_as(people.city):
        copy = SubsidyClaim.objects.get(application=again)
    claims.decided(people.city, copy, 11, "strike", reason="以旧代新")
    with acting_as(people.city):
        accept_the_rest(people.city, copy.pk)
    told_and_agreed(people, copy)
    steps.proposed(people, claims.fresh(copy))
    assert steps.now().reserved == 0
    steps.decided(people, filings.fresh(again))
    with acting_as(people.city):
        [row] = Recovery.objects.all()
    assert (row.application_id, row.amount) == (case.pk, Decimal("188800.00"))
    assert steps.payables(Application(pk=again.pk)) == []


def told_and_agreed(people, claim):
    from financing.subsidies.review.actions.tell_cut import answer_cut, tell_cut
    from financing.subsidies.review.cut_machine import MACHINE as CUTS
    from financing.subsidies.review.cut_machine import CutInput

    with acting_as(people.city):
        notice = tell_cut(people.city, claim.pk, "请核对")
    with acting_as(people.staff):
        answer_cut(people.staff, notice.pk, position="agrees", text="", line_answers={})
    with acting_as(people.city):
        CUTS.execute(people.city, notice.pk, "settle", CutInput("维持核减"))


def reduced(people, case):
    """The case reopened and proposed for what is left without line 11."""
    copy = steps.reopened(people, case)
    claims.decided(people.city, copy, 11, "strike", reason="以旧代新")
    with acting_as(people.city):
        accept_the_rest(people.city, copy.pk)
    told_and_agreed(people, copy)
    return steps.proposed(people, claims.fresh(copy))
