"""A short budget, shared by the rule's way and decided by two persons."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import run as run_job
from accounts.tenancy import acting_as, system_scope
from financing.models import BudgetChange, Fund, LedgerEntry, SubsidyClaim
from financing.subsidies.actions.share_budget import propose_share, share_budget
from financing.subsidies.money.plan import plan_of
from financing.subsidies.money.short_budget import why_shared_first
from financing.subsidies.review.actions.decide_line import accept_the_rest
from lifecycle import job_runners
from lifecycle.models import ActProposal, BulkItem, BulkRun
from lifecycle.proposal_machine import MACHINE as PROPOSAL
from schemes.amounts.worked_sum import WorkedSum
from tests.financing.ledger import money
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.flow.test_following import reduced
from tests.financing.subsidies.review import claims
from tests.procedures import filings

HALF = "3084000.01"  # for three claims of 2,056,000.00
THIRD = [Decimal("1028000.01"), Decimal("1028000.00"), Decimal("1028000.00")]


@pytest.fixture
def round_of_three(people, claim, as_actor, district):
    """Three claims of one batch and a budget for half of them."""
    from accounts.duties import Duty

    others = [as_actor(Duty.ENTERPRISE_STAFF, district=district) for _ in range(2)]
    batch = claim.application.batch
    made = [claims.claim(one, district.pk, batch, state="city_review") for one in others]
    steps.with_budget(people, HALF)
    return [claim, *made]


def proposal_of(people, claim) -> ActProposal:
    with acting_as(people.city):
        return propose_share(people.city, claim.application.batch_id)


def approved(people, proposal, by=None):
    actor = by or people.city2
    with acting_as(actor):
        return PROPOSAL.execute(actor, proposal.pk, "approve")


def changed_budget(people, kind, amount):
    with acting_as(people.city):
        row = Fund.objects.get(code=steps.FUND)
    money.changed(people, row, kind, amount)


def granted_meanwhile(people, district, claim, amount):
    """Another claim of the same project is decided."""
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(pk=claim.pk).update(project="示例项目")
    claims.claim(
        people.staff, district.pk, claim.application.batch, state="approved",
        approved_amount=Decimal(amount), project="示例项目",
    )  # fmt: skip


def test_plan_makes_exactly_the_budget(people, round_of_three):
    with acting_as(people.city):
        plan = plan_of(people.city, round_of_three[0].application.batch)
    assert [one.given for one in plan.shares] == THIRD
    assert (plan.given, plan.is_short) == (Decimal(HALF), True)
    assert plan.less == plan.wanted - plan.given


def test_one_person_does_not_share_the_budget(people, round_of_three):
    proposal = proposal_of(people, round_of_three[0])
    with pytest.raises(RuleViolation, match="提出人不能批准"):
        approved(people, proposal, people.city)
    with acting_as(people.city2), pytest.raises(RuleViolation, match="两人办理"):
        share_budget(people.city2, proposal.content)


def test_second_proposal_of_the_same_round_is_refused(people, round_of_three):
    """Two officers at one round at once: the first one's proposal stands."""
    proposal_of(people, round_of_three[0])
    with acting_as(people.city2), pytest.raises(RuleViolation, match="正在等待"):
        propose_share(people.city2, round_of_three[0].application.batch_id)


def test_approved_shares_are_what_is_proposed_and_reserved(people, round_of_three):
    approved(people, proposal_of(people, round_of_three[0]))
    with acting_as(people.city2):
        assert BulkItem.objects.count() == 3
    for claim in round_of_three:
        filings.done(people.city, claim.application, "propose")
    assert [claims.fresh(one).approved_amount for one in round_of_three] == THIRD
    assert (steps.now().reserved, steps.now().available) == (Decimal(HALF), 0)


