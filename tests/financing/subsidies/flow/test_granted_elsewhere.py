"""One invoice is granted once, whoever else was open beside it."""

from decimal import Decimal

import pytest

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.models import LineDecision, SubsidyClaim
from financing.subsidies.actions.explain_hit import explain_hit
from financing.subsidies.duplicates import hits_of
from financing.subsidies.review.actions.decide_line import accept_the_rest
from procedures.models import Batch
from tests.financing.ledger import money
from tests.financing.subsidies.claims import EQUIPMENT, add, batch_of, claim, decide, draft, invoice
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.flow.test_following import told_and_agreed
from tests.financing.subsidies.review import claims
from tests.procedures import filings


@pytest.fixture
def others(people, as_actor, district):
    """Another enterprise, both with accounts, the fund with money."""
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    filings.confirmed(staff, 2)
    steps.with_budget(people, code="technical_upgrading")
    money.account_of(people.staff)
    money.account_of(staff, "802010200009999")
    return staff


def filed(staff, batch, *numbers, state="city_review"):
    machines = [invoice(number, 10_000_000) for number in numbers]
    return steps.filed(staff, batch, *machines, state=state)


@pytest.fixture
def both(people, others):
    """Two open claims of one batch for one invoice."""
    batch = batch_of(EQUIPMENT)
    return filed(people.staff, batch, 1), filed(others, batch, 1)


def test_second_claim_of_an_invoice_is_not_proposed(people, both):
    first, second = both
    steps.proposed(people, first)
    with pytest.raises(RuleViolation, match=r"第 1 行发票.*已用于.*第 1 行（正在办理）"):
        steps.proposed(people, second)
    assert claims.fresh(second).approved_amount is None


def test_second_claim_of_an_invoice_is_not_decided(people, both):
    """Both were proposed before anybody looked."""
    first, second = both
    steps.proposed(people, first)
    steps.on_notice(people, first.application)
    steps.moved(second.application, "public_notice", "publish", "proposed")
    filings.done(people.city, first.application, "certify")
    with pytest.raises(RuleViolation, match=r"第 1 行（已审定）"):
        filings.done(people.city, second.application, "certify")


def test_struck_line_is_no_double(people, others):
    batch = batch_of(EQUIPMENT)
    steps.proposed(people, filed(people.staff, batch, 1))
    second = filed(others, batch, 1, 7)
    claims.decided(people.city, second, 1, "strike", reason="已在另一件申报中")
    with acting_as(people.city):
        accept_the_rest(people.city, second.pk)
    second.application = filings.fresh(second.application)
    people.staff = others
    told_and_agreed(people, second)
    steps.proposed(people, second)
    assert claims.fresh(second).approved_amount == Decimal(1_680_000)


def test_number_that_a_bureau_has_looked_at_is_no_double(people, others):
    """The enterprise said before it was sent that another invoice has the same number."""
    batch = batch_of(EQUIPMENT)
    decide(filed(others, batch, 1).application)
    case = draft(people.staff, batch)
    add(people.staff, case, invoice(1, 10_000_000))
    with acting_as(people.staff):
        [hit] = [one for one in hits_of(claim(case)) if one.is_double]
        explain_hit(people.staff, case.pk, 1, hit.key, "两家同号，不是同一张发票")
    steps.moved(case, "city_review")
    with acting_as(people.city):
        found = claim(case)
        line = found.lines.get()
        LineDecision.objects.create(
            **found.home, claim=found, line=line, stage="district", verdict="reduce",
            counted=9_000_000, decided_by_id=people.city.user_id, organisation_name="示例",
        )  # fmt: skip
    steps.proposed(people, found)
    assert claims.fresh(found).approved_amount == Decimal(1_520_000)


def test_declined_case_is_not_reopened_into_a_second_payment(people, others):
    batch = batch_of(EQUIPMENT)
    declined = filed(people.staff, batch, 1, state="district_review")
    with acting_as(people.reviewer):
        accept_the_rest(people.reviewer, declined.pk)
    filings.done(people.reviewer, declined.application, "decline", "材料不全")
    with system_scope(reason="test"):
        later = Batch.objects.create(
            version=batch.version, name="下一批", year=batch.year, opens_at=batch.opens_at,
            closes_at=batch.closes_at,
        )  # fmt: skip
    case = steps.proposed(people, filed(people.staff, later, 1))
    steps.decided(people, case)
    again = steps.reopened(people, declined.application)
    with pytest.raises(RuleViolation, match="已审定"):
        steps.proposed(people, again)


def hits_of_another(people, *numbers):
    """What stands against a new draft with these invoices."""
    case = draft(people.staff, batch_of(EQUIPMENT, "another", "另一项"))
    for number in numbers:
        add(people.staff, case, invoice(number, 10_000_000))
    with acting_as(people.staff):
        found = claim(case)
        return [hit.line for hit in hits_of(found) if hit.is_double]


def test_annulled_decision_blocks_no_invoice(people, others):
    first = filed(people.staff, batch_of(EQUIPMENT), 1)
    decide(first.application)
    assert hits_of_another(people, 1) == [1]
    filings.done(people.city, steps.reopened(people, first.application).application, "decline", "x")
    with acting_as(people.city):
        rows = SubsidyClaim.objects.get(application__scheme_version__scheme__code="another")
        assert [hit for hit in hits_of(rows) if hit.is_double] == []


def test_line_that_was_struck_blocks_no_invoice(people, others):
    first = filed(people.staff, batch_of(EQUIPMENT), 1, 5)
    claims.decided(people.city, first, 1, "strike", reason="不在本办法范围")
    decide(first.application)
    assert hits_of_another(people, 1, 5) == [2]


def test_second_correction_counts_its_lines(people, others):
    """The first decision and its correction are the same matter."""
    case = steps.proposed(people, filed(people.staff, batch_of(EQUIPMENT), 1, 9))
    steps.decided(people, case)
    third = steps.reopened(people, steps.corrected(people, case))
    with acting_as(people.city):
        counted = [line.counted for line in third.lines.order_by("number")]
    assert counted == [Decimal(10_000_000), Decimal(10_000_000)]
    steps.proposed(people, third)
