"""Bar charts: horizontal for names, vertical for rows that are ordered in time."""

from pages.charts.data import ChartData, DataRow
from pages.charts.declaration import ChartColumn, Role
from pages.charts.options.horizontal import axis_extent, horizontal_bars
from pages.charts.options.shared import (
    SERIES_COLOURS,
    SMALL,
    TONE_COLOURS,
    Drawing,
    Option,
    figure_text,
    values_of,
    widest,
)
from pages.charts.options.vertical import vertical_bars

THICKNESS, WIDTH = 14, 44


def bar_chart(data: ChartData) -> Drawing:
    """One to four bars for each row with their figures, and a mark for the target."""
    horizontal = not data.chart.ordered
    columns, targets = values_of(data), data.chart.columns_of(Role.TARGET)
    alone = len(columns) == 1
    series = [
        _bars(data, place, column, SERIES_COLOURS[number], horizontal=horizontal, alone=alone)
        for number, (place, column) in enumerate(columns)
    ]
    series += [_target(data, place, column, horizontal=horizontal) for place, column in targets]
    names = [column.heading for _, column in (*columns, *targets)]
    if not horizontal:
        return vertical_bars(data, series, names)
    texts = [[figure_text(row, place) for row in data.drawn] for place, _ in columns]
    return horizontal_bars(
        data,
        series,
        thickness=THICKNESS * len(columns) + 3 * (len(columns) - 1),
        extent=axis_extent(data),
        figures=texts[0] if alone else (),
        end_width=widest([text for column in texts for text in column]) + 12,
        names=names,
    )


def _bars(
    data: ChartData, place: int, column: ChartColumn, colour: str, *, horizontal: bool, alone: bool
) -> Option:
    return {
        "type": "bar",
        "name": column.heading,
        "barMaxWidth": THICKNESS if horizontal else WIDTH,
        "barMinHeight": 1,
        "barGap": "20%",
        "barCategoryGap": 0 if horizontal else "36%",
        "itemStyle": {"color": colour, "borderRadius": 2},
        "label": {
            # A bar alone has its figure in the column at the right.
            "show": not (horizontal and alone),
            "position": "right" if horizontal else "top",
            "color": "var(--ink)",
            "fontSize": SMALL,
        },
        "data": [_item(data, row, place, horizontal=horizontal, alone=alone) for row in data.drawn],
    }


def _item(data: ChartData, row: DataRow, place: int, *, horizontal: bool, alone: bool) -> Option:
    """One bar; less than nothing is paler and has its figure on the other side."""
    value = row.number(place)
    item: Option = {"value": value, "text": figure_text(row, place), "url": row.url}
    is_below = value is not None and value < 0
    if is_below:
        item["label"] = {"position": "left" if horizontal else "bottom"}
    if alone and row.tone:
        item["itemStyle"] = {"color": TONE_COLOURS[row.tone]}
    elif alone and is_below:
        item["itemStyle"] = {"color": "var(--sea-soft)"}
    return item


def _target(data: ChartData, place: int, column: ChartColumn, *, horizontal: bool) -> Option:
    """A short stroke across each bar where its target lies."""
    points = [(number, row.number(place)) for number, row in enumerate(data.drawn)]
    return {
        "type": "scatter",
        "name": column.heading,
        "symbol": "rect",
        "symbolSize": [2, THICKNESS + 8] if horizontal else [WIDTH + 8, 2],
        "itemStyle": {"color": "var(--ink)", "opacity": 1},
        "silent": True,
        "z": 4,
        "data": [[value, number] if horizontal else [number, value] for number, value in points],
    }