def test_run_that_was_killed_goes_on_and_reserves_nothing_twice(
    people, round_of_three, monkeypatch
):
    """The worker dies after the first case; the job is delivered again."""
    approved(people, proposal_of(people, round_of_three[0]))
    with acting_as(people.city2):
        run = BulkRun.objects.get()
    real, done = job_runners.attempt, []

    def dies_at_the_second(*args, **more):
        if done:
            raise SystemExit
        done.append(1)
        return real(*args, **more)

    monkeypatch.setattr(job_runners, "attempt", dies_at_the_second)
    with pytest.raises(SystemExit):
        run_job(str(run.job_id))
    monkeypatch.setattr(job_runners, "attempt", real)
    run_job(str(run.job_id))
    assert [claims.fresh(one).approved_amount for one in round_of_three] == THIRD
    assert steps.now().reserved == Decimal(HALF)
    with system_scope(reason="test"):
        assert LedgerEntry.objects.filter(kind="reserve").count() == 3


def test_worked_sum_of_a_share_has_the_line_of_the_budget(people, round_of_three):
    approved(people, proposal_of(people, round_of_three[0]))
    kept = claims.fresh(round_of_three[1]).sums["budget"]
    worked = WorkedSum.from_json(kept["sum"])
    [line] = [one for one in worked.lines if one.key == "budget"]
    assert (line.amount, worked.amount) == (Decimal("1028000.00"), Decimal("1028000.00"))
    assert "系数 0.5000" in line.label


def test_enterprises_are_told_what_is_left(people, round_of_three):
    approved(people, proposal_of(people, round_of_three[0]))
    told = filings.told(people.staff.user_id)
    assert any("拟支持 1,028,000.01 元" in title for title in told)


def test_claim_worked_out_anew_since_undoes_the_approval(people, round_of_three):
    proposal = proposal_of(people, round_of_three[0])
    with acting_as(people.city):
        SubsidyClaim.objects.filter(pk=round_of_three[0].pk).update(audited_amount=Decimal(1))
    with pytest.raises(RuleViolation, match="有变化"):
        approved(people, proposal)
    assert "budget" not in claims.fresh(round_of_three[1]).sums


def test_budget_lowered_since_undoes_the_approval(people, round_of_three):
    proposal = proposal_of(people, round_of_three[0])
    fund = money.fresh(round_of_three[0])  # only to read it again
    assert fund.fund_code == steps.FUND
    changed_budget(people, BudgetChange.Kind.LOWER, "0.01")
    with pytest.raises(RuleViolation, match="有变化"):
        approved(people, proposal)


def test_district_shares_no_budget(people, round_of_three):
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        propose_share(people.reviewer, round_of_three[0].application.batch_id)


def test_page_shows_the_shares_and_proposes_them(people, round_of_three, signed_in):
    client = signed_in(people.city)
    batch = round_of_three[0].application.batch_id
    assert "1 个批次预算不足" in client.get(reverse("financing:budget_shares")).content.decode()
    page = client.get(reverse("financing:budget_share", args=[batch])).content.decode()
    assert "1,028,000.01" in page and "3,084,000.01" in page
    answer = client.post(reverse("financing:budget_share_propose", args=[batch]))
    assert answer.status_code == 302
    with acting_as(people.city):
        proposal = ActProposal.objects.get()
    shown = signed_in(people.city2).get(reverse("people:proposal", args=[proposal.pk]))
    assert "1,028,000.01" in shown.content.decode()


def test_decision_over_a_short_budget_leads_to_the_shares(people, round_of_three, signed_in):
    client = signed_in(people.city)
    batch = round_of_three[0].application.batch_id
    page = reverse("financing:claim_decisions")
    assert client.get(page, {"batch": batch, "fund": steps.FUND}).status_code == 200
    chosen = {"bulk": "propose", "row": [one.pk for one in round_of_three]}
    preview = client.post(page, chosen).content.decode()
    assert "超出预算 308.40 万元" in preview
    assert reverse("financing:claim_decide") + '"' in preview
    assert "审定这 3 件" not in preview


