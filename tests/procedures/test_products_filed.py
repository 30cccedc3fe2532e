"""What the registry knows of a product is filled in; a product under review is not filed again."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Product
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.start_application import start_application
from procedures.cases.actions.take_product import take_product
from tests.certification.test_pages import certificate
from tests.procedures import filings

REVIEWED, OTHER = "工业机器人用精密减速机", "谐波减速机"


def product(people, name, **values):
    with system_scope(reason="test"):
        return Product.objects.create(
            organisation_id=people.staff.organisation_id,
            district_id=people.staff.district_ids[0],
            name=name,
            segment="减速机",
            **values,
        )


def started(people):
    with acting_as(people.staff):
        return start_application(people.staff, filings.open_batch().pk)[0]


def test_only_product_fills_in_its_launch_date(people):
    product(people, OTHER, launched_on=date(2019, 5, 1))
    assert started(people).answers["launched_on"] == "2019-05-01"


def test_chosen_product_fills_in_its_launch_date(people):
    product(people, REVIEWED, launched_on=date(2018, 1, 1))
    chosen = product(people, OTHER, launched_on=date(2019, 5, 1))
    case = started(people)
    assert "launched_on" not in case.answers
    with acting_as(people.staff):
        take_product(people.staff, case.pk, chosen.pk)
    assert filings.fresh(case).answers["launched_on"] == "2019-05-01"


def test_product_under_review_is_not_filled_in_again(people):
    product(people, REVIEWED)
    filings.submitted(people.staff)
    assert "product_name" not in started(people).answers


@pytest.mark.parametrize("spelled", [REVIEWED, "工业机器人用 精密减速机"])
def test_the_other_product_is_filled_in_where_one_is_under_review(people, spelled):
    product(people, spelled)
    product(people, OTHER)
    filings.submitted(people.staff)
    assert started(people).answers["product_name"] == OTHER


def test_certified_product_is_not_filed_again(people):
    with system_scope(reason="test"):
        Product.objects.all().delete()
    held = product(people, OTHER)
    certificate(people.staff, kind="certified_product", title="谐波 减速机")
    case = started(people)
    assert "product_name" not in case.answers
    with acting_as(people.staff), pytest.raises(RuleViolation, match="已经认定（证书编号"):
        take_product(people.staff, case.pk, held.pk)


def test_product_under_review_is_not_taken(people):
    reviewed = product(people, REVIEWED)
    filings.submitted(people.staff)
    case = started(people)
    with acting_as(people.staff), pytest.raises(RuleViolation, match="同样的申报正在办理"):
        take_product(people.staff, case.pk, reviewed.pk)


def test_returned_case_takes_its_own_product_again(people):
    own = product(people, REVIEWED)
    case = filings.submitted(people.staff)
    with acting_as(people.reviewer):
        mark_field(people.reviewer, case.pk, "segment", "incorrect", "写到细分市场")
    filings.done(people.reviewer, case, "return_for_correction", "请核对")
    with acting_as(people.staff):
        take_product(people.staff, case.pk, own.pk)
    assert filings.fresh(case).answers["product_name"] == REVIEWED


def test_form_offers_what_is_not_under_review(people, signed_in):
    product(people, REVIEWED)
    product(people, OTHER)
    filings.submitted(people.staff)
    page = signed_in(people.staff).get(reverse("procedures:fill", args=[started(people).pk]))
    assert page.context["names_to_file"] == {OTHER}
    assert f"{REVIEWED}（正在办理或已认定）" in page.content.decode()


def test_more_products_cost_the_form_no_more_queries(people, signed_in):
    address = reverse("procedures:fill", args=[started(people).pk])
    client = signed_in(people.staff)
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for number in range(5):
        product(people, f"减速机 {number} 型")
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before)
