"""From values to points: the worked examples of docs/assessment.md, and where formulas end."""

from decimal import Decimal

import pytest

from reports.assessment.scorers import ruled
from tests.reports.assessments import indicator, line, lines, power

ANCHORS = {
    "kind": "anchors",
    "anchors": [
        {"value": value, "points": points}
        for value, points in ((0, 20), (2, 40), (4, 60), (6, 80), (10, 100))
    ],
}
LESS_ANCHORS = {
    "kind": "anchors",
    "anchors": [
        {"value": value, "points": points} for value, points in ((90, 20), (60, 60), (30, 100))
    ],
}


def completion(**more):
    return {"kind": "completion", "task": {"kind": "typed"}} | more


@pytest.mark.parametrize(
    ("value", "points", "formula"),
    [
        (18, "76", "60 + 40 × (18 − 10) ÷ (30 − 10) = 76.00"),
        (6, "52", "60 + 40 × (6 − 10) ÷ (30 − 10) = 52.00"),
        (35, "100", "60 + 40 × (35 − 10) ÷ (30 − 10) = 110.00，超过 100 按 100 分计"),
        (-30, "0", "60 + 40 × ((−30) − 10) ÷ (30 − 10) = −20.00，低于 0 按 0 分计"),
    ],
)
def test_power_function(value, points, formula):
    told = line(indicator(), value)
    assert (told.points, told.formula) == (Decimal(points), formula)


def test_power_function_rewards_more_than_the_whole_where_it_is_set_so():
    told = line(indicator(power(above="bonus")), 35)
    assert (told.points, told.weighted, told.maximum) == (110, 11, 10)


def test_power_function_ends_at_its_ceiling():
    told = line(indicator(power(above="bonus", ceiling=105)), 35)
    assert told.points == 105
    assert told.formula.endswith("超过 105 按 105 分计")


def test_power_function_is_turned_where_less_is_better():
    told = line(indicator(power(90, 30), direction="less"), 48)
    assert (told.points, told.weighted) == (88, Decimal("8.8"))
    assert told.formula == "60 + 40 × (90 − 48) ÷ (90 − 30) = 88.00"


def test_equal_marks_give_all_the_same_and_say_so():
    told = lines(indicator(power(10, 10)), {1: 3, 2: 99})
    assert {one.points for one in told.values()} == {100}
    assert {one.note for one in told.values()} == {"不区分，都记满分"}


def test_marks_of_last_year_are_its_worst_and_best():
    marks = {"kind": "last_year"}
    one = indicator({"kind": "power", "x_no": marks, "x_yes": marks})
    assert line(one, 18, last={1: 10, 2: 30, 3: 20}).points == 76


def test_marks_of_last_year_are_turned_where_less_is_better():
    marks = {"kind": "last_year"}
    one = indicator({"kind": "power", "x_no": marks, "x_yes": marks}, direction="less")
    assert line(one, 48, last={1: 90, 2: 30, 3: None}).points == 88


def test_missing_marks_are_said_and_treated_as_a_missing_value():
    one = indicator({"kind": "power", "x_no": {"kind": "last_year"}, "x_yes": power()["x_yes"]})
    told = line(one, 18)
    assert (told.points, told.note) == (0, "没有不容许值，按 0 分计")


def test_marks_by_task_are_each_districts_own():
    marks = [{"kind": "target", "share": share} for share in ("0.5", "1")]
    one = indicator({"kind": "power", "x_no": marks[0], "x_yes": marks[1]})
    told = lines(one, {1: 10, 2: 10}, tasks={1: 10, 2: 20})
    assert (told[1].points, told[2].points) == (100, 60)


def test_marks_by_percentile_are_linear_between_neighbours():
    marks = [{"kind": "percentile", "percent": percent} for percent in (0, 75)]
    one = indicator({"kind": "power", "x_no": marks[0], "x_yes": marks[1]})
    told = lines(one, {1: 0, 2: 10, 3: 30})  # three quarters of the way lies at 20
    assert (told[1].points, told[2].points, told[3].points) == (60, 80, 100)


def test_completion_gives_its_share_of_the_weight():
    told = line(indicator(completion(), weight=20), 11, tasks={1: 13})
    assert told.formula == "11 ÷ 13 ≈ 84.62%"
    assert round(told.weighted, 2) == Decimal("16.92")


def test_completion_is_capped():
    told = line(indicator(completion(cap="1.2")), 20, tasks={1: 10})
    assert (told.points, told.weighted) == (120, 12)
    assert told.formula == "20 ÷ 10 = 200.00%，超过上限按 120% 计"


def test_completion_below_nothing_is_nothing():
    assert line(indicator(completion()), -2, tasks={1: 10}).points == 0


def test_district_without_a_task_is_told_so():
    told = lines(indicator(completion()), {1: 3, 2: 3}, tasks={1: 10})
    assert (told[2].points, told[2].note) == (0, "没有任务数，按 0 分计")


