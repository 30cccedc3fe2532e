"""Each unmet condition leads to the one place that mends it, and homes speak of what runs first."""

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.figures import facts_of
from enterprises.models import Product, YearlyReport
from procedures.cases.actions.start_application import prefilled
from procedures.cases.actions.take_product import take_product
from procedures.cases.applicant.remedies import remedies_of
from procedures.cases.standings import standings_of
from schemes.definition.scheme import SchemeDefinition
from tests.enterprises.entries import unconfirm_all
from tests.procedures import filings
from tests.procedures.notices import proposed, published

SHIPPED = Path(settings.BASE_DIR) / "schemes" / "data" / "certified_product_2018.yaml"


def product(actor, name="精密减速机", **values):
    with system_scope(reason="test"):
        return Product.objects.create(
            organisation_id=actor.organisation_id, district_id=actor.district_ids[0], name=name,
            **{"segment": "减速机", "sales": Decimal("850"), "market_share": Decimal("12.5"),
               "share_basis": "行业协会 2025 年统计", **values},
        )  # fmt: skip


def reported(actor, **figures):
    with system_scope(reason="test"):
        YearlyReport.objects.create(
            organisation_id=actor.organisation_id, district_id=actor.district_ids[0],
            year=2025, state="submitted", **figures,
        )  # fmt: skip


def remedies(actor, code="certified-product"):
    with acting_as(actor):
        found = {one.version.scheme.code: one for one in standings_of(actor)}
        return remedies_of(found[code])


@pytest.fixture
def flagship():
    """The shipped scheme of products, whose questions the registry answers."""
    return SimpleNamespace(
        parsed=SchemeDefinition.model_validate(yaml.safe_load(SHIPPED.read_text("utf-8")))
    )


def test_registry_answers_what_it_knows_of_the_product(people, flagship):
    product(people.staff)
    with acting_as(people.staff):
        answers = prefilled(flagship, facts_of(people.staff.organisation_id), None)
    assert {key: answers.get(key) for key in (
        "product_name", "segment", "product_sales", "market_share", "market_share_basis",
    )} == {
        "product_name": "精密减速机", "segment": "减速机", "product_sales": "850",
        "market_share": "12.5", "market_share_basis": "行业协会 2025 年统计",
    }  # fmt: skip


def test_missing_figures_lead_to_the_yearly_report(people):
    filings.open_batch()
    found = remedies(people.staff)
    assert found["debt_ratio"].url == reverse("enterprises:reports")


def test_question_of_the_filing_is_named_as_one(people):
    filings.open_batch()
    reported(people.staff, revenue=1000, rd_cost=50, assets=100, liabilities=10)
    found = remedies(people.staff)["property_rights"]
    assert (found.text, found.url) == ("申报时填写“与产品相关的有效发明专利”", "")


def test_question_of_a_draft_leads_to_its_field(people):
    reported(people.staff, revenue=1000, rd_cost=50, assets=100, liabilities=10)
    case = filings.draft(people.staff, filings.open_batch(), product_sales=None)
    found = remedies(people.staff)["product_share"]
    assert found.url == f"{reverse('procedures:fill', args=[case.pk])}#field-product_sales"


def test_waiting_for_confirmation_leads_nowhere(people):
    filings.open_batch()
    with system_scope(reason="test"):
        unconfirm_all()
    found = remedies(people.staff)["confirmed"]
    assert (found.text, found.url) == ("等待区市主管部门确认", "")


@pytest.mark.parametrize("page", ["procedures:schemes", "home"])
def test_filing_is_not_offered_before_confirmation(people, signed_in, page):
    batch = filings.open_batch()
    with system_scope(reason="test"):
        unconfirm_all()
    shown = signed_in(people.staff).get(reverse(page)).content.decode()
    assert reverse("procedures:start", args=[batch.pk]) not in shown


def test_conditions_page_leads_to_where_they_are_mended(people, signed_in):
    filings.open_batch()
    page = signed_in(people.staff).get(reverse("procedures:scheme", args=["certified-product"]))
    assert "补充年度数据 →" in page.content.decode()


def test_product_is_chosen_among_several(people, signed_in):
    first, second = product(people.staff), product(people.staff, "谐波减速机", segment="谐波")
    case = filings.draft(people.staff, filings.open_batch())
    client = signed_in(people.staff)
    page = client.get(reverse("procedures:fill", args=[case.pk]))
    assert page.context["products"] == [first, second]
    client.post(reverse("procedures:take_product", args=[case.pk]), {"product": str(second.pk)})
    assert filings.fresh(case).answers["segment"] == "谐波"


def test_of_several_products_none_is_filled_in_unasked(people):
    product(people.staff, segment="减速机")
    product(people.staff, "谐波减速机", segment="谐波")
    case = filings.draft(people.staff, filings.open_batch(), segment=None)
    assert filings.fresh(case).answers["segment"] is None


def test_filed_case_takes_no_product(people):
    row = product(people.staff)
    case = filings.submitted(people.staff)
    with acting_as(people.staff), pytest.raises(RuleViolation, match="已经提交"):
        take_product(people.staff, case.pk, row.pk)


def test_home_speaks_of_the_running_case_first(people, signed_in):
    notice = published(people, [case := proposed(people)])
    assert notice.pk
    page = signed_in(people.staff).get("/home/")
    assert page.context["finding"] == f"“{case.title}”正在办理：公示中"
    assert reverse("procedures:case", args=[case.pk]) in page.content.decode()


def test_tasks_stand_above_the_pyramid(people, signed_in):
    case = filings.submitted(people.staff)
    page = signed_in(people.staff).get("/home/").content.decode()
    assert page.index(f">{case.title}<") < page.index("成长阶梯")


def test_what_only_the_filing_asks_is_no_shortfall(people, signed_in):
    filings.open_batch()
    product(people.staff)
    reported(people.staff, revenue=1000, rd_cost=50, assets=100, liabilities=10, staff=120)
    page = signed_in(people.staff).get(reverse("procedures:scheme", args=["certified-product"]))
    assert page.context["asked"] == 1
    text = page.content.decode()
    assert "可以申报，申报时再填 1 项" in text
    assert "缺数据" not in text
