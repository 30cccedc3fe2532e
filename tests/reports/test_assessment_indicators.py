"""What indicators and sets must be like, and how their errors are said."""

from datetime import date
from decimal import Decimal

import pytest

from pages.district_figures import Measured, district_figures
from pages.metrics import metrics
from reports.assessment.basis import Basis, resolve
from reports.assessment.checking import problems_of, read_indicator
from reports.assessment.indicators import IndicatorSet
from reports.assessment.shipped import SHIPPED
from reports.assessment.words import definition, how, source_in_words, value_in_words
from tests.reports.assessments import decimals, indicator, power, set_of


def said(scorer=None, **fields):
    """The problems of an indicator that differs from a sound one in these fields."""
    sound = indicator().model_dump(mode="json")
    read, problems = read_indicator(sound | ({"scorer": scorer} if scorer else {}) | fields)
    assert read is None
    return {one.field: one.message for one in problems}


def anchors(*pairs):
    rows = [{"value": value, "points": points} for value, points in pairs]
    return {"kind": "anchors", "anchors": rows}


def test_sound_indicator_is_read():
    sound = indicator()
    assert read_indicator(sound.model_dump(mode="json")) == (sound, [])


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"name": ""}, "name", "指标 A1的名称：请填写"),
        ({"weight": 0}, "weight", "指标 A1“示例指标”的权重：应大于 0。"),
        ({"weight": "x"}, "weight", "指标 A1“示例指标”的权重：应是数字。"),
        ({"source": {}}, "source", "指标 A1“示例指标”的数据来源：请选择。"),
        ({"scorer": {"kind": "?"}}, "scorer", "指标 A1“示例指标”的计分办法：请选择。"),
        (
            {"scorer": power(x_yes="many")}, "scorer.x_yes.value",
            "指标 A1“示例指标”的计分办法 满意值 数值：应是数字。",
        ),
        (
            {"scorer": power(30, 10)}, "scorer.x_yes",
            "指标 A1“示例指标”的计分办法 满意值：满意值不能低于不容许值。",
        ),
        (
            {"scorer": anchors((1, 20), (0, 40))}, "scorer.anchors",
            "指标 A1“示例指标”的计分办法 分段：各段的数值应从低到高，不能相同。",
        ),
        (
            {"scorer": anchors((1, 20), (2, 20))}, "scorer.anchors",
            "指标 A1“示例指标”的计分办法 分段：各段的分数应从低到高，不能相同。",
        ),
        (
            {"scorer": {"kind": "range", "c": 60, "d": 50}}, "scorer.d",
            "指标 A1“示例指标”的计分办法 起点分 d：c 与 d 之和不能超过 100。",
        ),
        (
            {"scorer": {"kind": "count", "most_points": 11}}, "scorer.most_points",
            "指标 A1“示例指标”的计分办法 最多得分：最多得分不能超过权重。",
        ),
        (
            {"scorer": {"kind": "lateness"}}, "direction",
            "指标 A1“示例指标”的方向：迟报扣分只用于越低越好的指标。",
        ),
        (
            {"kind": "bonus"}, "scorer",
            "指标 A1“示例指标”的计分办法：加分项、扣分项只能按次计分、按是否计分或人工评定。",
        ),
        (
            {"window": {"kind": "custom", "first": "2026-05-01", "last": "2026-04-30"}},
            "window.last", "指标 A1“示例指标”的统计期 止日：止日不能早于起日。",
        ),
    ],
)  # fmt: skip
def test_error_names_indicator_and_field(fields, field, message):
    assert said(**fields)[field].startswith(message)


def test_anchors_fall_where_less_is_better():
    falling = anchors((90, 20), (30, 100))
    assert indicator(falling, direction="less").scorer.most == 100
    assert "scorer.anchors" in said(falling)


def problems(indicators, figures=("example",), **more):
    return [(one.field, one.message) for one in problems_of(indicators, figures=figures, **more)]


def test_sound_set_has_no_problems():
    assert problems(set_of(indicator(weight=100))) == []


def test_weights_that_do_not_make_a_hundred_are_told_with_the_difference():
    pair = set_of(indicator(weight=60), indicator(code="A2", weight="39.5"))
    assert problems(pair) == [("weight", "计分指标的权重合计应为 100，现在是 99.5，少 0.5。")]


def test_bonus_is_no_part_of_the_hundred():
    bonus = indicator({"kind": "count"}, code="B1", kind="bonus", weight=5)
    assert problems(set_of(indicator(weight=100), bonus)) == []


