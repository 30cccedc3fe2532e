"""A funnel: how many are left after each step."""

from pages.charts.data import ChartData
from pages.charts.options.horizontal import horizontal_bars
from pages.charts.options.shared import Drawing, Option, values_of

THICKNESS = 26


def funnel_chart(data: ChartData) -> Drawing:
    """A bar for each step, all about one middle, with its share of the first step.

    Not the funnel of ECharts: its last step runs out into a point, which looks like nothing.
    """
    place, column = values_of(data)[0]
    known = data.numbers(place)
    first, widest = known[0][1], max(value for _, value in known) or 1.0
    shared: Option = {
        "type": "bar", "stack": "step", "barMaxWidth": THICKNESS, "barCategoryGap": 0,
    }  # fmt: skip
    aside = {
        **shared,
        "silent": True,
        "itemStyle": {"color": "rgba(0, 0, 0, 0)"},
        "data": [(widest - value) / 2 for _, value in known],
    }
    steps = {
        **shared,
        "name": column.heading,
        "itemStyle": {"color": "var(--sea)", "borderRadius": 2},
        "data": [{"value": value, "url": row.url} for row, value in known],
    }
    figures = [
        f"{row.texts[place]} · {value / first:.0%}" if first > 0 else row.texts[place]
        for row, value in known
    ]
    extent = (0.0, widest)
    return horizontal_bars(
        data, [aside, steps], thickness=THICKNESS, extent=extent, figures=figures
    )
