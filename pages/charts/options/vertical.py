"""Bars that stand, in the order of time."""

from collections.abc import Sequence

from pages.charts.data import ChartData
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
    with_behaviour,
)

HEIGHT = 300


def vertical_bars(data: ChartData, series: Sequence[Option], names: Sequence[str]) -> Drawing:
    """Bars from below, in the order of time; `names` of the series for the legend."""
    above, narrow_above = legend_height(names, WIDE_WIDTH), legend_height(names, NARROW_WIDTH)
    option = base_option(patterns=len(values_of(data)) > 1) | {
        "grid": {"left": 0, "right": 0, "top": above + 24, "bottom": 28, "outerBoundsMode": "none"},
        "legend": legend(data, names),
        "xAxis": category_axis(data),
        "yAxis": value_axis(shown=False),
        "series": with_behaviour(data, series),
    }
    return Drawing(
        option,
        narrow={
            "grid": {"top": narrow_above + 24},
            "series": [{"label": {"fontSize": SMALL - 2}} for _ in series],
        },
        height=HEIGHT + above,
        narrow_height=HEIGHT + narrow_above,
        tooltips=tooltips_of(data, data.drawn),
    )