def test_bonus_above_the_ceiling_is_told():
    bonus = indicator({"kind": "count"}, code="B1", kind="bonus", weight=6)
    (problem,) = problems(set_of(indicator(weight=100), bonus))
    assert problem == ("weight", "指标 B1“示例指标”的权重：单项最多 6 分，超过了加分上限 5 分。")


def test_code_that_is_used_twice_is_told():
    pair = set_of(indicator(weight=50), indicator(weight=50))
    assert set(problems(pair)) == {("code", "指标 A1“示例指标”的编号：编号“A1”用了 2 次。")}


def test_source_that_is_gone_is_named():
    (problem,) = problems(set_of(indicator(weight=100)), figures=())
    assert problem == (
        "source",
        "指标 A1“示例指标”的数据来源：平台没有“example”这项数据，请改选数据项，或改由部门填报。",
    )


def test_metric_of_the_plan_that_is_gone_is_named():
    scorer = {"kind": "completion", "task": {"kind": "plan", "metrics": ["old"]}}
    (problem,) = problems(set_of(indicator(scorer, weight=100)), metrics=())
    assert problem[0] == "scorer.task"
    assert "“old”" in problem[1]


def test_empty_set_is_told():
    assert problems(set_of()) == [("indicators", "还没有指标。")]


def test_shipped_set_makes_a_hundred_and_is_labelled_an_example():
    assert (SHIPPED.weight, SHIPPED.maximum, SHIPPED.example) == (100, 105, True)
    assert "示例" in SHIPPED.title


def test_shipped_set_comes_back_from_json():
    assert IndicatorSet.model_validate_json(SHIPPED.model_dump_json()) == SHIPPED


def test_sources_of_the_shipped_set_are_registered_but_those_that_are_told():
    gone = problems_of(SHIPPED, figures=district_figures(), metrics=metrics())
    assert {one.indicator for one in gone} <= {"D1", "D2"}


def test_value_is_in_the_unit_of_the_indicator():
    share = indicator(unit="%", factor=100, denominator="全部")
    assert share.value_of(Measured(Decimal(22), Decimal(24))) == Decimal(22) / 24 * 100
    assert share.value_of(Measured(Decimal(1), Decimal(0))) is None
    assert share.value_of(None) is None


def test_windows_tell_their_days():
    first, last = date(2026, 1, 1), date(2026, 9, 30)
    assert indicator().days(first, last) == (first, last)
    before = indicator(window={"kind": "last_year"}).days(first, last)
    assert before == (date(2025, 1, 1), date(2025, 12, 31))
    own = {"kind": "custom", "first": "2026-02-01", "last": "2026-02-28"}
    assert indicator(window=own).days(first, last) == (date(2026, 2, 1), date(2026, 2, 28))


def test_basis_comes_back_from_json():
    scorer = {"kind": "completion", "task": {"kind": "typed"}}
    told = resolve(
        indicator(scorer), decimals({1: 3}), tasks=decimals({1: 5}), last=decimals({1: 2})
    )
    assert Basis.model_validate_json(told.model_dump_json()) == told


def test_indicator_says_how_it_is_scored():
    climbing = SHIPPED.indicator("A3")
    assert how(climbing) == "2.0% 记 60 分，6.0% 记 100 分，按比例计"
    assert definition(climbing) == "本期进入更高层级的企业 ÷ 期初在库企业"
    assert value_in_words(climbing, Decimal("4.6049")) == "4.6%"
    assert value_in_words(climbing, None) == "—"


@pytest.mark.parametrize(
    ("value", "words"),
    [("0.21", "+0.21 个百分点"), ("-0.1", "−0.10 个百分点"), ("0", "0.00 个百分点")],
)
def test_change_has_its_sign(value, words):
    assert value_in_words(SHIPPED.indicator("B2"), Decimal(value)) == words


@pytest.mark.parametrize("one", SHIPPED.indicators, ids=lambda one: one.code)
def test_every_shipped_indicator_is_said_in_words(one):
    assert how(one)
    assert one.example and one.owner
    assert source_in_words(one.source, {})


def test_mark_that_was_resolved_is_said():
    marks = {"kind": "last_year"}
    one = indicator({"kind": "power", "x_no": marks, "x_yes": marks}, unit="家", digits=0)
    basis = resolve(one, decimals({1: 3}), last=decimals({1: 2, 2: 9}))
    assert (
        how(one, basis)
        == "上期各区市最差值（2 家）记 60 分，上期各区市最好值（9 家）记 100 分，按比例计"
    )