def test_share_is_taken_of_what_earlier_money_leaves(people, round_of_three, district):
    """600 − 450 = 150 万元 are left of the cap, half of them by the plan."""
    approved(people, proposal_of(people, round_of_three[0]))
    granted_meanwhile(people, district, round_of_three[0], 4_500_000)
    steps.proposed(people, claims.fresh(round_of_three[0]))
    kept = claims.fresh(round_of_three[0])
    assert kept.approved_amount == Decimal("750000.01")
    assert WorkedSum.from_json(kept.sums["budget"]["sum"]).amount == Decimal("750000.01")


def test_share_of_less_by_now_stops_the_decision(people, round_of_three, district):
    """Half of the 110 万元 that are left by now is less than what was proposed."""
    claim = round_of_three[0]
    approved(people, proposal_of(people, claim))
    case = steps.proposed(people, claims.fresh(claim))
    steps.on_notice(people, case)
    granted_meanwhile(people, district, claim, 4_900_000)
    with pytest.raises(RuleViolation, match="现在按办法应付 550,000.01 元"):
        filings.done(people.city, case, "certify")


def test_claim_worked_out_anew_needs_a_new_plan(people, round_of_three):
    claim = round_of_three[0]
    approved(people, proposal_of(people, claim))
    changed_budget(people, BudgetChange.Kind.RAISE, "9000000")
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(pk=claim.pk).update(audited_amount=Decimal("2056000.01"))
    with pytest.raises(RuleViolation, match="预算分配"):
        steps.proposed(people, claims.fresh(claim))
    with acting_as(people.city):
        accept_the_rest(people.city, claim.pk)
    approved(people, proposal_of(people, claim))
    steps.proposed(people, claims.fresh(claim))
    assert claims.fresh(claim).approved_amount == Decimal("2056000.00")


def test_correction_keeps_the_share(people, round_of_three, claim):
    approved(people, proposal_of(people, claim))
    case = steps.proposed(people, claims.fresh(claim))
    steps.decided(people, case)
    changed_budget(people, BudgetChange.Kind.RAISE, "9000000")
    again = steps.reopened(people, case)
    steps.proposed(people, again)
    assert claims.fresh(again).approved_amount == THIRD[0]
    assert steps.now().reserved == 0


def test_correction_of_a_share_has_its_factor(people, round_of_three, claim):
    """Half of 186.72 instead of half of 205.60, whatever the budget has by now."""
    approved(people, proposal_of(people, claim))
    case = steps.proposed(people, claims.fresh(claim))
    steps.decided(people, case)
    changed_budget(people, BudgetChange.Kind.RAISE, "9000000")
    again = reduced(people, case)
    with acting_as(people.city):
        found = SubsidyClaim.objects.get(application=again)
    assert found.approved_amount == Decimal("933600.01")
    assert found.sums["budget"]["before"] == "1867200.00"


def test_plan_counts_of_a_correction_what_is_new(people, round_of_three, claim):
    """A paid claim of 205.60 that is decided anew asks nothing of the budget: the 411.20 of the
    other two are there."""
    changed_budget(people, BudgetChange.Kind.RAISE, "3083999.99")
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    steps.paid(people, case)
    steps.reopened(people, case)
    with acting_as(people.city):
        plan = plan_of(people.city, claim.application.batch)
        assert why_shared_first(round_of_three[1].application) == []
    assert (plan.wanted, plan.is_short) == (Decimal("4112000.00"), False)


def test_correction_that_asks_nothing_new_waits_for_no_plan(people, round_of_three, claim):
    """The budget is short for the other two alone."""
    changed_budget(people, BudgetChange.Kind.RAISE, "3083999.99")
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    changed_budget(people, BudgetChange.Kind.LOWER, "1")
    again = steps.reopened(people, case)
    with acting_as(people.city):
        assert why_shared_first(round_of_three[1].application) != []
    steps.proposed(people, again)
    assert claims.fresh(again).approved_amount == Decimal("2056000.00")
