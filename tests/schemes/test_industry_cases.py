"""Thresholds by industry: chosen as data, judged by code, said in words everywhere."""

import copy

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as
from enterprises.rules.industry import is_of
from procedures.guides.conditions import conditions_of
from schemes.actions import design_scheme
from schemes.checking.files import dump, load
from schemes.checking.problems import read
from schemes.designer.difference import differences
from schemes.designer.row_forms import industry_choices
from schemes.evaluation.evaluate import evaluate
from schemes.evaluation.indicators import Inputs
from schemes.models import SchemeVersion
from tests.schemes.test_designer_mends import CONDITION
from tests.schemes.test_evaluation import (
    CANNOT_TELL,
    MET,
    NOT_MET,
    a_criterion,
    a_scheme,
    finding_of,
    spending,
)
from tests.schemes.test_part_editor import rows

FOOD = {"industries": ["14", "15"], "threshold": "1"}
WORDS = "行业为 14 食品制造业 或 15 酒、饮料和精制茶制造业"


def of_industry(code, percent):
    return Inputs(enterprise={"industry_code": code}, years=spending(percent).years)


@pytest.mark.parametrize(
    ("code", "industries", "belongs"),
    [
        ("14", ["14"], True),
        ("1411", ["14"], True),
        ("41", ["14"], False),
        ("591", ["59"], True),
        ("592", ["591"], False),
        ("14", ["C"], True),
        ("01", ["C"], False),
        ("01", ["A"], True),
        ("", ["14"], None),
        ("00", ["14"], None),
        ("14", [], False),
    ],
)
def test_code_belongs_to_its_section_division_and_group(code, industries, belongs):
    assert is_of(code, industries) is belongs


@pytest.mark.parametrize(
    ("code", "percent", "verdict"),
    [
        ("14", "1", MET),
        ("151", "0.99", NOT_MET),
        ("34", "2.99", NOT_MET),
        ("34", "3", MET),
        ("", "2", CANNOT_TELL),
        ("", "3", MET),
        ("", "0.5", NOT_MET),
    ],
)
def test_threshold_is_that_of_the_industry(code, percent, verdict):
    found = finding_of(a_criterion(cases=[FOOD]), of_industry(code, percent))
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("band", "code", "verdict"),
    [("a", "14", MET), ("b", "14", NOT_MET), ("a", "34", NOT_MET)],
)
def test_industry_and_expression_must_both_hold(band, code, verdict):
    case = {**FOOD, "when": "answers.band == 'a' || answers.band == 'c'", "label": "甲档"}
    inputs = Inputs(
        enterprise={"industry_code": code}, years=spending(2).years, answers={"band": band}
    )
    assert finding_of(a_criterion(cases=[case]), inputs).verdict == verdict


def test_sentences_name_the_industries():
    criterion = a_criterion(cases=[FOOD])
    assert f"（{WORDS}）" in finding_of(criterion, of_industry("14", 2)).sentence
    assert f"{WORDS} ≥ 1 %" in finding_of(criterion, of_industry("", 2)).sentence


def test_guide_names_the_industries():
    definition = a_scheme({"criteria": [a_criterion(cases=[{**FOOD, "label": "小企业"}])]})
    shown = [row for group in conditions_of(definition) for row in group.rows]
    assert any(f"{WORDS}，小企业 ≥ 1%" in row.required for row in shown)


@pytest.mark.parametrize(
    ("case", "field", "words"),
    [
        ({"threshold": "1"}, "industries", "请选择行业，或写明什么情形"),
        ({"when": "figures.revenue > 1", "threshold": "1"}, "label", "请填写情形说明"),
        ({"industries": ["14", "99x"], "threshold": "1"}, "industries", "没有代码为“99x”的行业"),
    ],
)
def test_case_that_says_for_nobody_is_told_at_its_field(case, field, words):
    content = a_scheme({"criteria": [a_criterion()]}).model_dump(mode="json")
    content["criteria"][0]["criteria"][0]["cases"] = [case]
    (problem,) = read(content).problems
    assert problem.path == ("criteria", 0, "criteria", 0, "cases", 0, field)
    assert words in problem.message


def test_file_keeps_the_chosen_industries():
    definition = a_scheme({"criteria": [a_criterion(cases=[FOOD])]})
    text = dump(definition)
    assert "when" not in text
    (kept,) = load(text.encode()).data["criteria"][0]["criteria"][0]["cases"]
    assert (kept["industries"], kept["when"]) == (["14", "15"], "")


def test_change_of_industries_is_said_in_words():
    before = a_scheme({"criteria": [a_criterion(cases=[FOOD])]}).model_dump(mode="json")
    after = copy.deepcopy(before)
    after["criteria"][0]["criteria"][0]["cases"][0]["industries"] = ["14"]
    (one,) = differences(before, after)
    assert (one.word, one.before, one.after) == (
        "行业",
        "14 食品制造业 或 15 酒、饮料和精制茶制造业",
        "14 食品制造业",
    )


# --- the designer --------------------------------------------------------------------------------


@pytest.fixture
def draft(people):
    with acting_as(people.city):
        version = SchemeVersion.objects.get(scheme__code="demonstration-enterprise")
        return design_scheme.clone_version(people.city, version.pk, "2027 版")


def test_every_division_is_offered_once_under_its_section():
    offered = [code for _, options in industry_choices() for code, _ in options]
    assert len(offered) == len(set(offered))
    assert {"C", "14", "591"} <= set(offered)
    assert dict(dict(industry_choices())["C 制造业"])["14"] == "14 食品制造业"


def test_industries_are_chosen_and_no_code_is_typed(desk):
    place = "criteria.1.criteria.0"
    answer = desk.post(
        place, **CONDITION, **rows("cases", {"industries": ["14", "15"], "threshold": "50"})
    )
    assert answer.status_code == 302
    assert desk.content["criteria"][1]["criteria"][0]["cases"] == [
        {"industries": ["14", "15"], "threshold": "50"}
    ]
    assert read(desk.content).problems == ()
    form = desk.get(place).content.decode()
    assert form.count("checked") >= 2
    assert '<span class="pill">14 食品制造业</span>' in form


def test_row_without_industry_and_words_is_told_beside_it(desk):
    answer = desk.post("criteria.1.criteria.0", **CONDITION, **rows("cases", {"threshold": "50"}))
    assert answer.status_code == 422
    assert "请选择行业，或写明什么情形" in answer.content.decode()


def test_page_of_the_version_says_them_in_words(desk, draft, people, signed_in):
    desk.post(
        "criteria.1.criteria.0",
        **CONDITION,
        **rows("cases", {"industries": ["14", "15"], "threshold": "50"}),
    )
    page = signed_in(people.city).get(reverse("schemes:version", args=[draft.pk]))
    assert f"{WORDS}：不低于 50" in page.content.decode()


def test_judgement_over_the_whole_goes_by_the_chosen_industry():
    definition = a_scheme({"criteria": [a_criterion(cases=[{**FOOD, "industries": ["C"]}])]})
    assert evaluate(definition, of_industry("34", 1)).findings[0].verdict == MET
