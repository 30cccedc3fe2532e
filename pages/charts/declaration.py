"""How a chart is declared: what it draws, in which columns, and where its rows come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.workbooks.export import Cell


class Kind(StrEnum):
    """What is drawn."""

    BAR = "bar"
    LINE = "line"
    STACKED = "stacked"
    FUNNEL = "funnel"
    TILES = "tiles"


class Role(StrEnum):
    """What a column is in the drawing. Every column stands in the table and in the file."""

    VALUE = "value"
    # A mark on each bar, or a broken line.
    TARGET = "target"
    # The edges of a band around a line, such as P10 and P90.
    LOW = "low"
    HIGH = "high"
    # Not drawn.
    EXTRA = "extra"


class Tone(StrEnum):
    """How a row stands. The values are the classes of static/css/figures.css."""

    FAR = "far"
    GOOD = "good"
    NEAR = "near"
    LATE = "late"


@dataclass(frozen=True)
class ChartColumn:
    """A column: `value` of each row, or without it the row's attribute or key `key`.

    `unit` replaces the chart's for a column that is not drawn; `digits` are decimals shown and
    written to the file.
    """

    key: str
    heading: str
    role: Role = Role.VALUE
    digits: int = 0
    unit: str | None = None
    value: Callable[[Any], Cell] | None = None

    def read(self, row: object) -> Cell:
        """The row's value in this column."""
        found: Cell = self.value(row) if self.value else field_of(row, self.key)
        return found


# What the drawing of each kind needs of its columns: the least and the most columns of values.
VALUES = {
    Kind.BAR: (1, 4),
    Kind.LINE: (1, 4),
    Kind.STACKED: (2, 6),
    Kind.FUNNEL: (1, 1),
    Kind.TILES: (1, 1),
}
DRAWN_BESIDE_VALUES = {
    Kind.BAR: {Role.TARGET},
    Kind.LINE: {Role.TARGET, Role.LOW, Role.HIGH},
    Kind.STACKED: set[Role](),
    Kind.FUNNEL: set[Role](),
    Kind.TILES: set[Role](),
}


@dataclass(frozen=True)
class Chart:
    """A chart, the table behind it and the file of both.

    key: names the chart in templates and in the address of its file; a Python identifier.
    title: what the chart says, best its finding.
    columns: the first holds the label of each row, the others figures.
    rows: the rows in the order of drawing, or a function that queries them. It is called once for
        a page and once for a file, in the reader's scope.
    unit: of all drawn figures, such as 万元 or %.
    stamp: the time and the filter that the figures are of, as people read them.
    source: where the figures come from.
    ordered: the rows follow each other in time: bars are vertical, the sentence tells the trend.
    total: a row that closes the table and the file and is not drawn.
    url: where a row leads; a tile and the label in the table are links then.
    tone, legend: how a row stands, and the word for each tone. Tiles have their share of the
        largest value without them.
    now: the label of the last row that is not a forecast, marked in a line.
    most: bars that are drawn; the rest stand in the table alone.
    place: column and row of a tile, counted from 1; `tile_column` and `tile_row` of the row
        unless given. Rows without a place are in the table alone.
    empty, hint: what stands in place of a chart without data, and what to do about it.

    Raises ValueError where the columns do not fit the kind.
    """

    key: str
    title: str
    kind: Kind
    columns: tuple[ChartColumn, ...]
    rows: Callable[[], Iterable[object]] | Iterable[object]
    unit: str = ""
    stamp: str = ""
    source: str = ""
    ordered: bool = False
    total: object | None = None
    url: Callable[[Any], str] | None = None
    tone: Callable[[Any], Tone | None] | None = None
    legend: tuple[tuple[Tone, str], ...] = ()
    now: str = ""
    most: int = 20
    place: Callable[[Any], tuple[int | None, int | None]] | None = None
    empty: str = "没有可以显示的数据"
    hint: str = ""

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise ValueError(f"chart {self.key!r}: {fault}")

    def columns_of(self, role: Role) -> tuple[tuple[int, ChartColumn], ...]:
        """The columns with `role` and their places; the column of labels has none."""
        return tuple(
            (place, column)
            for place, column in enumerate(self.columns)
            if place and column.role == role
        )

    def unit_of(self, column: ChartColumn) -> str:
        return self.unit if column.unit is None else column.unit

    @property
    def has_band(self) -> bool:
        return bool(self.columns_of(Role.LOW))


def field_of(row: object, key: str) -> Any:
    """The attribute `key` of a row, or its value where the row is a mapping."""
    return row[key] if isinstance(row, dict) else getattr(row, key)


def _faults(chart: Chart) -> Iterable[str]:
    """What is wrong with a declaration, for the developer."""
    if not chart.key.isidentifier():
        yield "the key must be a Python identifier"
    least, most = VALUES[chart.kind]
    values = len(chart.columns_of(Role.VALUE))
    if not least <= values <= most:
        yield f"a chart of kind {chart.kind} draws {least} to {most} values, not {values}"
    allowed = {Role.VALUE, Role.EXTRA} | DRAWN_BESIDE_VALUES[chart.kind]
    for column in chart.columns[1:]:
        if column.role not in allowed:
            yield f"a chart of kind {chart.kind} does not draw {column.role} ({column.key})"
        if column.unit is not None and column.role != Role.EXTRA:
            yield f"{column.key} is drawn and has the chart's unit"
    if len(chart.columns_of(Role.LOW)) != len(chart.columns_of(Role.HIGH)):
        yield "a band has a low and a high edge"
    if len(chart.columns_of(Role.LOW)) > 1 or len(chart.columns_of(Role.TARGET)) > 1:
        yield "there is one band and one target at most"
