"""The rows of a report that lists them: a first page of them, their number, and all of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from accounts.errors import RuleViolation
from documents.workbooks.export import Cell
from pages.lists import Column
from pages.lists.keyset import counted
from pages.report_sources import FieldKind, ReportField
from reports.builder.asked import Asked, annotation
from reports.builder.patience import ON_A_PAGE, patience

SHOWN, IN_PREVIEW, MOST_EXPORTED, FETCHED = 50, 20, 200_000, 2_000
KEPT_BACK = "保存后显示"
TOO_MANY = (
    f"符合条件的超过 {MOST_EXPORTED:,} 行，没有导出。"
    "请增加筛选条件（如按年份或区市分几次导出），或改用汇总。"
)
Line = Sequence[Any]
Converter = Callable[[Any], Cell]


@dataclass(frozen=True)
class Listing:
    """The first rows of a report with their keys, how many there are, and whether there are more
    than were counted."""

    columns: list[Column[Line]]
    lines: list[list[Cell]]
    number: int
    more: bool
    keys: list[int]


def listing(asked: Asked, *, is_preview: bool = False) -> Listing:
    """The first page of a report. Two queries, and one for each choice of rows. A preview is
    shorter, and keeps personal data back: it comes anew with every change."""
    columns = columns_of(asked)
    with patience(ON_A_PAGE):
        number, more = _number(asked)
        names = map(annotation, asked.definition.columns)
        found = list(
            ordered(asked)[: IN_PREVIEW if is_preview else SHOWN].values_list(*names, "pk")
        )
    converters = converters_of(asked)
    if is_preview:
        converters = [
            _kept_back if asked.field(key).personal else convert
            for key, convert in zip(asked.definition.columns, converters, strict=True)
        ]
    lines = [_cells(converters, row[:-1]) for row in found]
    return Listing(columns, lines, number, more, [row[-1] for row in found])


def _number(asked: Asked) -> tuple[int, bool]:
    """How many rows there are, and whether there are more than a file may hold."""
    top = asked.definition.top
    number, more = counted(asked.rows(), top or MOST_EXPORTED)
    return number, more and not top


def ordered(asked: Asked) -> QuerySet[Any]:
    """The rows in the order that the report asks for, made unique by the source's own."""
    order, rows = asked.definition.order, asked.rows()
    if order.by:
        by = F(asked.field(order.by).sort or annotation(order.by))
        first = by.desc(nulls_last=True) if order.descending else by.asc(nulls_last=True)
        rows = rows.order_by(first, *asked.source.order)
    else:
        rows = rows.order_by(*asked.source.order)
    return rows[: asked.definition.top] if asked.definition.top else rows


def all_lines(asked: Asked) -> Iterator[list[Cell]]:
    """Every row, for a file. Raises `RuleViolation` where there are too many: ask `too_many`
    before the first byte goes out."""
    rows = ordered(asked).values_list(*map(annotation, asked.definition.columns))
    converters = converters_of(asked)
    for number, row in enumerate(rows.iterator(FETCHED), 1):
        if number > MOST_EXPORTED:
            raise RuleViolation(TOO_MANY)
        yield _cells(converters, row)


def refuse_too_many(asked: Asked) -> int:
    """How many rows a file would hold. Raises `RuleViolation` where they are too many."""
    number, more = _number(asked)
    if more:
        raise RuleViolation(TOO_MANY)
    return number


def columns_of(asked: Asked) -> list[Column[Line]]:
    """The columns of the table and of the file."""
    return [_column(place, asked.field(key)) for place, key in enumerate(asked.definition.columns)]


def _column(place: int, field: ReportField) -> Column[Line]:
    def cell(line: Line) -> Cell:
        found: Cell = line[place]
        return found

    return Column(
        field.key,
        field.label,
        cell,
        unit=field.unit or ("万元" if field.kind == FieldKind.MONEY else ""),
        number=field.kind.is_figure,
        long=field.long,
        personal=field.personal,
        confidential=field.confidential,
        width=22 if field.kind == FieldKind.CODE else 0,
    )


def _kept_back(value: object) -> Cell:
    return KEPT_BACK if value else ""


def _cells(converters: Sequence[Converter | None], row: Sequence[Any]) -> list[Cell]:
    return [
        convert(value) if convert else value for convert, value in zip(converters, row, strict=True)
    ]


def converters_of(asked: Asked) -> list[Converter | None]:
    """What makes cells of values, one for each column; None where the value is one already."""
    return [converter(asked.field(key), asked) for key in asked.definition.columns]


def converter(field: ReportField, asked: Asked) -> Converter | None:
    """What makes a cell of a value of `field`."""
    if field.kind == FieldKind.FLAG:
        return lambda value: "" if value is None else "是" if value else "否"
    if field.kind == FieldKind.CHOICE:
        labels = asked.labels[field.key]
        return lambda value: labels.get(value, value)
    return None
