"""What ECharts is told to draw."""

import json

import pytest

from pages.charts import Chart, ChartColumn, Kind, Role, Tone
from pages.charts.data import read_chart
from pages.charts.options import drawing_of

NAME = ChartColumn("name", "名称")


def drawn(kind, columns, rows, **more):
    columns = (NAME, *(ChartColumn(*one) for one in columns))
    drawing = drawing_of(
        read_chart(Chart(key="c", title="t", kind=kind, columns=columns, rows=rows, **more))
    )
    json.dumps([drawing.option, drawing.narrow], allow_nan=False)
    return drawing


def row(name, **figures):
    return {"name": name, **figures}


def series(drawing):
    return {one.get("name", ""): one for one in drawing.option["series"]}


VALUE, TARGET = ("value", "件数"), ("due", "应达", Role.TARGET)


def test_lying_bars_have_names_at_the_left_and_figures_at_the_right():
    drawing = drawn(Kind.BAR, [VALUE], [row("甲", value=1200), row("乙", value=30)])
    names, figures = drawing.option["yAxis"]
    assert (names["data"], figures["data"]) == (["甲", "乙"], ["1,200", "30"])
    assert [one["value"] for one in series(drawing)["件数"]["data"]] == [1200, 30]


def test_axis_goes_from_the_least_to_the_greatest_with_zero_between():
    drawing = drawn(Kind.BAR, [VALUE], [row("甲", value=-3), row("乙", value=5)])
    axis = drawing.option["xAxis"]
    assert (axis["min"], axis["max"]) == (-3, 5)


def test_bars_of_nothing_have_an_axis():
    axis = drawn(Kind.BAR, [VALUE], [row("甲", value=0)]).option["xAxis"]
    assert (axis["min"], axis["max"]) == (0, 1)


def test_less_than_nothing_is_paler_and_has_its_figure_on_the_other_side():
    above, below = series(drawn(Kind.BAR, [VALUE], [row("甲", value=1), row("乙", value=-1)]))[
        "件数"
    ]["data"]
    assert below["itemStyle"] == {"color": "var(--sea-soft)"} and "itemStyle" not in above
    assert below["label"] == {"position": "left"}


def test_target_is_a_mark_at_its_own_figure():
    drawing = drawn(
        Kind.BAR, [VALUE, TARGET], [row("甲", value=1, due=4), row("乙", value=2, due=None)]
    )
    mark = series(drawing)["应达"]
    assert mark["type"] == "scatter" and mark["data"] == [[4, 0], [None, 1]]
    assert drawing.option["xAxis"]["max"] == 4


def test_late_row_is_told_by_a_sign_and_not_by_colour_alone():
    drawing = drawn(Kind.BAR, [VALUE], [row("甲", value=1)], tone=lambda _: Tone.LATE)
    (item,) = series(drawing)["件数"]["data"]
    assert item["itemStyle"] == {"color": "var(--seal)"}
    assert drawing.option["yAxis"][1]["data"] == ["◆ 1"]


def test_several_series_have_patterns_and_a_legend_and_one_has_neither():
    one = drawn(Kind.BAR, [VALUE], [row("甲", value=1)]).option
    two = drawn(Kind.BAR, [VALUE, ("other", "其他")], [row("甲", value=1, other=2)]).option
    shown = [(o["aria"]["decal"]["show"], o["legend"]["show"]) for o in (one, two)]
    assert shown == [(False, False), (True, True)]


def test_bars_in_time_stand_upright():
    option = drawn(Kind.BAR, [VALUE], [row("2025", value=1)], ordered=True).option
    assert option["xAxis"]["type"] == "category" and option["yAxis"]["type"] == "value"


