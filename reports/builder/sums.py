"""A table of sums from the database: one query for its groups, and for what is distinct one for
each of its totals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, QuerySet, Sum

from accounts.errors import RuleViolation
from pages.report_sources import FieldKind
from pages.words import EMPTY
from reports.builder.asked import Asked, annotation, bucketed
from reports.builder.conditions import month_of
from reports.builder.cube import ALL, REST, Cube, Part, Parts, Path, Place
from reports.builder.definition import Bucket, Dimension, Function, Measure
from reports.builder.patience import ON_A_PAGE, patience

MOST_COLUMNS, MOST_GROUPS, MOST_FILLED = 40, 10_000, 240
NOT_COUNTED = Part(None, 0)
_MONTHS = {Bucket.YEAR: 12, Bucket.QUARTER: 3, Bucket.MONTH: 1}


@dataclass(frozen=True)
class Sums:
    """A table of sums: its cube, the groups of its lines in their order and those of its columns,
    and how many groups were left for the last line."""

    asked: Asked
    cube: Cube
    columns: list[Any]
    left: int

    @property
    def measures(self) -> Sequence[Measure]:
        return self.asked.definition.measures


def sums(asked: Asked) -> Sums:
    """The table of a definition. Raises `RuleViolation` where it would have too many groups or
    columns, or takes too long."""
    definition = asked.definition
    with patience(ON_A_PAGE):
        atoms = list(_atoms(asked))
        if len(atoms) > MOST_GROUPS:
            raise RuleViolation(
                f"分组超过 {MOST_GROUPS:,} 个，表格放不下。请减少分组，或先增加筛选条件。"
            )
        distinct = _distinct(asked)
    functions = [one.function for one in definition.measures]
    cube = Cube.of(functions, len(definition.rows), atoms, distinct)
    if len(cube.columns) > MOST_COLUMNS:
        label = asked.field(definition.dimensions[-1].field).label
        raise RuleViolation(
            f"列分组“{label}”有 {len(cube.columns)} 个不同的值，最多 {MOST_COLUMNS} 列。"
            "请改为行分组，按更长的时间分组，或先增加筛选条件。"
        )
    columns: list[Any] = []
    if definition.across:
        columns = sorted(cube.columns, key=sort_key(asked, definition.across))
        filled = with_gaps(columns, definition.across.bucket)
        columns = filled if len(filled) <= MOST_COLUMNS else columns
    left = 0
    if definition.top and definition.rows:
        first = groups(asked, cube, ())[: definition.top]
        left = cube.leave(first)
    return Sums(asked, cube, columns, left)


def groups(asked: Asked, cube: Cube, path: Path) -> list[Any]:
    """The values of the groups below a path of the cube, in the order of the report."""
    definition = asked.definition
    dimension = definition.rows[len(path)]
    keys = [one.key for one in definition.measures]
    measure = keys.index(definition.order.by) if definition.order.by in keys else None
    found = cube.ordered(
        path, sort_key(asked, dimension), measure, descending=definition.order.descending
    )
    may_fill = measure is None and not definition.top and not definition.order.descending
    return with_gaps(found, dimension.bucket) if may_fill else found


def sort_key(asked: Asked, dimension: Dimension) -> Any:
    """By what the values of a dimension are sorted: in the order of its choices, or by
    themselves; those without a value come last."""
    places = {key: n for n, key in enumerate(asked.labels.get(dimension.field, {}))}

    def key(value: Any) -> tuple[bool, int, Any]:
        if value is REST:
            return True, 0, 0
        if places:
            return value in (None, ""), places.get(value, len(places)), 0
        return value is None, 0, 0 if value is None else value

    return key


def with_gaps(values: list[Any], bucket: Bucket | None) -> list[Any]:
    """First days of pieces of time in their order, with those between that had no rows: a month
    without anything is a month of nothing, not no month."""
    days = [one for one in values if isinstance(one, date)]
    if bucket is None or not days:
        return values
    filled: list[Any] = []
    step, day = _MONTHS[bucket], days[0]
    while day <= days[-1] and len(filled) < MOST_FILLED:
        filled.append(day)
        day = month_of(day, step)
    return [*filled, *(one for one in values if one is None)] if day > days[-1] else values


def word(asked: Asked, dimension: Dimension, value: Any) -> str:
    """What a group is called."""
    if value is None or value == "":
        return EMPTY
    if dimension.bucket:
        return _word_of_time(value, dimension.bucket)
    field = asked.field(dimension.field)
    if field.kind == FieldKind.FLAG:
        return "是" if value else "否"
    if field.kind == FieldKind.CHOICE:
        return str(asked.labels[field.key].get(value, value))
    return str(value)


def _word_of_time(day: date, bucket: Bucket) -> str:
    if bucket == Bucket.YEAR:
        return f"{day.year} 年"
    if bucket == Bucket.QUARTER:
        return f"{day.year} 年第 {(day.month + 2) // 3} 季度"
    return f"{day.year} 年 {day.month} 月"


# --- queries ------------------------------------------------------------------------------------


def _atoms(asked: Asked) -> Iterator[tuple[Path, Any, Parts]]:
    definition = asked.definition
    made: dict[str, Aggregate] = {}
    for place, measure in enumerate(definition.measures):
        made |= _aggregates(place, measure)
    depth = len(definition.rows)
    for values, parts in _grouped(asked, definition.dimensions, made):
        column = values[depth] if definition.across else ALL
        yield values[:depth], column, _parts(definition.measures, parts)


def _grouped(
    asked: Asked, dimensions: Sequence[Dimension], made: Mapping[str, Aggregate]
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The groups of some dimensions with their aggregates; without dimensions one of all rows."""
    rows = asked.rows()
    if not dimensions:
        yield (), rows.aggregate(**made)
        return
    names = [f"group_{place}" for place in range(len(dimensions))]
    by = dict(zip(names, map(bucketed, dimensions), strict=True))
    grouped: QuerySet[Any, dict[str, Any]] = rows.annotate(**by).values(*names)
    for row in grouped.annotate(**made).order_by()[: MOST_GROUPS + 1]:
        yield tuple(row.pop(name) for name in names), row


