"""The legend above a drawing, and the height that it takes."""

from collections.abc import Sequence

from pages.charts.data import ChartData
from pages.charts.declaration import Kind, Role
from pages.charts.options.shared import SMALL, Option, widest

# The least width of each form, in pixels.
WIDE_WIDTH, NARROW_WIDTH = 440, 290
LEGEND_LINE = 30
_STROKE = "path://M0,0L2,0L2,14L0,14Z"


def legend(data: ChartData, names: Sequence[str]) -> Option:
    """The names of the series, above the drawing; none for one alone, which the title names.

    The band of a line is the last of them.
    """
    targets = [column.heading for _, column in data.chart.columns_of(Role.TARGET)]
    is_line = data.chart.kind == Kind.LINE
    icons = dict.fromkeys([] if is_line else targets, _STROKE)
    if is_line and data.chart.has_band:
        icons[names[-1]] = "rect"
    return {
        "show": len(names) > 1,
        "data": [{"name": name, "icon": icons[name]} if name in icons else name for name in names],
        "left": 0,
        "top": 0,
        "padding": 0,
        "selectedMode": False,
        "itemWidth": 22,
        "itemHeight": 10,
        "itemGap": 18,
        "textStyle": {"color": "var(--ink-2)", "fontSize": SMALL},
    }


def legend_height(names: Sequence[str], width: int) -> int:
    """Pixels above the drawing that a legend of `names` takes in `width`."""
    if len(names) < 2:
        return 0
    lines, used = 1, 0
    for name in names:
        needed = 27 + widest([name]) + 18
        if used and used + needed > width:
            lines, used = lines + 1, 0
        used += needed
    return lines * LEGEND_LINE + 4
