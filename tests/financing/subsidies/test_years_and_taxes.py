"""A loan of several years, and invoices that count with their tax."""

from decimal import Decimal

import pytest

from accounts.tenancy import acting_as, system_scope
from financing.models import SubsidyClaim
from financing.subsidies.duplicates import hits_of
from procedures.models import Batch
from tests.financing.subsidies import claims
from tests.financing.subsidies.find.test_find_money import VOUCHER

D = Decimal
THREE_YEARS = {**claims.LOANS, "formula": {**claims.LOANS["formula"], "most_years": 3}}


def drawn_in(year, **more):
    return claims.loan(drawn_on=f"{year}-03-01", interest_to=f"{claims.SPENT}-12-31", **more)


@pytest.fixture
def draft_with(people):
    """Makes a draft with the lines typed, and gives the amount of its claim."""

    def make(batch, *typed, kind):
        case = claims.draft(people.staff, batch)
        for one in typed:
            claims.add(people.staff, case, one, kind)
        with acting_as(people.staff):
            return claims.claim(case)

    return make


def test_claim_counts_the_interest_of_its_own_year_alone(draft_with):
    claim = draft_with(claims.batch_of(THREE_YEARS), drawn_in(claims.SPENT - 1), kind="loan")
    # 30,000,000 × 1.05 % × 364 ÷ 360
    assert claim.declared_amount == D("318500.00")


def test_loan_of_more_years_than_are_paid_gives_nothing(draft_with):
    claim = draft_with(claims.batch_of(THREE_YEARS), drawn_in(claims.SPENT - 4), kind="loan")
    assert claim.declared_amount == 0


def test_same_loan_is_claimed_again_for_its_second_year(people, draft_with):
    batch = claims.batch_of(THREE_YEARS)
    first = draft_with(batch, claims.loan(), kind="loan")
    with system_scope(reason="test"):
        claims.decide(
            SubsidyClaim.objects.select_related("application").get(pk=first.pk).application
        )
        later = Batch.objects.create(
            version=batch.version, name="下一年度", year=batch.year + 1, opens_at=batch.opens_at,
            closes_at=batch.closes_at,
        )  # fmt: skip
    line = claims.loan(interest_to=f"{claims.SPENT + 1}-12-31")
    second = draft_with(later, line, kind="loan")
    with acting_as(people.staff):
        assert not [hit for hit in hits_of(second) if hit.is_double]
    assert second.declared_amount == D("318500.00")


def test_same_loan_is_not_claimed_twice_for_a_year(people, draft_with):
    claim = draft_with(claims.batch_of(THREE_YEARS), claims.loan(), claims.loan(), kind="loan")
    with acting_as(people.staff):
        assert [hit.line for hit in hits_of(claim) if hit.is_double] == [2]


def test_loan_without_interest_in_the_year_is_questioned(people, draft_with):
    line = claims.loan(
        drawn_on=f"{claims.SPENT - 2}-03-01", interest_to=f"{claims.SPENT - 1}-06-30"
    )
    claim = draft_with(claims.batch_of(THREE_YEARS), line, kind="loan")
    with acting_as(people.staff):
        (hit,) = hits_of(claim)
    assert hit.field == "interest_to" and not hit.is_block


def test_rule_with_tax_counts_the_gross_invoice(draft_with):
    line = {**claims.invoice(1, 10_000), "tax": "600", "gross": "10600", "paid": "10600"}
    rule = {**VOUCHER, "base": {**VOUCHER["base"], "tax": "gross"}}
    claim = draft_with(claims.batch_of(rule), line, kind="contract")
    assert claim.declared_amount == D("5300.00")
