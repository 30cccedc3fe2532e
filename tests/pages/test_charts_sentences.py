"""A chart in words."""

import pytest

from pages.charts import Chart, ChartColumn, Kind, Role, Tone
from pages.charts.data import read_chart
from pages.charts.sentences import sentence_of

VALUE = ("value", "件数")


def said(kind, rows, columns=(VALUE,), **more):
    columns = (ChartColumn("name", "名称"), *(ChartColumn(*one) for one in columns))
    names = [column.key for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in rows]
    if kind == Kind.TILES:
        rows = [one | {"tile_column": n, "tile_row": 1} for n, one in enumerate(rows, 1)]
    return sentence_of(
        read_chart(Chart(key="c", title="t", kind=kind, columns=columns, rows=rows, **more))
    )


def test_highest_and_lowest_of_names():
    sentence = said(Kind.BAR, [("甲", 3), ("乙", 1200), ("丙", 7)], unit="件")
    assert sentence == "共 3 项，最高是 乙（1,200 件），最低是 甲（3 件）。"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("甲", 3)], "只有 甲 一项，3 件。"), ([("甲", 3), ("乙", 3)], "共 2 项，都是 3 件。"),
        ([], "没有可以显示的数据。"),
    ],
)  # fmt: skip
def test_one_row_equal_rows_and_none(rows, sentence):
    assert said(Kind.BAR, rows, unit="件") == sentence


@pytest.mark.parametrize(
    ("figures", "trend"),
    [
        ((100, 150), "从 2024 的 100 家到 2025 的 150 家，上升 50 家（50%）"),
        ((100, 80), "从 2024 的 100 家到 2025 的 80 家，下降 20 家（20%）"),
        ((100, 100), "从 2024 的 100 家到 2025 的 100 家，持平"),
        ((0, 5), "从 2024 的 0 家到 2025 的 5 家，上升 5 家；"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.BAR, Kind.LINE])
def test_trend_of_what_is_ordered_in_time(kind, figures, trend):
    rows = list(zip(("2024", "2025"), figures, strict=True))
    assert said(kind, rows, unit="家", ordered=True).startswith(trend)


def test_change_of_percentages_is_in_points():
    sentence = said(Kind.LINE, [("1月", 40), ("2月", 45)], unit="%")
    assert sentence.startswith("从 1月 的 40%到 2月 的 45%，上升 5 个百分点；")


def test_several_series_are_named():
    sentence = said(Kind.BAR, [("甲", 1, None)], columns=(VALUE, ("other", "其他")))
    assert sentence == "件数：只有 甲 一项，1。其他：没有数据。"


def test_band_of_the_latest_forecast():
    columns = (VALUE, ("low", "P10", Role.LOW), ("high", "P90", Role.HIGH))
    rows = [("一季度", 1, None, None), ("二季度", 2, 1, 4)]
    assert said(Kind.LINE, rows, columns).endswith("二季度 的 P10—P90 区间为 1 到 4。")


def test_how_many_reach_their_target():
    columns = (VALUE, ("due", "应达", Role.TARGET))
    rows = [("甲", 3, 2), ("乙", 2, 2), ("丙", 1, 2), ("丁", 1, None)]
    assert said(Kind.BAR, rows, columns).endswith("3 项中 2 项不低于应达。")


def test_funnel_tells_what_is_left_and_where_most_is_lost():
    sentence = said(Kind.FUNNEL, [("提交", 40), ("推荐", 30), ("认定", 10)], unit="件")
    assert sentence == (
        "共 3 步，从 提交 的 40 件到 认定 的 10 件，是第一步的 25%。"
        "减少最多的是 推荐 到 认定，少 20 件。"
    )


def test_stack_tells_its_sums_and_the_largest_part():
    columns = (VALUE, ("other", "其他"))
    sentence = said(Kind.STACKED, [("甲", 3, 1), ("乙", 6, None)], columns, unit="件")
    assert sentence == (
        "合计共 2 项，最高是 乙（6 件），最低是 甲（4 件）。最大的一类是件数，占 90%。"
    )


def test_tones_are_told_by_their_words():
    sentence = said(
        Kind.TILES, [("市南区", 80), ("市北区", 40)], unit="%",
        tone=lambda row: Tone.LATE if row["value"] < 60 else Tone.FAR,
        legend=((Tone.FAR, "已达"), (Tone.LATE, "落后")),
    )  # fmt: skip
    assert sentence.endswith("已达 1 项：市南区。落后 1 项：市北区。")


def test_what_is_not_drawn_and_the_total_are_told():
    sentence = said(
        Kind.BAR, [("甲", 3), ("乙", 2)], unit="件", most=1, total={"name": "全市", "value": 5}
    )
    assert sentence.endswith("另有 1 项没有画出，见数据表。全市：5 件。")
