"""Numbers as people write them, and figures that are possible but unlikely."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise, Product, YearlyReport
from procedures.cases.actions.save_answer import save_answer
from procedures.cases.difference import shown_answer
from procedures.cases.submission import evaluate_application
from schemes.evaluation.doubts import doubts_about_answers
from schemes.evaluation.judging import Verdict
from tests.enterprises.entries import typed
from tests.enterprises.imports import bring_in, check, code, csv_bytes, line
from tests.factories import UserFactory
from tests.procedures import filings

REGISTER = "/enterprises/register/"
WRONG = {
    "1234,5": "逗号位置不对",
    "12,34": "逗号位置不对",
    "1.234,5": "逗号位置不对",
    "(56.7)": "负数请用负号",
    "无": "没有这项数据的请留空",
    "5_600": "请去掉“_”",
    "¥2400": "货币符号",
    "1e3": "科学计数法",
    "3200元": "这里以万元计，现为“3200元”，请换算后填写",
}


@pytest.fixture
def newcomer(client, db):
    user = UserFactory()
    client.force_login(user, "accounts.sign_in.PortalBackend")
    return user


def errors(client, district, **changes):
    answer = client.post(REGISTER, typed(district, **changes))
    return answer.context["form"].errors if answer.context else {}


@pytest.mark.parametrize("written", WRONG)
def test_case_52_form_says_what_is_wrong_with_a_number(client, newcomer, district, written):
    assert WRONG[written] in errors(client, district, revenue=written)["revenue"][0]


@pytest.mark.parametrize("written", WRONG)
def test_case_45_import_says_the_same(reviewer, written):
    (problem,) = check(reviewer, csv_bytes([line(1, revenue=written)])).problems
    assert WRONG[written] in problem["reason"]


def test_half_a_person_is_told(client, newcomer, district):
    assert errors(client, district, staff="86.5")["staff"] == ["应为整数，现为 86.5。"]


@pytest.mark.parametrize("written", ["2 400", "2,400", "２４００", " 2400 "])
def test_number_that_can_only_be_that_one_is_taken(client, newcomer, district, written):
    client.post(REGISTER, typed(district, revenue=written))
    with system_scope(reason="test"):
        assert Enterprise.objects.get().revenue == Decimal(2400)


def test_what_was_typed_comes_back_as_it_was(client, newcomer, district):
    page = client.post(REGISTER, typed(district, revenue="12,34")).content.decode()
    assert 'value="12,34"' in page


@pytest.mark.parametrize(
    "phrase",
    [
        "Enter a number.",
        "Enter a whole number.",
        "Enter a valid date.",
        "This field is required.",
        "Ensure this value is greater than or equal to %(limit_value)s.",
        "Select a valid choice. %(value)s is not one of the available choices.",
    ],
)
def test_phrases_of_the_framework_are_ours(phrase):
    said = gettext(phrase)
    assert said != phrase
    assert not any(odd in said for odd in ("确保", "输入一个", "选择一个有效", "字段"))


@pytest.mark.parametrize("day", ["0021-03-05", "9999-01-01"])
def test_case_21_year_that_nobody_means_is_asked_about(client, newcomer, district, day):
    assert "请核对年份" in errors(client, district, established_on=day)["established_on"][0]


def test_case_21_date_of_the_past_is_not_to_come(client, newcomer, district):
    found = errors(client, district, established_on="2099-01-01")
    assert "不能晚于今天" in found["established_on"][0]


@pytest.mark.parametrize(
    ("day", "said"),
    [("0021-03-05", "请核对年份"), ("2099-01-01", "不能晚于今天"), ("2021-03-05", "")],
)
def test_case_21_date_of_an_answer_has_bounds(people, day, said):
    case = filings.draft(people.staff, filings.open_batch())
    with acting_as(people.staff):
        saved = save_answer(people.staff, case.pk, "launched_on", [day], 99)
    assert said in saved.problem and bool(said) == bool(saved.problem)


def test_case_53_figures_of_a_case_are_shown_as_in_the_registry(people):
    case = filings.draft(people.staff, filings.open_batch())
    field = case.scheme_version.parsed.field("product_sales")
    assert shown_answer(field, "24000000") == "24,000,000 万元"
    assert shown_answer(field, "3860.0000") == "3,860 万元"
    assert shown_answer(field, "约 1200") == "约 1200 万元"


def test_case_34_form_reads_telephone_numbers_as_the_import_does(client, newcomer, district):
    client.post(REGISTER, typed(district, contact_phone="(0532)88888888转8001"))
    with system_scope(reason="test"):
        assert Enterprise.objects.get().contact_phone == "0532-88888888转8001"


# --- doubts ---------------------------------------------------------------------------------------


@pytest.fixture
def doubtful(people):
    """A draft whose sales are in yuan, beside a revenue in 万元."""
    return filings.draft(
        people.staff, filings.open_batch(), product_sales="24000000", revenue="3860"
    )


def test_case_18_part_above_the_whole_is_never_met(doubtful):
    with system_scope(reason="test"):
        found = {one.key: one for one in evaluate_application(doubtful).findings}
    share = found["product_share"]
    assert (share.verdict, share.verdict_label) == (Verdict.NEEDS_PERSON, "需核对")
    assert "超过 100%" in share.sentence


def test_case_18_part_that_is_hardly_above_the_whole_is_shown_as_more(people):
    case = filings.draft(
        people.staff, filings.open_batch(), product_sales="3860.01", revenue="3860"
    )
    with system_scope(reason="test"):
        found = {one.key: one for one in evaluate_application(case).findings}
    assert found["product_share"].sentence.startswith("100.0003%，超过 100%")


def test_case_18_doubt_stands_at_the_field(doubtful, people, signed_in):
    page = signed_in(people.staff).get(reverse("procedures:fill", args=[doubtful.pk]))
    assert 'id="doubt-product_sales"' in page.content.decode()
    assert "超过 100%，请核对填报的金额和单位" in page.content.decode()


def test_case_18_doubt_is_told_while_one_types(doubtful, people, signed_in):
    answer = signed_in(people.staff).post(
        reverse("procedures:autosave", args=[doubtful.pk]),
        {"name": "product_sales", "value": "2400", "revision": "99"},
        headers={"X-Portal-Membership": str(people.staff.membership_id)},
    )
    assert answer.json()["told"]["doubt-product_sales"] == ""


def test_share_of_the_whole_is_no_doubt(people):
    case = filings.draft(people.staff, filings.open_batch(), product_sales="3860", revenue="3860")
    with system_scope(reason="test"):
        evaluation = evaluate_application(case)
    definition = case.scheme_version.parsed
    assert "product_sales" not in doubts_about_answers(definition, evaluation, case.answers)


def test_unlikely_figures_are_asked_about_at_registration_and_kept(client, newcomer, district):
    sent = typed(district, staff="60", revenue="30000000")
    asked = client.post(REGISTER, sent)
    assert "人均营业收入" in asked.context["form"].errors["revenue"][0]
    assert "figures_note" in asked.context["form"].fields
    note = "总部结算，已核对审计报告"
    again = typed(district, staff="60", revenue="30000000", figures_note=note)
    client.post(REGISTER, again)
    with system_scope(reason="test"):
        assert Enterprise.objects.get().figures_note == note


def test_likely_figures_ask_for_no_note(client, newcomer, district):
    page = client.get(REGISTER)
    assert "figures_note" not in page.context["form"].fields


UNLIKELY = {"revenue": 3000, "rd_cost": 9999, "main_revenue": 5000, "report_year": 2025}


def test_unlikely_figures_of_an_import_are_named_by_their_cells(reviewer):
    batch = check(reviewer, csv_bytes([line(1, **UNLIKELY)]))
    said = " ".join(one["reason"] for one in batch.problems)
    assert batch.rows_wrong == 1
    assert "研发费用大于营业收入" in said and "主营业务收入大于营业收入" in said


def test_unlikely_figures_of_an_import_pass_with_a_note_that_is_kept(reviewer):
    row = line(1, **UNLIKELY, note="合并口径，已核对")
    bring_in(reviewer, csv_bytes([row]))
    with system_scope(reason="test"):
        report = YearlyReport.objects.get(organisation__enterprise__credit_code=code(1))
    assert (report.rd_cost, report.warnings_explained) == (Decimal(9999), "合并口径，已核对")


def test_figures_that_were_explained_once_are_not_asked_about_again(reviewer):
    row = line(1, **UNLIKELY, note="合并口径，已核对")
    bring_in(reviewer, csv_bytes([row]))
    assert check(reviewer, csv_bytes([row])).rows_unchanged == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"sales": "24000000"}, "sales"), ({"market_share": "0.35"}, "market_share")],
)
def test_unlikely_figures_of_a_product_are_asked_about(people, signed_in, changes, field):
    client = signed_in(people.staff)
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=people.staff.organisation_id).update(revenue=Decimal(3860))
    address = reverse("enterprises:item_add", args=["products"])
    sent = {"name": "示例减速机", "segment": "精密减速器", "sales": "800", "market_share": "12"}
    asked = client.post(address, sent | changes)
    assert field in asked.context["form"].errors
    assert client.post(address, sent | changes | {"figures_note": "已核对"}).status_code == 302
    with system_scope(reason="test"):
        assert Product.objects.latest("pk").figures_note == "已核对"
