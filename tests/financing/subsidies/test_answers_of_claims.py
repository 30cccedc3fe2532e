"""What is typed into a claim's form after its lines."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as
from procedures.cases.actions.save_answer import save_answer
from procedures.cases.revisions import current_revision
from tests.financing.subsidies import claims
from tests.procedures import filings


@pytest.fixture
def case(people):
    made = claims.draft(people.staff, claims.batch_of(claims.EQUIPMENT))
    claims.add(people.staff, made, claims.invoice(1, 6_000_000))
    return made


def typed(staff, case, key, value):
    with acting_as(staff):
        row = filings.fresh(case)
        return save_answer(staff, case.pk, key, [value], current_revision(row))


def test_declared_amount_follows_an_answer(people, case):
    typed(people.staff, case, "contribution", "160")
    with acting_as(people.staff):
        assert claims.claim(case).declared_amount == Decimal("1120000.00")


@pytest.mark.parametrize("text", ["500000元", "abc", "四百二十万", "NaN", "1e99", "Infinity"])
def test_what_is_no_number_is_kept_and_shuts_no_page(people, case, signed_in, text):
    assert typed(people.staff, case, "contribution", text).problem
    client = signed_in(people.staff)
    pages = [
        reverse("procedures:fill", args=[case.pk]),
        reverse("procedures:case", args=[case.pk]),
        reverse("financing:claim_lines", args=[case.pk]),
        reverse("financing:find_money"),
        reverse("financing:own_claims"),
    ]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert text in client.get(pages[0]).content.decode()