def test_task_of_nothing_is_fulfilled():
    told = line(indicator(completion()), 0, tasks={1: 0})
    assert (told.points, told.note) == (100, "没有任务，按完成计")


def test_range_goes_from_the_worst_district_to_the_best():
    told = lines(indicator({"kind": "range", "c": 40, "d": 60}), {1: 10, 2: 18, 3: 30})
    assert [told[key].points for key in (1, 2, 3)] == [60, 76, 100]
    assert told[2].formula == "40 × (18 − 10) ÷ (30 − 10) + 60 = 76.00"


def test_range_is_turned_where_less_is_better():
    told = lines(indicator({"kind": "range", "c": 40, "d": 60}, direction="less"), {1: 10, 2: 30})
    assert (told[1].points, told[2].points) == (100, 60)


def test_range_without_difference_gives_all_the_same_and_says_so():
    told = lines(indicator({"kind": "range", "c": 40, "d": 50}), {1: 7, 2: 7})
    assert {(one.points, one.note) for one in told.values()} == {(90, "不区分，都记满分")}


@pytest.mark.parametrize(
    ("value", "points"),
    [(-1, 20), (0, 20), (1, 30), (2, 40), (5, 70), (8, 90), (10, 100), (99, 100)],
)
def test_anchors_are_linear_between_each_other(value, points):
    assert line(indicator(ANCHORS), value).points == points


def test_anchors_tell_their_computation():
    assert line(indicator(ANCHORS), 5).formula == "60 + (80 − 60) × (5 − 4) ÷ (6 − 4) = 70.00"


@pytest.mark.parametrize(("value", "points"), [(100, 20), (75, 40), (60, 60), (45, 80), (10, 100)])
def test_anchors_fall_where_less_is_better(value, points):
    assert line(indicator(LESS_ANCHORS, direction="less"), value).points == points


def test_count_is_capped():
    one = indicator({"kind": "count", "each": 2})
    assert (line(one, 3).weighted, line(one, 3).formula) == (6, "3 × 2 = 6.00 分")
    assert (line(one, 6).weighted, line(one, 6).formula) == (10, "6 × 2 = 12.00 分，最多 10 分")


def test_lateness_takes_off_until_nothing_is_left():
    one = indicator({"kind": "lateness"}, direction="less", weight=5)
    assert [line(one, late).weighted for late in (0, 1, 5, 7)] == [5, 4, 0, 0]
    assert line(one, 7).formula == "5 − 7 × 1 = −2.00 分，扣完为止"


def test_yes_and_no():
    one = indicator({"kind": "yes_no"})
    assert [(line(one, value).weighted, line(one, value).formula) for value in (1, 0)] == [
        (10, "是，记满分"), (0, "否，不得分"),
    ]  # fmt: skip
    assert line(indicator({"kind": "yes_no"}, direction="less"), 1).weighted == 0


def test_points_by_hand():
    assert line(indicator({"kind": "manual"}), 85).weighted == Decimal("8.5")


def test_missing_value_gives_nothing_where_it_is_set_so():
    told = line(indicator(missing="zero"), None)
    assert (told.points, told.weighted, told.maximum, told.note) == (0, 0, 10, "缺数据，按 0 分计")


def test_missing_value_is_that_of_last_time_where_it_is_set_so():
    told = line(indicator(missing="last"), None, last={1: 18})
    assert (told.value, told.points, told.note) == (18, 76, "缺数据，用上期数值")


def test_missing_value_without_one_of_last_time_gives_nothing():
    told = line(indicator(missing="last"), None)
    assert (told.points, told.note) == (0, "缺数据，上期也没有数值，按 0 分计")


def test_missing_value_is_left_out_where_it_is_set_so():
    told = line(indicator(missing="exclude"), None)
    assert not told.counts
    assert (told.weighted, told.maximum) == (0, 0)
    assert told.note == "缺数据，不计分，权重分摊给其他指标"


def test_penalty_is_taken_off():
    one = indicator({"kind": "count", "each": "0.5"}, kind="penalty", weight=5)
    assert line(one, 1).weighted == Decimal("-0.5")
    assert line(one, 40).weighted == -5


def test_bonus_without_a_value_is_none():
    told = line(indicator({"kind": "count"}, kind="bonus", missing="exclude"), None)
    assert (told.weighted, told.note) == (0, "缺数据，不加减分")


def test_ruling_replaces_the_points_and_keeps_what_was_computed():
    one = indicator()
    told = ruled(one, line(one, 18), Decimal(90), "登记晚一天")
    assert (told.points, told.weighted, told.value) == (90, 9, 18)
    assert told.formula == "60 + 40 × (18 − 10) ÷ (30 − 10) = 76.00"
    assert told.note == "裁定改为 90.00 分（原 76.00 分）：登记晚一天"


def test_ruling_brings_a_line_back_that_did_not_count():
    one = indicator(missing="exclude")
    told = ruled(one, line(one, None), Decimal(80), "补报")
    assert told.counts and told.maximum == 10