def _aggregates(place: int, measure: Measure) -> dict[str, Aggregate]:
    name = f"measure_{place}"
    if measure.function in (Function.COUNT, Function.DISTINCT):
        return {f"{name}_n": Count("*")}
    field = annotation(measure.field)
    figure = {Function.MIN: Min, Function.MAX: Max}.get(measure.function, Sum)
    return {name: figure(field), f"{name}_n": Count(field)}


def _parts(measures: Sequence[Measure], row: dict[str, Any]) -> Parts:
    return tuple(_part(measure, f"measure_{place}", row) for place, measure in enumerate(measures))


def _part(measure: Measure, name: str, row: dict[str, Any]) -> Part:
    number = row[f"{name}_n"]
    if measure.function in (Function.COUNT, Function.DISTINCT):
        return Part(number, number)
    figure = row[name]
    is_sum = measure.function in (Function.SUM, Function.MEAN)
    return Part(Decimal(figure) if is_sum and figure is not None else figure, number)


def _distinct(asked: Asked) -> dict[Place, Parts]:
    """What is distinct in every cell, subtotal and total."""
    definition = asked.definition
    made = {
        f"measure_{place}": Count(annotation(one.field), distinct=True)
        for place, one in enumerate(definition.measures)
        if one.function == Function.DISTINCT
    }
    if not made:
        return {}
    found: dict[Place, Parts] = {}
    across = [(), (definition.across,)] if definition.across else [()]
    for length, column in product(range(len(definition.rows) + 1), across):
        for values, row in _grouped(asked, (*definition.rows[:length], *column), made):
            place = values[:length], values[length] if column else ALL
            found[place] = tuple(
                Part(row[f"measure_{n}"], 0) if f"measure_{n}" in row else NOT_COUNTED
                for n in range(len(definition.measures))
            )
    return found
