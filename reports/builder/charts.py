"""The picture of a table of sums, from the very cells of the table."""

from django.utils import timezone

from pages.charts import Chart, ChartColumn, Kind, Role
from reports.builder.definition import Drawing, Function
from reports.builder.faults import unit_of, words_of
from reports.builder.layout import MEAN_DIGITS, TableOfSums, columns_of_measure, is_time
from reports.builder.sums import Sums

KINDS = {Drawing.BAR: Kind.BAR, Drawing.STACKED: Kind.STACKED, Drawing.LINE: Kind.LINE}
MOST_STACKED, MOST_BESIDE = 6, 4


def chart_of(found: Sums, table: TableOfSums, title: str) -> tuple[Chart | None, str]:
    """The chart that a definition asks for, or why it cannot be drawn in words; neither where
    none is asked for."""
    definition = found.asked.definition
    if definition.drawing == Drawing.NONE:
        return None, ""
    measures = [n for n, one in enumerate(found.measures) if not is_time(found, one)]
    if not measures:
        return None, "统计量都是日期，不能画图。"
    # What the table is sorted by, else the first one.
    keys = [one.key for one in found.measures]
    by = definition.order.by
    first = keys.index(by) if by in keys and keys.index(by) in measures else measures[0]
    unit = unit_of(found.measures[first], found.asked.source)
    is_stacked = definition.drawing == Drawing.STACKED
    if definition.across:
        places = columns_of_measure(table, found.measures, first)
        names = [table.headings[n].group for n in places]
    else:
        alike = (n for n in measures if unit_of(found.measures[n], found.asked.source) == unit)
        # One axis has one unit.
        places = [first, *(n for n in alike if n != first)][:MOST_BESIDE]
        names = [words_of(found.measures[n], found.asked.source) for n in places]
    most = MOST_STACKED if is_stacked else MOST_BESIDE
    if len(places) > most:
        return (
            None,
            f"列分组有 {len(places)} 个值，图上最多画 {most} 个：请看表格，或增加筛选条件。",
        )
    if is_stacked and len(places) < 2:
        return None, "列分组只有一个值，画不成堆积图，请改画条形图。"
    is_mean = found.measures[first].function == Function.MEAN
    drawn = tuple(
        ChartColumn(f"value_{n}", name, digits=MEAN_DIGITS if is_mean else 0, value=_reader(place))
        for n, (name, place) in enumerate(zip(names, places, strict=True))
    )
    is_in_time = definition.rows[0].bucket is not None
    measure = words_of(found.measures[first], found.asked.source)
    chart = Chart(
        key="report",
        title=f"{title}：{measure}",
        kind=KINDS[definition.drawing],
        columns=(ChartColumn("label", table.dimensions[0], Role.EXTRA), *drawn),
        rows=[{"label": line.labels[0], "cells": line.cells} for line in table.groups],
        unit=unit,
        stamp=f"数据截至 {timezone.localtime():%Y-%m-%d %H:%M}",
        source=found.asked.source.label,
        ordered=is_in_time or definition.drawing == Drawing.LINE,
        empty="没有可以画图的数据",
    )
    return chart, ""


def _reader(place: int):  # type: ignore[no-untyped-def]
    def read(row: dict[str, object]) -> object:
        return row["cells"][place]  # type: ignore[index]

    return read
