"""Stacked bars: what a sum is made of."""

from pages.charts.data import ChartData, text_of
from pages.charts.declaration import ChartColumn
from pages.charts.options.horizontal import horizontal_bars
from pages.charts.options.shared import (
    SERIES_COLOURS,
    SMALL,
    Drawing,
    Option,
    values_of,
)
from pages.charts.options.vertical import vertical_bars

THICKNESS, WIDTH = 20, 56


def stacked_chart(data: ChartData) -> Drawing:
    """The parts of each row in one bar, and their sum; vertical where ordered in time."""
    horizontal = not data.chart.ordered
    columns = values_of(data)
    series = [
        _part(data, place, column, SERIES_COLOURS[number], horizontal=horizontal)
        for number, (place, column) in enumerate(columns)
    ]
    names = [column.heading for _, column in columns]
    digits = max(column.digits for _, column in columns)
    parts = [[row.number(place) or 0.0 for place, _ in columns] for row in data.drawn]
    texts = [text_of(sum(row), digits, data.chart.unit) for row in parts]
    if not horizontal:
        return vertical_bars(data, [*series, _sums(texts)], names)
    # What is less than nothing is stacked on the other side of zero.
    low = min(sum(value for value in row if value < 0) for row in parts)
    high = max(sum(value for value in row if value > 0) for row in parts)
    extent = (low, high) if low < high else (0.0, 1.0)
    return horizontal_bars(
        data, series, thickness=THICKNESS, extent=extent, figures=texts, names=names
    )


def _part(
    data: ChartData, place: int, column: ChartColumn, colour: str, *, horizontal: bool
) -> Option:
    return {
        "type": "bar",
        "name": column.heading,
        "stack": "whole",
        "barMaxWidth": THICKNESS if horizontal else WIDTH,
        "barCategoryGap": 0 if horizontal else "36%",
        "itemStyle": {
            "color": colour,
            "borderColor": "var(--sheet)",
            "borderWidth": 1,
        },
        "data": [{"value": row.number(place), "url": row.url} for row in data.drawn],
    }


def _sums(texts: list[str]) -> Option:
    """A bar without length on top, that carries the text of the sum."""
    return {
        "type": "bar",
        "name": "合计",
        "stack": "whole",
        "silent": True,
        "label": {"show": True, "position": "top", "color": "var(--ink)", "fontSize": SMALL},
        "data": [{"value": 0, "text": text} for text in texts],
    }
