"""The calculator on the page of a version: the one engine with typed figures, nothing kept."""

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from schemes.actions import design_scheme
from schemes.amount_calculator import Calculator
from schemes.models import SchemeVersion
from tests.schemes.amounts.test_editor import as_sent
from tests.schemes.shipped import FOLDER, load_definition
from tests.schemes.shipped_subsidies import SUBSIDIES
from tests.schemes.test_part_editor import rows


@pytest.fixture
def page(people, signed_in):
    """The calculator of the present version of a scheme."""
    client = signed_in(people.city)

    def send(code, **values):
        with system_scope(reason="test"):
            version = SchemeVersion.objects.in_force().get(scheme__code=code)
        address = reverse("schemes:amount", args=[version.pk])
        return client.post(address, values) if values else client.get(address)

    return send


def test_equipment_and_contribution_give_the_sum_with_its_clauses(page):
    answer = page(
        "technical-transformation",
        figure_contribution="800000",
        **rows("lines", {"net": "12,350,000", "paid": ""}, {"net": "", "paid": ""}),
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "技术改造综合奖补：按所填数字应付 205.60 万元" in text
    for part in ("1,976,000.00", "80.00 万元 × 10%", "指南 二（一）", "封顶，均未触及"):
        assert part in text


def test_interest_is_split_at_the_repayment(page):
    answer = page(
        "equipment-loan-interest",
        interest_paid="5000000",
        **rows(
            "loans",
            {
                "balance": "40000000",
                "begins": "2025-03-01",
                "ends": "2025-06-01",
                "rate": "4",
                "reference": "3",
            },
            {
                "balance": "30000000",
                "begins": "2025-06-01",
                "ends": "2025-12-31",
                "rate": "4",
                "reference": "3",
            },
        ),
    )
    assert "4,000.00 万元 × 1.05% × 92 天 ÷ 360" in answer.content.decode()


def test_nothing_due_is_said_with_the_reason(page):
    answer = page(
        "technical-transformation", figure_contribution="0", **rows("lines", {"net": "4999900"})
    )
    text = answer.content.decode()
    assert "按所填数字不予支付" in text
    assert "认可设备为 499.99 万元，要求不低于 500.00 万元" in text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"figure_contribution": ""}, "请填写；没有的填 0。"),
        ({"figure_contribution": "zzz"}, "数字"),
        ({"figure_contribution": "0", **rows("lines", {"net": "-5"})}, "不能小于 0。"),
        ({"figure_contribution": "0", **rows("lines", {"paid": "5"})}, "请填写。"),
        ({"figure_contribution": "9" * 14}, "数字太大，请核对单位是否为元"),
        ({"figure_contribution": "0", "factor": "120"}, "100"),
    ],
)
def test_wrong_figures_are_told_beside_the_field(page, values, message):
    answer = page("technical-transformation", **{**rows("lines"), **values})
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_scheme_without_money_has_nothing_to_try(people, signed_in):
    with acting_as(people.city):
        version = SchemeVersion.objects.get(scheme__code="demonstration-enterprise")
        draft = design_scheme.clone_version(people.city, version.pk, "2027 版")
    client = signed_in(people.city)
    for pk in (version.pk, draft.pk):
        answer = client.get(reverse("schemes:amount", args=[pk]))
        assert "没有金额规则，不能试算" in answer.content.decode()
    text = client.get(reverse("schemes:version", args=[draft.pk])).content.decode()
    assert "添加金额规则" in text


@pytest.mark.parametrize("row", SUBSIDIES, ids=lambda row: str(row["file"]))
def test_every_shipped_rule_has_a_calculator_that_answers_an_empty_form(row):
    rule = load_definition(FOLDER / str(row["file"])).amount
    assert rule is not None
    shown = Calculator(rule)
    data = as_sent(shown.figures, *(form for one in shown.sets for form in one.forms))
    for one in shown.sets:
        data |= as_sent(one.management_form)
    calculator = Calculator(rule, data)
    worked = calculator.work_out()
    assert worked is None or worked.amount == 0


def test_the_preview_tells_how_the_amount_is_worked_out(people, signed_in):
    with system_scope(reason="test"):
        version = SchemeVersion.objects.in_force().get(scheme__code="little-giant-grant")
    address = reverse("schemes:version_preview", args=[version.pk])
    text = signed_in(people.city).get(address).content.decode()
    for said in (
        "金额怎样算",
        "600.00 万元",
        "“实际总投资”、“推进计划任务完成率”完成后",
        "追回已付",
    ):
        assert said in text
