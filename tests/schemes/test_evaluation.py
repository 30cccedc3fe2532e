"""Criteria: the edge of every comparison, cases, groups in groups, and missing figures."""

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemes.definition.scheme import SchemeDefinition
from schemes.evaluation.evaluate import evaluate
from schemes.evaluation.indicators import Inputs
from schemes.evaluation.judging import Verdict
from tests.schemes.test_shipped import EDGES, SCHEMES

STEP = Decimal("0.01")
MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
CANNOT_TELL, NEEDS_PERSON = Verdict.CANNOT_TELL, Verdict.NEEDS_PERSON


def a_criterion(key="c", **more):
    wanted = {"indicator": "intensity", "comparison": ">=", "threshold": "3", "unit": "%", **more}
    return {"key": key, "label": "条件", "source": "示例", **wanted}


def a_scheme(*groups, **more):
    return SchemeDefinition.model_validate(
        {
            "title": "示例",
            "outcome": "certified_product",
            "title_field": "name",
            "declaration": "本企业承诺所填内容真实。",
            "timetable": dict.fromkeys(
                ["district_review_days", "city_review_days", "correction_days", "notice_days",
                 "validity_months"], 5
            ),
            "sections": [
                {"key": "s", "title": "栏目", "fields": [
                    {"key": "name", "label": "名称", "kind": "text"},
                    {"key": "band", "label": "档", "kind": "choice", "choices": [
                        {"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]},
                ]}
            ],
            "indicators": [
                {"key": "intensity", "label": "占比", "unit": "%",
                 "expression": "ratio(figures.rd_cost, figures.revenue)"},
                {"key": "confirmed", "label": "已确认",
                 "expression": "enterprise.registration_state == 'confirmed'"},
            ],
            "criteria": [{"title": "条件组", **group} for group in groups],
            **more,
        }
    )  # fmt: skip


def spending(percent):
    return Inputs(years=({"rd_cost": Decimal(percent), "revenue": 100},))


def finding_of(criterion, inputs):
    return evaluate(a_scheme({"criteria": [criterion]}), inputs).findings[0]


@pytest.mark.parametrize("offset", [-1, 0, 1])
@pytest.mark.parametrize("comparison", sorted(EDGES))
def test_comparison_is_exact_at_its_edge(comparison, offset):
    found = finding_of(a_criterion(comparison=comparison), spending(3 + offset * STEP))
    assert found.verdict == EDGES[comparison][offset + 1]


def test_shortfall_is_named_in_the_unit_of_the_criterion():
    found = finding_of(a_criterion(), spending("2.5"))
    assert found.shortfall == "0.5"
    assert found.sentence == "2.5%，要求 ≥ 3%，还差 0.5 个百分点"


def test_share_of_a_revenue_of_zero_is_for_a_person():
    inputs = Inputs(years=({"rd_cost": 5, "revenue": 0},), last_year=2025)
    found = finding_of(a_criterion(), inputs)
    assert found.verdict == NEEDS_PERSON
    assert found.sentence == "2025 年度营业收入为 0，算不出这一项，由审核人判断"


def test_unknown_truth_cannot_be_told():
    criterion = a_criterion(indicator="confirmed", comparison="is_true", threshold=None)
    assert finding_of(criterion, Inputs()).verdict == CANNOT_TELL


def test_condition_for_a_person_waits_for_one():
    criterion = a_criterion(indicator="", comparison="person", threshold=None)
    assert finding_of(criterion, spending(9)).verdict == NEEDS_PERSON


@pytest.mark.parametrize(
    ("answers", "percent", "verdict"),
    [
        ({"band": "a"}, "1", MET),
        ({"band": "a"}, "0.99", NOT_MET),
        ({"band": "b"}, "2.99", NOT_MET),
        ({}, "2", CANNOT_TELL),
    ],
)
def test_threshold_is_that_of_the_first_case_that_applies(answers, percent, verdict):
    cases = [{"when": "answers.band == 'a'", "label": "甲档", "threshold": "1"}]
    inputs = Inputs(years=spending(percent).years, answers=answers)
    assert finding_of(a_criterion(cases=cases), inputs).verdict == verdict


def test_sentence_names_the_case_that_applied():
    cases = [{"when": "answers.band == 'a'", "label": "甲档", "threshold": "1"}]
    inputs = Inputs(years=spending(2).years, answers={"band": "a"})
    assert "（甲档）" in finding_of(a_criterion(cases=cases), inputs).sentence


KEYS = count()  # a condition's key is its own in the whole scheme


def group(*verdicts, at_least=None, groups=()):
    """A group whose criteria come out as the verdicts say, for an enterprise that spends 3 %."""
    shapes = {
        MET: {},
        NOT_MET: {"threshold": "9"},
        CANNOT_TELL: {"indicator": "confirmed", "comparison": "is_true", "threshold": None},
        NEEDS_PERSON: {"indicator": "", "comparison": "person", "threshold": None},
    }
    criteria = [a_criterion(f"c{next(KEYS)}", **shapes[verdict]) for verdict in verdicts]
    return {"title": "组", "criteria": criteria, "at_least": at_least, "groups": list(groups)}


@pytest.mark.parametrize(
    ("shape", "verdict"),
    [
        (group(MET, MET), MET),
        (group(MET, NOT_MET, CANNOT_TELL), NOT_MET),
        (group(MET, CANNOT_TELL), CANNOT_TELL),
        (group(MET, NEEDS_PERSON), NEEDS_PERSON),
        (group(MET, CANNOT_TELL, NEEDS_PERSON), CANNOT_TELL),
        (group(MET, NOT_MET, NOT_MET, at_least=1), MET),
        (group(NOT_MET, CANNOT_TELL, at_least=1), CANNOT_TELL),
        (group(NOT_MET, NOT_MET, at_least=1), NOT_MET),
        (group(MET, MET, NOT_MET, at_least=2), MET),
        (group(MET, NOT_MET, NOT_MET, at_least=2), NOT_MET),
        (group(MET, groups=[group(NOT_MET, MET, at_least=1)]), MET),
        (group(MET, groups=[group(NOT_MET, MET)]), NOT_MET),
        (group(at_least=1, groups=[group(NOT_MET), group(MET)]), MET),
    ],
)
def test_group_needs_all_or_the_number_that_it_names(shape, verdict):
    scheme = a_scheme(shape)
    assert evaluate(scheme, spending(3)).groups[0].verdict == verdict


def test_what_an_alternative_made_good_is_nothing_to_do():
    scheme = a_scheme(group(MET, NOT_MET, at_least=1))
    assert evaluate(scheme, spending(3)).open == []


SCORING = {
    "dimensions": [
        {"key": "d", "title": "维度", "cap": 10, "items": [
            {"key": "i", "label": "项", "maximum": 10, "source": "示例", "measures": [
                {"indicator": "intensity", "bands": [
                    {"range": "[3,)", "points": 8}, {"range": "(,3)", "points": 0}]}]},
            {"key": "e", "label": "专家", "maximum": 4, "source": "示例"},
        ]}
    ]
}  # fmt: skip


@pytest.mark.parametrize(
    ("threshold", "inputs", "verdict"),
    [
        ("8", spending(3), MET),
        ("9", spending(3), NEEDS_PERSON),
        ("10.5", spending(3), NOT_MET),
        ("1", Inputs(), CANNOT_TELL),
    ],
)
def test_score_that_is_not_known_yet_is_decided_only_where_its_span_decides(
    threshold, inputs, verdict
):
    criterion = a_criterion(indicator="score", threshold=threshold, unit="分")
    scheme = a_scheme({"criteria": [criterion]}, scoring=SCORING)
    assert evaluate(scheme, inputs).findings[0].verdict == verdict


figures = st.one_of(
    st.none(),
    st.just(""),
    st.integers(-(10**16), 10**16).map(lambda cents: f"{Decimal(cents) / 10_000:f}"),
    st.sampled_from(["NaN", "Infinity", "-Infinity", "1e999", "9" * 60, "年", "-", ".", "1.2.3"]),
)
NAMES = ["rd_cost", "revenue", "liabilities", "assets", "main_revenue", "staff", "net_profit"]
years = st.lists(st.dictionaries(st.sampled_from(NAMES), figures), max_size=3).map(tuple)
answers = st.dictionaries(
    st.sampled_from(["rd_cost", "market_share", "quality", "research_unit", "equity_2y"]),
    st.one_of(figures, st.lists(st.sampled_from(["award", "", "年"]), max_size=3)),
)


@given(st.sampled_from(sorted(SCHEMES)), years, answers)
def test_evaluation_of_a_shipped_scheme_never_raises(name, given_years, given_answers):
    evaluation = evaluate(SCHEMES[name], Inputs(years=given_years, answers=given_answers))
    assert all(finding.verdict in Verdict for finding in evaluation.findings)


@given(st.sampled_from(sorted(EDGES)), st.sampled_from([None, "", "NaN", "没有", "Infinity"]))
def test_missing_is_never_met(comparison, missing):
    inputs = Inputs(years=({"rd_cost": missing, "revenue": 100},))
    assert finding_of(a_criterion(comparison=comparison), inputs).verdict == CANNOT_TELL
