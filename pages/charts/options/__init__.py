"""What ECharts is told to draw.

Colours and fonts are named as `var(--token)` of static/css/tokens.css; static/js/charts.js puts
the values in. All text is made here, so that drawing, table and sentence say the same.
"""

from collections.abc import Callable

from pages.charts.data import ChartData
from pages.charts.declaration import Kind
from pages.charts.options.bars import bar_chart
from pages.charts.options.funnel import funnel_chart
from pages.charts.options.line import line_chart
from pages.charts.options.shared import Drawing
from pages.charts.options.stacked import stacked_chart

DRAWN_BY_ECHARTS: dict[Kind, Callable[[ChartData], Drawing]] = {
    Kind.BAR: bar_chart,
    Kind.LINE: line_chart,
    Kind.STACKED: stacked_chart,
    Kind.FUNNEL: funnel_chart,
}


def drawing_of(data: ChartData) -> Drawing:
    """The drawing of a chart of any kind but TILES, which the server draws."""
    return DRAWN_BY_ECHARTS[data.chart.kind](data)
