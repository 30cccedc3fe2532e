"""Editing an amount rule in the designer: every part has its form, and what a form shows it gives
back unchanged."""

import pytest
from django.http import QueryDict

from accounts.tenancy import acting_as
from schemes.actions import design_scheme
from schemes.checking.problems import read
from schemes.definition.scheme import SchemeDefinition
from schemes.definition.stored import inside
from schemes.designer.outline import BLOCKS, path_of, with_part
from schemes.designer.part_forms import PART_FORMS
from schemes.designer.row_forms import row_sets, rows_of
from schemes.models import SchemeVersion
from tests.schemes.shipped import FOLDER, load_definition
from tests.schemes.shipped_subsidies import SUBSIDIES
from tests.schemes.test_part_editor import rows

FILES = [str(row["file"]) for row in SUBSIDIES]
PLACES = ["amount", *(f"amount.{block}" for block in BLOCKS)]


@pytest.fixture
def draft(people):
    with acting_as(people.city):
        version = SchemeVersion.objects.get(
            scheme__code="technical-transformation", label__contains="2026"
        )
        return design_scheme.clone_version(people.city, version.pk, "2027 版")


def as_sent(*forms) -> QueryDict:
    """What a browser sends of the forms as they are shown."""
    data = QueryDict(mutable=True)
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                if value:
                    data[bound.html_name] = "on"
            elif isinstance(value, list | tuple):
                data.setlist(bound.html_name, [str(one) for one in value])
            elif value is not None:
                data[bound.html_name] = str(value)
    return data


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("file", FILES)
def test_a_part_that_is_saved_as_it_is_shown_stays_as_it_is(file, place):
    before = load_definition(FOLDER / file)
    content = before.model_dump(mode="json")
    path = path_of(place)
    part = content["amount"] if place == "amount" else inside(content["amount"], path[1]) or {}
    kind = "_".join(path)
    shown = PART_FORMS[kind](content, part)
    sets = row_sets(kind, part, None, content)
    data = as_sent(shown, *(form for one in sets for form in one.forms))
    for one in sets:
        data |= as_sent(one.management_form)
    form = PART_FORMS[kind](content, part, data)
    sent = row_sets(kind, part, data, content)
    assert form.is_valid(), form.errors
    assert all(one.is_valid() for one in sent), [one.errors for one in sent]
    made = form.whole({one.name: rows_of(one) for one in sent})
    assert form.check(made) == []
    assert SchemeDefinition.model_validate(with_part(content, path, made)) == before


@pytest.mark.parametrize("place", PLACES)
def test_every_part_of_a_rule_has_its_form(desk, place):
    assert desk.get(place).status_code == 200


def test_bands_take_the_place_of_ratios_and_the_base_is_asked_to_fit(desk):
    sent = {"kind_": "bands", **rows("bands", {"low": "1000000", "with_low": "on", "amount": "1"})}
    desk.post(
        "amount.base",
        kind_="figure",
        label="融资额",
        definition="示例",
        figure="contribution",
        **rows("kinds"),
    )
    assert desk.post("amount.formula", **sent).status_code == 302
    assert desk.content["amount"]["formula"] == {
        "kind": "bands",
        "bands": [{"range": "[1000000,)", "amount": "1"}],
    }


def test_bands_that_overlap_are_told_at_their_spot(desk):
    desk.post(
        "amount.base",
        kind_="figure",
        label="融资额",
        definition="示例",
        figure="contribution",
        **rows("kinds"),
    )
    answer = desk.post(
        "amount.formula",
        kind_="bands",
        **rows(
            "bands",
            {"low": "1000000", "with_low": "on", "high": "5000000", "amount": "1"},
            {"low": "4000000", "with_low": "on", "amount": "2"},
        ),
    )
    assert answer.status_code == 422
    assert "重叠：同一数额落在两档" in answer.content.decode()


def test_a_formula_that_does_not_fit_the_base_is_told(desk):
    answer = desk.post(
        "amount.formula", kind_="per_unit", noun_="件", **rows("units", {"amount": "7000"})
    )
    assert answer.status_code == 422
    assert "这种算法按件数计算" in answer.content.decode()