def test_band_is_the_distance_between_its_edges_on_the_low_one():
    columns = [VALUE, ("low", "P10", Role.LOW), ("high", "P90", Role.HIGH)]
    rows = [row("1", value=5, low=None, high=None), row("2", value=6, low=-4, high=9)]
    drawing = drawn(Kind.LINE, columns, rows)
    low, band = drawing.option["series"][:2]
    assert low["data"] == [None, -4] and band["data"] == [None, 13]
    assert low["stackStrategy"] == band["stackStrategy"] == "all"
    assert "name" not in low and band["name"] == "P10—P90"


def test_line_ends_with_its_latest_figure_at_the_edge():
    drawing = drawn(Kind.LINE, [VALUE], [row("1", value=5), row("2", value=1200)])
    label = series(drawing)["件数"]["endLabel"]
    assert (label["show"], label["formatter"]) == (True, "1,200")


def test_line_that_ends_before_the_edge_has_its_figure_at_its_last_point():
    rows = [row("1", value=5, plan=5), row("2", value=None, plan=6)]
    line = series(drawn(Kind.LINE, [VALUE, ("plan", "计划")], rows))["件数"]
    assert line["endLabel"]["show"] is False
    assert [one.get("text") for one in line["data"]] == ["5", None]


def test_end_of_the_past_is_marked():
    line = series(drawn(Kind.LINE, [VALUE], [row("1", value=5), row("2", value=6)], now="1"))[
        "件数"
    ]
    assert line["markLine"]["data"] == [{"xAxis": "1"}]


@pytest.mark.parametrize("ordered", [False, True])
def test_sum_stands_at_each_stack(ordered):
    rows = [row("甲", value=1, other=2), row("乙", value=None, other=4)]
    drawing = drawn(Kind.STACKED, [VALUE, ("other", "其他")], rows, ordered=ordered)
    if ordered:
        texts = [one["text"] for one in series(drawing)["合计"]["data"]]
    else:
        texts = drawing.option["yAxis"][1]["data"]
    assert texts == ["3", "4"]


def test_parts_less_than_nothing_have_room_on_their_side_of_zero():
    drawing = drawn(Kind.STACKED, [VALUE, ("other", "其他")], [row("甲", value=5, other=-2)])
    axis = drawing.option["xAxis"]
    assert (axis["min"], axis["max"]) == (-2, 5)
    assert drawing.option["yAxis"][1]["data"] == ["3"]


def test_funnel_has_each_step_about_one_middle_with_its_share_of_the_first():
    drawing = drawn(Kind.FUNNEL, [VALUE], [row("提交", value=40), row("认定", value=10)])
    aside, steps = drawing.option["series"]
    assert aside["data"] == [0, 15] and [one["value"] for one in steps["data"]] == [40, 10]
    assert drawing.option["yAxis"][1]["data"] == ["40 · 100%", "10 · 25%"]


def test_tip_has_every_column_of_its_row():
    columns = [VALUE, ("note", "说明", Role.EXTRA)]
    rows = [row("甲", value=None, note="未报"), row("乙", value=3, note="已报")]
    assert drawn(Kind.BAR, columns, rows).tooltips == (("乙", "件数  3", "说明  已报"),)


def test_tip_has_units_but_for_what_is_missing():
    rows = [row("甲", value=3, due=None)]
    drawing = drawn(Kind.BAR, [VALUE, TARGET], rows, unit="件")
    assert drawing.tooltips == (("甲", "件数  3 件", "应达  —"),)


def test_legend_of_many_names_takes_more_room_where_it_is_narrow():
    columns = [(f"v{n}", f"系列名称{n}") for n in range(4)]
    drawing = drawn(Kind.STACKED, columns, [row("2025", v0=1, v1=1, v2=1, v3=1)], ordered=True)
    assert drawing.narrow["grid"]["top"] > drawing.option["grid"]["top"]
    assert drawing.narrow_height > drawing.height


def test_linked_row_carries_its_address():
    drawing = drawn(Kind.BAR, [VALUE], [row("甲", value=1)], url=lambda one: f"/x/{one['name']}/")
    assert series(drawing)["件数"]["data"][0]["url"] == "/x/甲/"
