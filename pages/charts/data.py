"""The rows of a chart, read once: what the drawing, the table, the sentence and the file share."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from documents.workbooks.export import Cell
from pages.charts.declaration import Chart, ChartColumn, Kind, Role, Tone, field_of

NOTHING = "—"
LATE_MARK = "◆ "


@dataclass(frozen=True)
class DataRow:
    """A row: `cells` and `texts` stand in the order of the chart's columns."""

    cells: tuple[Cell, ...]
    texts: tuple[str, ...]
    url: str = ""
    tone: Tone | None = None
    place: tuple[int | None, int | None] = (None, None)
    organisation_id: int | None = None

    @property
    def label(self) -> str:
        return self.texts[0]

    def number(self, column: int) -> float | None:
        """The figure of a column as drawings have it."""
        cell = self.cells[column]
        return float(cell) if isinstance(cell, int | float | Decimal) else None


@dataclass(frozen=True)
class ChartData:
    """A chart with its rows. `drawn` are those that the drawing has room and figures for."""

    chart: Chart
    rows: tuple[DataRow, ...]
    drawn: tuple[DataRow, ...]
    total: DataRow | None

    @property
    def is_empty(self) -> bool:
        return not self.drawn

    @property
    def left_out(self) -> int:
        return len(self.rows) - len(self.drawn)

    def numbers(self, column: int) -> list[tuple[DataRow, float]]:
        """The drawn rows that have a figure in `column`, with it."""
        known = ((row, row.number(column)) for row in self.drawn)
        return [(row, value) for row, value in known if value is not None]


def read_chart(chart: Chart) -> ChartData:
    """Query the rows of a chart, in the active scope."""
    found = chart.rows() if callable(chart.rows) else chart.rows
    rows = tuple(_read(chart, row) for row in found)
    total = None if chart.total is None else _read_cells(chart, chart.total)
    return ChartData(chart, rows, _drawn(chart, rows), total)


def text_of(value: Cell, digits: int, unit: str = "") -> str:
    """A figure as people read it: grouped digits, a true minus, per cent signs; no sign on zero."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, int | float | Decimal):
        text = f"{value:,.{digits}f}".replace("-", "−")
        return f"{text}%" if unit == "%" else text
    return value.isoformat() if isinstance(value, date) else str(value)


def with_unit(text: str, unit: str) -> str:
    """The text of a figure with its unit; the sign of per cent stands in the text already."""
    return f"{text} {unit}" if unit and unit != "%" and text != NOTHING else text


def _read(chart: Chart, row: object) -> DataRow:
    plain = _read_cells(chart, row)
    return DataRow(
        plain.cells,
        plain.texts,
        url=chart.url(row) if chart.url else "",
        tone=chart.tone(row) if chart.tone else None,
        place=_place(chart, row),
        organisation_id=_organisation(row),
    )


def _read_cells(chart: Chart, row: object) -> DataRow:
    cells = tuple(_rounded(column, column.read(row)) for column in chart.columns)
    figures = zip(cells[1:], chart.columns[1:], strict=True)
    # A label may be a number, such as a year, and is no figure.
    label = cells[0].isoformat() if isinstance(cells[0], date) else str(cells[0])
    texts = (text_of(cell, column.digits, chart.unit_of(column)) for cell, column in figures)
    return DataRow(cells, (label, *texts))


def _rounded(column: ChartColumn, value: Cell) -> Cell:
    """The value with the column's decimals; what is no number is missing."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    # The sum with zero takes the sign from what rounds to nothing.
    if isinstance(value, float):
        return round(value, column.digits) + 0.0
    if isinstance(value, Decimal):
        return round(value, column.digits) + 0
    return value


def _place(chart: Chart, row: object) -> tuple[int | None, int | None]:
    if chart.kind != Kind.TILES:
        return None, None
    if chart.place:
        return chart.place(row)
    return field_of(row, "tile_column"), field_of(row, "tile_row")


def _organisation(row: object) -> int | None:
    found = row.get("organisation_id") if isinstance(row, dict) else None
    return found or getattr(row, "organisation_id", None)


def _drawn(chart: Chart, rows: Iterable[DataRow]) -> tuple[DataRow, ...]:
    """The rows to draw. A line keeps its gaps, for they are a part of its course."""
    roles = (Role.VALUE, Role.TARGET, Role.LOW, Role.HIGH)
    places = [place for role in roles for place, _ in chart.columns_of(role)]
    values = [place for place, _ in chart.columns_of(Role.VALUE)]
    rows = tuple(rows)
    if not any(row.number(place) is not None for row in rows for place in places):
        return ()
    if chart.kind == Kind.LINE:
        return rows
    if chart.kind == Kind.TILES:
        return tuple(row for row in rows if None not in row.place)
    known = [row for row in rows if any(row.number(place) is not None for place in values)]
    return tuple(known if chart.ordered else known[: chart.most])
