"""When a reviewer's word on a line ends, and what seems to be counted elsewhere."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from financing.models import AuditAssignment, SubsidyClaim
from financing.models.audit import AuditEvent
from financing.subsidies.actions.explain_hit import explain_hit
from financing.subsidies.duplicates import hits_of
from financing.subsidies.review.actions.decide_line import accept_the_rest
from financing.subsidies.review.gate import obstacles_to
from financing.subsidies.review.lines import line_rows
from financing.subsidies.sums import worked_out
from procedures.models import Application, CaseEvent
from tests.financing.subsidies import claims
from tests.financing.subsidies.review.claims import decided, fresh
from tests.procedures import filings


def moved(case, state, name, source):
    """The case in another state, with the event that this needs."""
    with system_scope(reason="test"):
        CaseEvent.objects.create(
            **case.home, application=case, transition=name, source=source, target=state,
            at=timezone.now(),
        )  # fmt: skip
        Application.objects.filter(pk=case.pk).update(state=state, submitted_at=timezone.now())


def filed(staff, batch, *lines, kind="invoice"):
    """A claim with these lines in the district's review."""
    case = claims.draft(staff, batch)
    for one in lines:
        claims.add(staff, case, one, kind)
    moved(case, "district_review", "submit", "draft")
    with system_scope(reason="test"):
        return SubsidyClaim.objects.select_related("application").get(application=case)


def rows(claim, stage):
    with system_scope(reason="test"):
        return line_rows(fresh(claim), stage)


def audited(claim):
    with system_scope(reason="test"):
        return worked_out(fresh(claim), "audited").amount


def test_line_that_the_enterprise_changed_is_looked_at_again(people):
    batch = claims.batch_of(claims.EQUIPMENT)
    claim = filed(people.staff, batch, claims.invoice(1, 10_000_000), claims.invoice(9, 6_000_000))
    case = claim.application
    with acting_as(people.reviewer):
        accept_the_rest(people.reviewer, claim.pk)
    assert fresh(claim).district_amount == Decimal("2640000.00")
    moved(case, "returned", "return_for_correction", "district_review")
    claims.add(people.staff, filings.fresh(case), claims.invoice(1, 1_000_000), number=1)
    moved(case, "district_review", "resubmit", "returned")
    assert [one.is_seen for one in rows(claim, "district")] == [False, True]
    with acting_as(people.reviewer):
        told = [one.text for one in obstacles_to(fresh(claim), "district")]
        assert "还有 1 行没有决定。" in told
        assert accept_the_rest(people.reviewer, claim.pk) == 1
    assert fresh(claim).district_amount == Decimal("1200000.00")


def test_citys_word_ends_with_a_later_one_of_the_district(people, at_city):
    with acting_as(people.city):
        accept_the_rest(people.city, at_city.pk)
    moved(at_city.application, "district_review", "return_to_district", "city_review")
    decided(people.reviewer, at_city, 1, "reduce", "86", "核减 100 万元")
    first, second, *_ = rows(at_city, "audited")
    assert not first.is_seen and first.counted == Decimal(860_000)
    assert second.is_seen
    assert audited(at_city) == Decimal("1896000.00")


def test_line_that_the_district_takes_up_again_counts_at_the_city(people, at_city):
    case = at_city.application
    moved(case, "district_review", "return_to_district", "city_review")
    decided(people.reviewer, at_city, 1, "strike", reason="示例")
    moved(case, "city_review", "recommend", "district_review")
    with acting_as(people.city):
        accept_the_rest(people.city, at_city.pk)
    assert audited(at_city) < Decimal("2056000.00")
    moved(case, "district_review", "return_to_district", "city_review")
    decided(people.reviewer, at_city, 1, "accept")
    assert audited(at_city) == Decimal("2056000.00")


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_words_of_a_firm_that_was_recused_do_not_hold(people, at_city, as_actor, state):
    firm = as_actor(Duty.AUDIT_FIRM_STAFF)
    with system_scope(reason="test"):
        assignment = AuditAssignment.objects.create(
            **at_city.home, claim=at_city, firm_id=firm.organisation_id, state="working",
            due_on=timezone.localdate(), assigned_by_id=people.city.user_id,
        )  # fmt: skip
    decided(firm, at_city, 1, "reduce", "1", "示例")
    assert rows(at_city, "audited")[0].counted == Decimal(10_000)
    with system_scope(reason="test"):
        AuditEvent.objects.create(
            **at_city.home, assignment=assignment, firm_id=firm.organisation_id, transition="end",
            source="working", target=state, at=timezone.now(),
        )  # fmt: skip
        AuditAssignment.objects.filter(pk=assignment.pk).update(state=state)
    assert rows(at_city, "audited")[0].counted == Decimal(1_860_000)


@pytest.fixture
def doubled(people, as_actor, district):
    """A claim whose first line has an invoice of a decided claim of somebody else; the enterprise
    says that it is another invoice."""
    batch = claims.batch_of(claims.EQUIPMENT)
    other = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    filings.confirmed(other, 2)
    claims.decide(filed(other, batch, claims.invoice(1, 6_000_000)).application)
    case = claims.draft(people.staff, batch)
    for number in (1, 9):
        claims.add(people.staff, case, claims.invoice(number, 6_000_000))
    with acting_as(people.staff):
        for hit in hits_of(claims.claim(case)):
            explain_hit(people.staff, case.pk, hit.line, hit.key, "两家同号，不是同一张发票")
    moved(case, "district_review", "submit", "draft")
    with system_scope(reason="test"):
        return SubsidyClaim.objects.get(application=case)


def test_doubled_line_is_not_accepted_with_the_rest(people, doubled):
    with acting_as(people.reviewer):
        assert accept_the_rest(people.reviewer, doubled.pk) == 1
    assert fresh(doubled).district_amount == Decimal("1040000.00")
    assert [one.is_seen for one in rows(doubled, "district")] == [False, True]


def test_doubled_line_that_was_checked_counts_again(people, doubled):
    decided(people.reviewer, doubled, 1, "accept", reason="已核对，不是同一张发票")
    assert fresh(doubled).district_amount == Decimal("2000000.00")


def test_doubled_line_may_be_counted_in_part(people, doubled):
    decided(people.reviewer, doubled, 1, "reduce", "500", "其中 100 万元重复")
    assert fresh(doubled).district_amount == Decimal("1840000.00")


def test_balance_of_a_doubled_loan_does_not_count_at_the_district(people):
    rule = {**claims.LOANS, "formula": {**claims.LOANS["formula"], "up_to_paid": False}}
    second = claims.loan(drawn="90000000")
    claim = filed(people.staff, claims.batch_of(rule), claims.loan(), second, kind="loan")
    decided(people.reviewer, claim, 1, "accept")
    assert fresh(claim).district_amount == fresh(claim).declared_amount == Decimal("266875.00")


def test_policies_are_not_rounded_line_by_line(people):
    lines = [
        {
            "name": f"示例装备 {number}", "level": "provincial", "insurer": "示例保险",
            "policy_number": f"P-{number}", "net": "100000.25", "paid": "5000", "year": "1",
            "invoice_code": "3700123456", "invoice_number": f"{number:08d}",
            "invoiced_on": f"{claims.SPENT}-03-15",
        }
        for number in range(1, 9)
    ]  # fmt: skip
    claim = filed(people.staff, claims.batch_of(claims.PREMIUMS), *lines, kind="insurance")
    with acting_as(people.reviewer):
        accept_the_rest(people.reviewer, claim.pk)
    assert fresh(claim).district_amount == fresh(claim).declared_amount == Decimal("11200.03")
