"""The file of a chart: the lines of its table, and below them what they are of."""

from collections.abc import Iterator

from documents.workbooks.export import Cell, stream_workbook
from pages.charts.data import ChartData

LABEL_WIDTH = 28
FIGURE_WIDTH = 18


def headings_of(data: ChartData) -> list[str]:
    """The headings of table and file, with the unit of each figure."""
    chart = data.chart
    first, *figures = chart.columns
    units = [(column.heading, chart.unit_of(column)) for column in figures]
    return [first.heading, *(f"{name}（{unit}）" if unit else name for name, unit in units)]


def chart_workbook(data: ChartData) -> Iterator[bytes]:
    """The bytes of an xlsx file, sent while they are written."""
    chart = data.chart
    widths = [LABEL_WIDTH, *[FIGURE_WIDTH] * (len(chart.columns) - 1)]
    return stream_workbook(chart.title, headings_of(data), lines_of(data), widths=widths)


def lines_of(data: ChartData) -> Iterator[tuple[Cell, ...]]:
    """The rows, the total, and after an empty line the stamp and the source."""
    yield from (row.cells for row in data.rows)
    if data.total is not None:
        yield data.total.cells
    if notes := notes_of(data):
        yield ()
        yield from ((note,) for note in notes)


def notes_of(data: ChartData) -> list[str]:
    """What the figures are of and where they come from, as picture and file repeat it."""
    source = f"来源：{data.chart.source}" if data.chart.source else ""
    return [note for note in (data.chart.stamp, source) if note]
