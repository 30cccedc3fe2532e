"""A table of sums as lines of cells: for the page, the file and the chart alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from documents.workbooks.export import Cell
from pages.report_sources import FieldKind
from reports.builder.cube import ALL, REST, Path
from reports.builder.definition import Function, Measure
from reports.builder.faults import words_of
from reports.builder.sums import Sums, groups, word

TOTAL, SUBTOTAL, TOGETHER = "合计", "小计", "合计"
MEAN_DIGITS = 2


class LineKind(StrEnum):
    """What a line of the table is."""

    GROUP = "group"
    SUBTOTAL = "subtotal"
    REST = "rest"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class LineOfSums:
    """A line: the words of its groups, one for each row dimension, and its figures."""

    kind: LineKind
    labels: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class HeadingOfSums:
    """A column of figures: the group that it is of ("" without columns across), its measure, and
    whether it is the total of the line."""

    group: str
    measure: str
    is_total: bool


@dataclass(frozen=True)
class TableOfSums:
    """A table of sums as it is read: headings of the groups, columns of figures, and lines of which
    the last is the total of all (the only one without row groups)."""

    dimensions: tuple[str, ...]
    headings: tuple[HeadingOfSums, ...]
    lines: tuple[LineOfSums, ...]
    left: int

    @property
    def group_headings(self) -> list[tuple[str, int, bool]]:
        """The groups across, how many columns each spans, and whether it is the total."""
        spans: list[tuple[str, int, bool]] = []
        for one in self.headings:
            if spans and spans[-1][0] == one.group and spans[-1][2] == one.is_total:
                spans[-1] = (one.group, spans[-1][1] + 1, one.is_total)
            else:
                spans.append((one.group, 1, one.is_total))
        return spans

    @property
    def is_across(self) -> bool:
        return any(one.group for one in self.headings)

    @property
    def groups(self) -> list[LineOfSums]:
        """The lines that are neither a total nor a subtotal."""
        return [one for one in self.lines if one.kind in (LineKind.GROUP, LineKind.REST)]

    @property
    def flat_headings(self) -> list[str]:
        """One heading for each column, as a file has them."""
        return [
            *(self.dimensions or ("",)),
            *(
                f"{one.group} · {one.measure}" if one.group else one.measure
                for one in self.headings
            ),
        ]

    def flat_lines(self) -> Iterator[list[Cell]]:
        for line in self.lines:
            yield [*line.labels, *line.cells]


def table_of(found: Sums) -> TableOfSums:
    """The table: groups in their order, each first group closed by its subtotal where there are
    two, then what was left of the first ones, then the total."""
    asked, definition = found.asked, found.asked.definition
    return TableOfSums(
        tuple(asked.field(one.field).label for one in definition.rows),
        tuple(_headings(found)),
        tuple(_lines(found)),
        found.left,
    )


def _headings(found: Sums) -> Iterator[HeadingOfSums]:
    asked = found.asked
    names = [words_of(one, asked.source) for one in found.measures]
    across = asked.definition.across
    if across is None:
        yield from (HeadingOfSums("", name, False) for name in names)
        return
    for column in found.columns:
        group = word(asked, across, column)
        yield from (HeadingOfSums(group, name, False) for name in names)
    yield from (HeadingOfSums(TOGETHER, name, True) for name in names)


def _lines(found: Sums) -> Iterator[LineOfSums]:
    asked, definition, cube = found.asked, found.asked.definition, found.cube
    depth = len(definition.rows)
    for first in _in_order(found, ()) if depth else ():
        labels = (word(asked, definition.rows[0], first),)
        if depth == 1:
            yield _line(found, LineKind.GROUP, labels, (first,))
            continue
        for second in _in_order(found, (first,)):
            both = (*labels, word(asked, definition.rows[1], second))
            yield _line(found, LineKind.GROUP, both, (first, second))
        yield _line(found, LineKind.SUBTOTAL, (*labels, SUBTOTAL), (first,))
    blank = ("",) * max(depth - 1, 0)
    if ((REST,), ALL) in cube.parts:
        words = f"其余 {found.left} 个"
        yield _line(found, LineKind.REST, (words, *blank), (REST,))
    yield _line(found, LineKind.TOTAL, (TOTAL, *blank), ())


def _in_order(found: Sums, path: Path) -> list[Any]:
    return [one for one in groups(found.asked, found.cube, path) if one is not REST]


def _line(found: Sums, kind: LineKind, labels: tuple[str, ...], path: Path) -> LineOfSums:
    columns = [*found.columns, ALL] if found.asked.definition.across else [ALL]
    return LineOfSums(
        kind,
        labels,
        tuple(
            shown_figure(found, measure, found.cube.value(path, column, place))
            for column in columns
            for place, measure in enumerate(found.measures)
        ),
    )


def shown_figure(found: Sums, measure: Measure, value: Any) -> Cell:
    """A figure as table, file and chart hold it: means are rounded here, and only here."""
    if isinstance(value, Decimal):
        if measure.function == Function.MEAN:
            return round(value, MEAN_DIGITS)
        whole = value.to_integral_value()
        return int(whole) if whole == value else value.normalize()
    if isinstance(value, int | date | datetime) or value is None:
        return value
    return str(value)


def is_time(found: Sums, measure: Measure) -> bool:
    """Whether a measure's figures are days or moments, which nobody draws."""
    field = found.asked.source.by_key.get(measure.field)
    if field is None or measure.function == Function.DISTINCT:
        return False
    return field.kind in (FieldKind.DATE, FieldKind.MOMENT)


def columns_of_measure(table: TableOfSums, measures: Sequence[Measure], place: int) -> list[int]:
    """Where the figures of one measure stand in a line, without the line's total."""
    return [
        n
        for n, heading in enumerate(table.headings)
        if n % len(measures) == place and not heading.is_total
    ]
