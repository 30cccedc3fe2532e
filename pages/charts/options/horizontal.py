"""Horizontal bars: name at the left, figure at the right; in the narrow form the name above."""

from collections.abc import Sequence

from pages.charts.data import ChartData
from pages.charts.declaration import Role
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

NAME_SIZE = SMALL + 1
WIDEST_NAME = 168
NAME_LINE = 20
GAP = 14


def horizontal_bars(
    data: ChartData,
    series: Sequence[Option],
    *,
    thickness: int,
    extent: tuple[float, float],
    figures: Sequence[str] = (),
    end_width: int = 0,
    names: Sequence[str] = (),
) -> Drawing:
    """A row for each drawn row, the first on top.

    thickness: of the bars of one row together, in pixels.
    extent: least and greatest value of the axis.
    figures: the column at the right, a text for each row; without it `end_width` pixels are kept
        there for texts at the ends of the bars.
    names: of the series, for the legend.
    """
    row, narrow_row = thickness + GAP + 2, thickness + GAP + NAME_LINE + 2
    above, narrow_above = legend_height(names, WIDE_WIDTH), legend_height(names, NARROW_WIDTH)
    left = _name_width(data) + GAP
    right = widest(figures) + GAP if figures else end_width
    axes = [_names(data, left)]
    narrow_axes: list[Option] = [{"axisLabel": _names_above(thickness)}]
    if figures:
        axes.append(_figures(data, figures, right))
        narrow_axes.append({})
    option = base_option(patterns=len(values_of(data)) > 1) | {
        "grid": {
            "left": left,
            "right": right,
            "top": above,
            "bottom": 0,
            "outerBoundsMode": "none",
        },
        "legend": legend(data, names),
        "xAxis": value_axis(shown=False) | {"min": extent[0], "max": extent[1]},
        "yAxis": axes,
        "series": with_behaviour(data, series),
    }
    return Drawing(
        option,
        narrow={"grid": {"left": 0, "top": narrow_above}, "yAxis": narrow_axes},
        height=above + row * len(data.drawn),
        narrow_height=narrow_above + narrow_row * len(data.drawn),
        tooltips=tooltips_of(data, data.drawn),
    )


def axis_extent(data: ChartData) -> tuple[float, float]:
    """The least and the greatest figure drawn, zero among them."""
    places = [
        place for role in (Role.VALUE, Role.TARGET) for place, _ in data.chart.columns_of(role)
    ]
    values = [value for place in places for _, value in data.numbers(place)]
    low, high = min(0.0, *values), max(0.0, *values)
    return (low, high) if low < high else (0.0, 1.0)


def _name_width(data: ChartData) -> int:
    return min(widest([row.label for row in data.drawn], size=NAME_SIZE) + 4, WIDEST_NAME)


def _names(data: ChartData, left: int) -> Option:
    return category_axis(data) | {
        "inverse": True,
        "axisLine": {"show": False, "onZero": False},
        "axisLabel": {
            "color": "var(--ink)", "fontSize": NAME_SIZE, "width": _name_width(data),
            "overflow": "truncate", "interval": 0, "align": "left", "margin": left,
        },
    }  # fmt: skip


def _names_above(thickness: int) -> Option:
    return {
        "inside": True, "verticalAlign": "bottom", "margin": 0, "width": 280,
        "padding": [0, 0, thickness // 2 + 6, 0],
    }  # fmt: skip


def _figures(data: ChartData, figures: Sequence[str], right: int) -> Option:
    """A second axis that carries the figures, under each other at the right edge."""
    return category_axis(data) | {
        "inverse": True,
        "position": "right",
        "data": list(figures),
        "axisLine": {"show": False, "onZero": False},
        "axisLabel": {
            "color": "var(--ink)", "fontSize": SMALL, "interval": 0, "align": "right",
            "margin": right,
        },
    }  # fmt: skip