def test_caps_are_changed_and_a_contradiction_stands_on_the_page(desk, draft, people, signed_in):
    answer = desk.post(
        "amount.caps",
        project="6000000",
        enterprise_year="5000000",
        **rows("item"),
        **rows("raised"),
    )
    assert answer.status_code == 302
    (problem,) = read(desk.content).problems
    assert problem.path == ("amount", "caps", "project")
    page = signed_in(people.city).get(f"/procedures/designer/{draft.pk}/").content.decode()
    assert "单个项目上限 600.00 万元 高于企业全年上限 500.00 万元，永远达不到" in page
    assert f"/procedures/designer/{draft.pk}/parts/amount.caps/" in page


def test_an_exclusion_is_taken_away(desk):
    assert desk.post("amount.exclusion", mode="").status_code == 302
    assert "exclusion" not in desk.content["amount"]


def test_instalments_that_do_not_make_the_whole_are_told(desk):
    answer = desk.post(
        "amount.pay",
        mode="staged",
        **rows("goals"),
        **rows(
            "instalments", {"label": "首期", "percent": "50"}, {"label": "余款", "percent": "40"}
        ),
    )
    assert answer.status_code == 422
    assert "各期比例合计应为 100%" in answer.content.decode()


def test_the_rule_is_removed_with_a_word_about_the_outcome(desk):
    desk.arrange("amount", "remove")
    assert "amount" not in desk.content
    assert [one.message for one in read(desk.content).problems] == ["发放资金的项目还没有金额规则"]


@pytest.mark.parametrize("do", ["up", "down"])
def test_a_part_of_a_rule_does_not_move(desk, do):
    assert desk.arrange("amount.caps", do).status_code == 404


def test_an_example_says_from_where_and_a_rule_in_force_its_document(desk):
    answer = desk.post(
        "amount",
        subject="示例",
        granted="declared",
        item_fields=["equipment"],
        **rows("figures"),
        **rows("thresholds"),
    )
    assert answer.status_code == 422
    assert "不是示例的规则要写明依据文件和日期" in answer.content.decode()


def test_a_figure_that_is_named_and_gone_is_told_at_each_spot(desk):
    desk.post(
        "amount",
        subject="示例",
        granted="declared",
        item_fields=["equipment"],
        is_example="on",
        project_field="filing_number",
        **rows("figures"),
        **rows("thresholds"),
    )
    (problem,) = read(desk.content).problems
    assert problem.path == ("amount", "formula", "parts", 1, "of")
    assert problem.message == "没有名为“contribution”的数字"


class TestFromNothing:
    """A rule that is written part by part into a scheme that has none."""

    @pytest.fixture
    def draft(self, people):
        with acting_as(people.city):
            version = SchemeVersion.objects.get(scheme__code="certified-product")
            return design_scheme.clone_version(people.city, version.pk, "2027 版")

    def test_each_part_lacks_what_is_not_written_yet(self, desk, draft, people, signed_in):
        assert (
            desk.post(
                "amount",
                subject="示例",
                granted="declared",
                is_example="on",
                borrowed_from="示例市",
                **rows("figures", {"label": "产品销售额", "unit": "元"}),
                **rows("thresholds"),
            ).status_code
            == 302
        )
        page = signed_in(people.city).get(f"/procedures/designer/{draft.pk}/").content.decode()
        assert f"/procedures/designer/{draft.pk}/parts/amount.base/" in page
        assert {one.path for one in read(desk.content).problems} == {
            ("amount", "base"),
            ("amount", "formula"),
        }
        assert (
            desk.post(
                "amount.base",
                kind_="figure",
                label="销售额",
                definition="示例",
                figure="chan_pin_xiao_shou_e",
                **rows("kinds"),
            ).status_code
            == 302
        )
        assert (
            desk.post(
                "amount.formula", kind_="ratios", **rows("parts", {"label": "奖励", "percent": "1"})
            ).status_code
            == 302
        )
        (problem,) = read(desk.content).problems
        assert problem.message == "有金额规则的项目，通过后应是“发放资金”"


def test_interest_of_a_recovery_needs_its_rate(desk):
    sent = rows("causes", {"cause": "fraud", "asks": "all", "with_interest": "on"})
    said = {"interest_kind": "lpr", "interest_basis": "360", "interest_order": "interest_first"}
    refused = desk.post("amount.clawback", **said, **sent)
    assert "请填写利率或比例" in refused.content.decode()
    assert desk.post("amount.clawback", **said, interest_percent="130", **sent).status_code == 302
    assert desk.content["amount"]["clawback"]["interest"] == {
        "kind": "lpr", "percent": "130", "basis": 360, "order": "interest_first",
    }  # fmt: skip
