"""Lines in time, with a band around a forecast and a broken line for the target."""

from pages.charts.data import ChartData
from pages.charts.declaration import ChartColumn, Role
from pages.charts.options.legend import NARROW_WIDTH, WIDE_WIDTH, legend, legend_height
from pages.charts.options.shared import (
    SMALL,
    Drawing,
    Option,
    base_option,
    category_axis,
    tooltips_of,
    value_axis,
    values_of,
    widest,
    with_behaviour,
)

HEIGHT = 320
# Lines differ by colour, stroke and point.
LOOKS = (
    ("var(--sea)", "solid", "circle"),
    ("var(--sea-mid)", "dashed", "rect"),
    ("var(--ink-2)", [2, 3], "triangle"),
    ("var(--line-strong)", [8, 3, 2, 3], "diamond"),
)
# Above this a line's points are not shown: it is told apart by its stroke.
MANY_POINTS = 12


def line_chart(data: ChartData) -> Drawing:
    """One to four lines; the latest figure of each stands at its end."""
    chart = data.chart
    lines = [_line(data, number, *column) for number, column in enumerate(values_of(data))]
    if chart.now:
        lines[0]["markLine"] = _now(chart.now)
    targets = [_target(data, place, column) for place, column in chart.columns_of(Role.TARGET)]
    band = _band(data) if chart.has_band else []
    names = [str(one["name"]) for one in (*lines, *targets, *band) if "name" in one]
    ends = [row.texts[place] for place, _ in values_of(data) for row in data.drawn]
    over = 24 if chart.now else 8
    above, narrow_above = legend_height(names, WIDE_WIDTH), legend_height(names, NARROW_WIDTH)
    option = base_option(pointer="line") | {
        "grid": {
            "left": 4, "right": widest(ends) + 12, "top": above + over,
            "bottom": 4, "outerBoundsMode": "same", "outerBoundsContain": "axisLabel",
        },
        "legend": legend(data, names),
        "xAxis": category_axis(data) | {"boundaryGap": False},
        "yAxis": value_axis(shown=True),
        # The band is painted first, below the lines.
        "series": with_behaviour(data, [*band, *targets, *lines]),
    }  # fmt: skip
    return Drawing(
        option,
        narrow={"grid": {"top": narrow_above + over}},
        height=HEIGHT + above,
        narrow_height=HEIGHT + narrow_above,
        tooltips=tooltips_of(data, data.drawn),
    )


def _line(data: ChartData, number: int, place: int, column: ChartColumn) -> Option:
    colour, stroke, symbol = LOOKS[number]
    known = data.numbers(place)
    last = known[-1][0] if known else None
    is_at_edge = last is data.drawn[-1]
    text: Option = {
        "show": True, "color": "var(--ink)", "fontSize": SMALL,
        # A halo keeps the text legible on the lines.
        "textBorderColor": "var(--sheet)", "textBorderWidth": 3,
    }  # fmt: skip
    items: list[Option] = [{"value": row.number(place), "url": row.url} for row in data.drawn]
    for row, item in zip(data.drawn, items, strict=True):
        if row is last and not is_at_edge:
            item |= {"label": {**text, "position": [-30, -16]}}
            item["text"] = row.texts[place]
    return {
        "type": "line",
        "name": column.heading,
        "color": colour,
        "lineStyle": {"color": colour, "width": 2, "type": stroke},
        "symbol": symbol,
        "symbolSize": 7,
        "showSymbol": len(known) <= MANY_POINTS,
        "endLabel": {**text, "show": is_at_edge, "formatter": last.texts[place] if last else ""},
        "labelLayout": {"moveOverlap": "shiftY"},
        "data": items,
    }


def _target(data: ChartData, place: int, column: ChartColumn) -> Option:
    return {
        "type": "line",
        "name": column.heading,
        "color": "var(--ink-3)",
        "lineStyle": {"color": "var(--ink-3)", "width": 1.5, "type": [4, 4]},
        "symbol": "none",
        "silent": True,
        "data": [row.number(place) for row in data.drawn],
    }


def _band(data: ChartData) -> list[Option]:
    """Two stacked areas: the lower one, up to the low edge, is not painted."""
    low, low_column = data.chart.columns_of(Role.LOW)[0]
    high, high_column = data.chart.columns_of(Role.HIGH)[0]
    edges = [(row.number(low), row.number(high)) for row in data.drawn]
    shared: Option = {
        "type": "line", "stack": "band", "stackStrategy": "all", "symbol": "none",
        "silent": True, "lineStyle": {"opacity": 0},
    }  # fmt: skip
    return [
        {**shared, "data": [one for one, _ in edges]},
        {
            **shared,
            "name": f"{low_column.heading}—{high_column.heading}",
            "color": "var(--sea-line)",
            "areaStyle": {"color": "var(--sea-line)", "opacity": 0.7},
            "data": [None if one is None or other is None else other - one for one, other in edges],
        },
    ]


def _now(label: str) -> Option:
    """A vertical hairline at the last row that is not a forecast."""
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "var(--line-strong)", "width": 1, "type": "solid"},
        "label": {"formatter": label, "color": "var(--ink-2)", "fontSize": SMALL},
        "data": [{"xAxis": label}],
    }
