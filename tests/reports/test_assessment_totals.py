"""Totals, ceilings, vetoes and ranks."""

from decimal import Decimal

import pytest

from reports.assessment.honours import Honour, Level, counted_once
from reports.assessment.scorers import Line
from reports.assessment.totals import Veto, ranks, renormalised, total
from tests.reports.assessments import indicator, scored, set_of

LEFT_OUT = Line(None, None, Decimal(0), Decimal(0), "")
COUNT = {"kind": "count"}


@pytest.fixture
def indicators():
    return set_of(
        indicator(code="A1", name="甲", weight=60),
        indicator(code="A2", name="乙", weight=30),
        indicator(code="A3", name="丙", weight=10),
        indicator(COUNT, code="B1", kind="bonus", weight=4),
        indicator(COUNT, code="B2", kind="bonus", weight=4),
        indicator(COUNT, code="P1", kind="penalty", weight=5),
    )


def lines(*points, **more):
    normal = zip(("A1", "A2", "A3"), (60, 30, 10), points, strict=True)
    return {
        code: LEFT_OUT if one is None else scored(weight, one) for code, weight, one in normal
    } | more


def given(points):
    return Line(Decimal(1), Decimal(100), Decimal(points), Decimal(5), "")


def test_total_is_the_weighted_sum(indicators):
    assert total(indicators, lines(80, 90, 100)).score == 85


def test_weight_of_what_does_not_count_goes_to_the_others_in_proportion(indicators):
    told = total(indicators, lines(80, None, 100))
    assert round(told.weights["A1"], 4) == Decimal("85.7143")
    assert round(told.score, 4) == Decimal("82.8571")
    assert told.note == "“乙”不计分，权重按比例分摊给其他指标"


def test_district_without_any_line_that_counts_has_nothing(indicators):
    told = total(indicators, lines(None, None, None))
    assert (told.score, told.note) == (0, "没有可计分的指标")


def test_bonus_and_penalty_end_at_their_ceilings(indicators):
    told = total(indicators, lines(80, 80, 80, B1=given(4), B2=given(3), P1=given("-0.5")))
    assert (told.normal, told.bonus, told.penalty) == (80, 5, Decimal("0.5"))
    assert told.score == Decimal("84.5")
    assert told.note == "加分合计 7.00，按上限 5.00 计"
    assert told.formula == "指标 80.00 + 加分 5.00 − 扣分 0.50 = 84.50"


def test_penalties_end_at_their_ceiling():
    indicators = set_of(
        indicator(weight=100), indicator(COUNT, code="P1", kind="penalty", weight=5),
        indicator(COUNT, code="P2", kind="penalty", weight=5),
    )  # fmt: skip
    told = total(indicators, {"A1": scored(100, 80), "P1": given(-4), "P2": given(-4)})
    assert (told.penalty, told.score) == (5, 75)


def test_veto_tells_its_cause_and_deletes_no_score(indicators):
    told = total(indicators, lines(80, 90, 100), [Veto("数据造假", "青查〔2026〕1号")])
    assert told.score == 85
    assert told.result == "不得评优：数据造假（青查〔2026〕1号）"


def test_maximum_of_a_set_is_a_hundred_and_the_bonus(indicators):
    assert indicators.maximum == 105


def test_same_score_has_the_same_rank_and_the_next_is_skipped():
    scores = {1: Decimal(90), 2: Decimal(85), 3: Decimal(90), 4: Decimal(80)}
    assert ranks(scores) == {1: 1, 2: 3, 3: 1, 4: 4}


def test_quotients_without_end_that_are_the_same_rank_the_same():
    third = Decimal(1) / 3
    assert ranks({1: third * 3, 2: Decimal(1)}) == {1: 1, 2: 1}


def test_scores_that_are_printed_alike_but_differ_are_ranked_apart():
    assert ranks({1: Decimal("86.2901"), 2: Decimal("86.2899")}) == {1: 1, 2: 2}


def test_functional_areas_are_ranked_among_themselves():
    scores = {1: Decimal(90), 2: Decimal(85), 3: Decimal(95)}
    assert ranks(scores, apart={3}) == {1: 1, 2: 2, 3: 1}


def test_renormalised_weights_keep_their_proportions():
    assert renormalised({"a": Decimal(20), "b": Decimal(60)}) == {"a": 25, "b": 75}


def test_same_honour_counts_once_at_its_highest_level():
    city = Honour("专精特新", Level.CITY, "1号", "示例公司")
    nation = Honour("专精特新", Level.NATION, "2号", "示例公司")
    other = Honour("专精特新", Level.CITY, "3号", "另一示例公司")
    counted, left_out = counted_once([city, nation, other])
    assert counted == [nation, other]
    assert left_out == [city]
