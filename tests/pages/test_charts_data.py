"""The rows of a chart, as the drawing, the table, the sentence and the file have them."""

from collections import namedtuple
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from pages.charts import Chart, ChartColumn, Kind, Role
from pages.charts.data import read_chart, text_of
from pages.charts.workbook import headings_of, lines_of

Pair = namedtuple("Pair", "name value")


def bar(rows, **more):
    columns = (ChartColumn("name", "银行"), ChartColumn("value", "差", digits=2))
    return read_chart(Chart(key="c", title="差", kind=Kind.BAR, columns=columns, rows=rows, **more))


@pytest.mark.parametrize(
    ("value", "digits", "unit", "text"),
    [
        (1234567, 0, "万元", "1,234,567"),
        (Decimal("-0.5"), 2, "", "−0.50"), (12.345, 1, "%", "12.3%"),
        (None, 0, "%", "—"), ("", 0, "", "—"), ("说明", 0, "%", "说明"),
        (date(2026, 11, 26), 0, "", "2026-11-26"),
    ],
)  # fmt: skip
def test_figure_as_people_read_it(value, digits, unit, text):
    assert text_of(value, digits, unit) == text


@pytest.mark.parametrize(
    "row", [{"name": "甲", "value": 3}, SimpleNamespace(name="甲", value=3), Pair("甲", 3)]
)
def test_rows_are_mappings_or_objects(row):
    assert bar([row]).rows[0].texts == ("甲", "3.00")


def test_label_that_is_a_number_is_no_figure():
    assert bar([{"name": 2026, "value": 1}]).rows[0].label == "2026"


def test_what_rounds_to_nothing_has_no_sign():
    for value in (Decimal("-0.004"), -0.004):
        assert bar([{"name": "甲", "value": value}]).rows[0].texts[1] == "0.00"


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_no_number_is_missing(value):
    data = bar([{"name": "甲", "value": 1}, {"name": "乙", "value": value}])
    assert (data.rows[1].texts[1], len(data.drawn), data.left_out) == ("—", 1, 1)


def test_chart_without_any_figure_is_empty():
    assert bar([]).is_empty and bar([{"name": "甲", "value": None}]).is_empty


def test_long_list_is_cut_in_the_drawing_alone():
    data = bar([{"name": str(n), "value": n} for n in range(25)], most=20)
    assert (len(data.rows), len(data.drawn), data.left_out) == (25, 20, 5)


def test_time_is_never_cut():
    rows = [{"name": str(n), "value": n} for n in range(25)]
    assert len(bar(rows, ordered=True).drawn) == 25


def test_line_keeps_its_gaps():
    columns = (ChartColumn("name", "月份"), ChartColumn("value", "实际"))
    rows = [{"name": "1", "value": 1}, {"name": "2", "value": None}, {"name": "3", "value": 2}]
    data = read_chart(Chart(key="c", title="t", kind=Kind.LINE, columns=columns, rows=rows))
    assert [row.number(1) for row in data.drawn] == [1, None, 2]


def test_district_without_a_tile_stands_in_the_table_alone():
    columns = (ChartColumn("name", "区市"), ChartColumn("value", "项"))
    rows = [
        {"name": "市南区", "value": 3, "tile_column": 3, "tile_row": 4},
        {"name": "市本级", "value": 1, "tile_column": None, "tile_row": None},
    ]
    data = read_chart(Chart(key="c", title="t", kind=Kind.TILES, columns=columns, rows=rows))
    assert [row.label for row in data.drawn] == ["市南区"] and data.left_out == 1


def test_file_has_every_row_the_total_and_what_it_is_of():
    columns = (
        ChartColumn("name", "银行"),
        ChartColumn("value", "放款", digits=1),
        ChartColumn("share", "占比", Role.EXTRA, unit="%"),
    )
    chart = Chart(
        key="c", title="放款", kind=Kind.BAR, columns=columns, unit="万元", most=1,
        rows=[{"name": "甲", "value": Decimal("1.25"), "share": 60},
              {"name": "乙", "value": None, "share": None}],
        total={"name": "合计", "value": Decimal("1.25"), "share": 100},
        stamp="截至 2026-11-26", source="授信反馈",
    )  # fmt: skip
    data = read_chart(chart)
    assert headings_of(data) == ["银行", "放款（万元）", "占比（%）"]
    assert list(lines_of(data)) == [
        ("甲", Decimal("1.2"), 60), ("乙", None, None), ("合计", Decimal("1.2"), 100),
        (), ("截至 2026-11-26",), ("来源：授信反馈",),
    ]  # fmt: skip
