"""What is struck counts in no formula, and a loan is subsidised up to its own interest."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.models import SubsidyClaim, SubsidyLine
from financing.subsidies.review.actions.decide_line import accept_the_rest
from procedures.models import Application, CaseEvent
from tests.financing.subsidies import claims
from tests.financing.subsidies.review.claims import decided, fresh

UNITS = {
    "subject": "示例企业",
    "base": {"kind": "units", "label": "新申请", "definition": "按件计"},
    "formula": {"kind": "per_unit", "noun": "件", "units": [{"amount": 7000}]},
    "item_fields": ["trademarks"],
}


def trademark(number):
    return {
        "name": f"示例商标 {number}", "count": "1", "proof_number": f"TM2025{number:03d}",
        "invoiced_on": f"{claims.SPENT}-05-06", "paid": "3000",
    }  # fmt: skip


@pytest.fixture
def filed(people, district):
    """Makes a claim under review by the rule, with what was typed as its lines."""

    def make(rule, kind, *typed):
        case = claims.draft(people.staff, claims.batch_of(rule, code="struck"))
        for one in typed:
            claims.add(people.staff, case, one, kind)
        with system_scope(reason="test"):
            CaseEvent.objects.create(
                **case.home, application=case, transition="submit", source="draft",
                target="district_review", at=timezone.now(),
            )  # fmt: skip
            Application.objects.filter(pk=case.pk).update(
                state="district_review", submitted_at=timezone.now()
            )
            return SubsidyClaim.objects.get(application=case)

    return make


@pytest.fixture
def loans(filed):
    """Two loans that give 266,875.00 and 133,437.50; 900,000.00 of interest paid for each."""
    second = claims.loan(contract_number="HT-2", receipt_number="JJ-2", drawn="15000000")
    return filed(claims.LOANS, "loan", claims.loan(), second)


def district_amount(claim):
    return fresh(claim).district_amount


def test_balance_of_a_struck_loan_does_not_count(people, loans):
    decided(people.reviewer, loans, 1, "accept")
    assert district_amount(loans) == Decimal("400312.50")
    decided(people.reviewer, loans, 2, "strike", reason="不属技改贷款")
    assert district_amount(loans) == Decimal("266875.00")


def test_loan_whose_interest_was_cut_gives_no_more_than_that(people, loans):
    decided(people.reviewer, loans, 1, "reduce", "10", "实付利息 10 万元")
    assert district_amount(loans) == Decimal("233437.50")


def test_struck_unit_does_not_count(people, filed):
    claim = filed(UNITS, "unit", trademark(1), trademark(2))
    decided(people.reviewer, claim, 1, "accept")
    assert district_amount(claim) == Decimal("14000.00")
    decided(people.reviewer, claim, 1, "strike", reason="已在别处资助")
    assert district_amount(claim) == Decimal("7000.00")


def test_units_are_not_reduced_in_money(people, filed):
    claim = filed(UNITS, "unit", trademark(1))
    with pytest.raises(RuleViolation, match="按件计算"):
        decided(people.reviewer, claim, 1, "reduce", "0.1", "多报")


def test_same_proof_in_a_claim_is_doubled(people, filed):
    claim = filed(UNITS, "unit", trademark(1), trademark(1))
    assert fresh(claim).declared_amount == Decimal("7000.00")


def test_piece_with_a_known_proof_counts_once_somebody_accepted_it(people, filed):
    claim = filed(UNITS, "unit", trademark(1), {**trademark(2), "paid": ""})
    with system_scope(reason="test"):
        said = {"there-proof-0123456789": {"text": "不是同一件"}}
        SubsidyLine.objects.filter(claim=claim, number=2).update(explanations=said)
    with acting_as(people.reviewer):
        assert accept_the_rest(people.reviewer, claim.pk) == 1
    assert district_amount(claim) == Decimal("7000.00")
    decided(people.reviewer, claim, 2, "accept")
    assert district_amount(claim) == Decimal("14000.00")
