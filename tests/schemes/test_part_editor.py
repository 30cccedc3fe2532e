"""Editing a draft part by part in the browser."""

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from schemes.actions import design_scheme
from schemes.checking.problems import read
from schemes.models import SchemeVersion


@pytest.fixture
def draft(people):
    with acting_as(people.city):
        version = SchemeVersion.objects.get(scheme__code="demonstration-enterprise")
        return design_scheme.clone_version(people.city, version.pk, "2027 版")


def rows(prefix, *given, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(given):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


NO_ROWS = {**rows("choices"), **rows("columns")}


@pytest.mark.parametrize(
    "place",
    ["basics", "sections.0", "sections.new", "sections.0.fields.0", "sections.1.fields.1",
     "sections.0.fields.new", "indicators.0", "indicators.new", "criteria.0", "criteria.new",
     "criteria.1.criteria.1", "criteria.1.criteria.new", "criteria.1.groups.new",
     "scoring.dimensions.0", "scoring.dimensions.new", "scoring.dimensions.0.items.0",
     "scoring.dimensions.0.items.0.measures.0", "scoring.dimensions.0.items.0.measures.new"],
)  # fmt: skip
def test_every_part_has_its_form(desk, place):
    assert desk.get(place).status_code == 200


@pytest.mark.parametrize("place", ["nothing", "sections.99", "sections", "title", "a.b.c.0"])
def test_part_that_is_not_there_is_not_found(desk, place):
    assert desk.get(place).status_code == 404


def test_threshold_is_changed(desk):
    answer = desk.post(
        "criteria.1.criteria.0", label="主营占比", comparison=">=", indicator="main_share",
        threshold="65", unit="%", source="示例", hint="", hint_url_name="", **rows("cases"),
    )  # fmt: skip
    assert answer.status_code == 302
    changed = desk.content["criteria"][1]["criteria"][0]
    assert (changed["key"], changed["threshold"]) == ("main_share", "65")
    assert read(desk.content).problems == ()


def test_comparison_without_a_threshold_is_told(desk):
    answer = desk.post(
        "criteria.1.criteria.0", label="主营占比", comparison=">=", indicator="main_share",
        threshold="", source="示例", **rows("cases"),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "比较需要门槛值" in answer.content.decode()


def test_case_is_added_to_a_condition(desk):
    desk.post(
        "criteria.1.criteria.0", label="主营占比", comparison=">=", indicator="main_share",
        threshold="60", unit="%", source="示例",
        **rows("cases", {"when": "figures.revenue > 100", "label": "大企业", "threshold": "50"}),
    )  # fmt: skip
    assert desk.content["criteria"][1]["criteria"][0]["cases"] == [
        {"when": "figures.revenue > 100", "label": "大企业", "threshold": "50"}
    ]


def test_new_question_gets_a_key_and_its_choices(desk):
    answer = desk.post(
        "sections.0.fields.new", label="是否上市", kind_="choice", required="on",
        **rows("choices", {"label": "是"}, {"label": "否"}), **rows("columns"),
    )  # fmt: skip
    assert answer.status_code == 302
    made = desk.content["sections"][0]["fields"][-1]
    assert made["key"] == "shi_fou_shang_shi"
    assert [one["label"] for one in made["choices"]] == ["是", "否"]
    assert len({one["value"] for one in made["choices"]}) == 2


def test_rows_that_the_page_did_not_send_are_none(desk):
    answer = desk.post("sections.0.fields.new", label="备注", kind_="text")
    assert answer.status_code == 302
    assert desk.content["sections"][0]["fields"][-1]["label"] == "备注"


def test_choice_without_options_is_told(desk):
    answer = desk.post("sections.0.fields.new", label="是否上市", kind_="choice", **NO_ROWS)
    assert answer.status_code == 422
    assert "要列出选项" in answer.content.decode()


def test_table_gets_its_columns(desk):
    desk.post(
        "sections.0.fields.new", label="主要产品", kind_="table", prefill="products",
        **rows("choices"),
        **rows("columns", {"label": "名称", "kind": "text", "required": "on", "prefill": "name"},
               {"label": "销售额", "kind": "money", "unit": "万元"}),
    )  # fmt: skip
    made = desk.content["sections"][0]["fields"][-1]
    assert [(one["label"], one["kind"]) for one in made["columns"]] == [
        ("名称", "text"), ("销售额", "money")
    ]  # fmt: skip
    assert read(desk.content).problems == ()


def test_question_is_shown_for_some_answers(desk):
    desk.post(
        "sections.1.fields.2", label="创新成果与转化", kind_="long_text", required="on",
        max_length="2000", visible_if=["research_unit=national", "research_unit=provincial"],
        **NO_ROWS,
    )  # fmt: skip
    assert desk.content["sections"][1]["fields"][2]["visible_if"] == {
        "field": "research_unit", "values": ["national", "provincial"]
    }  # fmt: skip


def test_wrong_expression_is_told_with_its_place(desk):
    answer = desk.post("indicators.new", label="指标", expression="figures.profit + 1")
    assert answer.status_code == 422
    assert answer.context["form"].errors["expression"] == [
        "第 1 行第 9 个字符：“figures”里没有“profit”。"
    ]


def test_bands_are_kept_with_their_edges(desk):
    answer = desk.post(
        "scoring.dimensions.0.items.0.measures.0", indicator="main_share",
        **rows("bands", {"low": "80", "with_low": "on", "points": "25"},
               {"low": "60", "with_low": "on", "high": "80", "points": "10"},
               {"high": "60", "points": "0"}),
    )  # fmt: skip
    assert answer.status_code == 302
    measure = desk.content["scoring"]["dimensions"][0]["items"][0]["measures"][0]
    assert [band["range"] for band in measure["bands"]] == ["[80,)", "[60,80)", "(,60)"]


def test_bands_with_a_gap_are_told(desk):
    answer = desk.post(
        "scoring.dimensions.0.items.0.measures.0", indicator="main_share",
        **rows("bands", {"low": "80", "with_low": "on", "points": "25"},
               {"high": "60", "points": "0"}),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "重叠或空缺" in answer.content.decode()


@pytest.mark.parametrize(
    ("do", "keys"), [("down", ["segment", "main_product"]), ("remove", ["segment"])]
)
def test_part_is_moved_and_removed(desk, do, keys):
    desk.arrange("sections.0.fields.0", do)
    found = [field["key"] for field in desk.content["sections"][0]["fields"]]
    assert found[: len(keys)] == keys


def test_terms_and_stages_are_changed(desk):
    answer = desk.post(
        "basics", title="示范企业认定", title_field="main_product",
        outcome="demonstration_enterprise", district_review_days="7", city_review_days="15",
        correction_days="10", notice_days="7", validity_months="36",
        declaration="本企业承诺所填内容真实、准确、完整。",
    )  # fmt: skip
    assert answer.status_code == 302
    assert desk.content["timetable"]["notice_days"] == 7
    assert desk.content["stages"] == ["district_review", "city_review"]


BASICS = {
    "title": "示范企业认定", "title_field": "main_product", "outcome": "demonstration_enterprise",
    "district_review_days": "7", "city_review_days": "15", "correction_days": "10",
    "notice_days": "7", "validity_months": "36", "expert_review": "on",
    "declaration": "本企业承诺所填内容真实、准确、完整。",
}  # fmt: skip


def test_conditions_that_a_recheck_leaves_out_are_chosen(desk):
    answer = desk.post(
        "basics", **BASICS, recheck_leave_out=["debt_ratio"], recheck_validity_months="24"
    )
    assert answer.status_code == 302
    assert desk.content["recheck"] == {"leave_out": ["debt_ratio"], "validity_months": 24}
    assert not read(desk.content).problems


def test_recheck_becomes_like_the_certification_again(desk):
    desk.post("basics", **BASICS, recheck_leave_out=["debt_ratio"])
    desk.post("basics", **BASICS)
    assert desk.content["recheck"] == {"leave_out": []}


def test_recheck_does_not_leave_out_what_there_is_not(desk):
    answer = desk.post("basics", **BASICS, recheck_leave_out=["nonsense"])
    assert answer.status_code == 422


def test_term_out_of_range_is_told_beside_its_field(desk):
    answer = desk.post(
        "basics", title="示范企业认定", title_field="main_product",
        outcome="demonstration_enterprise", district_review_days="700", city_review_days="15",
        correction_days="10", notice_days="7", validity_months="36",
        declaration="本企业承诺所填内容真实、准确、完整。",
    )  # fmt: skip
    assert answer.context["form"].errors["district_review_days"] == ["不能大于 90"]


def test_stale_page_keeps_the_words_and_changes_nothing(desk, people, draft):
    with acting_as(people.city):
        design_scheme.change_content(
            people.city, draft.pk, draft.version, lambda data: {**data, "title": "同事改的"}
        )
    answer = desk.post("sections.0", version=1, title="改名")
    assert answer.status_code == 422
    assert "修改了内容" in answer.content.decode()
    assert "改名" in answer.content.decode()


def test_part_of_a_published_version_is_not_edited(people, signed_in):
    client = signed_in(people.city)
    with system_scope(reason="test"):
        version = SchemeVersion.objects.get(scheme__code="demonstration-enterprise")
    answer = client.get(reverse("schemes:part", args=[version.pk, "sections.0"]))
    assert answer.status_code == 302


def test_problem_is_shown_at_its_part(desk, people, draft, signed_in):
    desk.arrange("indicators.4", "remove")
    page = signed_in(people.city).get(reverse("schemes:version", args=[draft.pk]))
    told = {
        criterion["key"]: criterion["problems"]
        for group in page.context["content"]["criteria"]
        for criterion in group["criteria"]
        if criterion["problems"]
    }
    assert told == {"main_share": ["没有名为“main_share”的指标"]}
