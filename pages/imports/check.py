"""Checking a file against the rules of the model and what is in the catalogue."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models

from accounts.errors import RuleViolation
from documents.fields import NumberField
from documents.workbooks.cells import CellError
from documents.workbooks.columns import Column
from documents.workbooks.doubts import doubt_about
from documents.workbooks.headings import arranged
from documents.workbooks.rows import Unreadable
from documents.workbooks.source import Source, address
from documents.written.sql import key_of
from pages.imports.models import Problem, StagedRow
from pages.models import RecordModel
from pages.records.actions import check
from pages.words import EMPTY, field_named, pair, to_json, value_word

if TYPE_CHECKING:
    from pages.imports.declaration import RecordImport

MOST_ROWS = 2000
RETIRED = "这一项在平台上已停用，请先恢复"
FOREIGN = "平台上的这一项不归您修改"


@dataclass
class Line:
    """A row of the file: its values that are not empty by field, and its wrong cells by field with
    the reason. The key "" is the row as a whole; one that `is_no_row` has no other problem."""

    number: int
    cells: dict[str, object]
    is_no_row: bool = False
    values: dict[str, object] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass
class Checked:
    """What a check found, as `StagedImport` keeps it."""

    rows: list[StagedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    wrong: int = 0


def check_source(kind: RecordImport, source: Source) -> Checked:
    """Judge every row of `source`. Raises `RuleViolation` for wrong headings, for a file without
    rows and for one with more than `MOST_ROWS`."""
    columns = kind.columns()
    order = arranged(source.headings, columns, required=kind.key, sheet=source.sheet)
    lines = list(_lines(source, order, kind.key[0]))
    if not lines:
        raise RuleViolation("；".join(("文件中只有列名，没有数据行", *source.unread)) + "。")
    _refuse_repeats(kind, lines)
    known = _known(kind, lines)
    places = {column.key: place for place, column in enumerate(order) if column}
    headings = {column.key: column.heading for column in columns}
    found = Checked(problems=[_about_the_file(one) for one in source.unread])
    for line in lines:
        if line.is_no_row:
            found.wrong += 1
        else:
            _judge(kind, line, known, found)
        for key, reason in line.problems.items():
            place = places.get(key, places[kind.key[0]])
            shown = line.cells.get(key, "")
            found.problems.append(
                {
                    "sheet": source.sheet,
                    "cell": address(line.number, place),
                    "column": headings.get(key, ""),
                    "value": str(shown if shown is not None else "")[:60],
                    "reason": reason.rstrip("。"),
                }
            )
    return found


def _about_the_file(reason: str) -> Problem:
    return {"sheet": "", "cell": "", "column": "", "value": "", "reason": reason}


def _lines(source: Source, order: Sequence[Column | None], key: str) -> Iterator[Line]:
    read = [(place, column) for place, column in enumerate(order) if column is not None]
    count = 0
    for number, cells in source.rows:
        shown = {c.key: cells[place] if place < len(cells) else None for place, c in read}
        if all(cell in (None, "") for cell in shown.values()):
            continue
        count += 1
        if count > MOST_ROWS:
            raise RuleViolation(f"一次最多导入 {MOST_ROWS:,} 行，请拆分后再上传。")
        line = Line(number, shown)
        if doubt := doubt_about(number, cells, order):
            line.problems[key], line.is_no_row = doubt, True
        else:
            for _, column in read:
                _read(line, column, shown[column.key])
        yield line


def _read(line: Line, column: Column, cell: object) -> None:
    if isinstance(cell, Unreadable):
        line.problems[column.key] = cell.reason
        return
    try:
        value = None if cell in (None, "") else column.parse(cell)
    except CellError as error:
        line.problems[column.key] = str(error)
        return
    if value is not None:
        line.values[column.key] = value


def _refuse_repeats(kind: RecordImport, lines: list[Line]) -> None:
    """A key must be whole, and no two rows may share it, or a value that is unique."""
    model = kind.record.model
    lines = [line for line in lines if not line.is_no_row]
    for line in lines:
        for name in kind.key:
            if name not in line.values:
                line.problems.setdefault(name, "必填，不能留空")
    unique = [(f.name,) for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    for names in dict.fromkeys((kind.key, *unique)):
        first: dict[tuple[str, ...], int] = {}
        for line in lines:
            if any(name not in line.values for name in names):
                continue
            value = tuple(
                str(_compared(field_named(model, name), line.values[name])) for name in names
            )
            if value in first:
                line.problems.setdefault(names[0], f"与第 {first[value]} 行重复")
            first.setdefault(value, line.number)


def _known(kind: RecordImport, lines: list[Line]) -> dict[tuple[object, ...], RecordModel]:
    """The rows of the catalogue that the file may name, by their key."""
    first = kind.key[0]
    by = field_named(kind.record.model, first)
    named = [_compared(by, line.values[first]) for line in lines if first in line.values]
    rows = kind.kept.rows()
    if isinstance(by, NumberField):
        rows = rows.alias(key=key_of(first)).filter(key__in=named)
    else:
        rows = rows.filter(**{f"{first}__in": named})
    return {_key_of(kind, row): row for row in rows}


def _key_of(kind: RecordImport, row: RecordModel) -> tuple[object, ...]:
    fields = [field_named(row, name) for name in kind.key]
    return tuple(_compared(field, getattr(row, field.attname)) for field in fields)


def _compared(field: models.Field, value: object) -> object:
    """What the spellings of a number have in common; any other value as it is."""
    return field.key(str(value)) if isinstance(field, NumberField) else value


def _found(
    kind: RecordImport, line: Line, known: dict[tuple[object, ...], RecordModel]
) -> RecordModel | None:
    """The row of the catalogue that the line is about. Its key keeps its spelling."""
    fields = {name: field_named(kind.record.model, name) for name in kind.key}
    said = (_compared(fields[name], line.values.get(name)) for name in kind.key)
    old = known.get(tuple(said))
    if old is not None:
        line.values |= {name: getattr(old, field.attname) for name, field in fields.items()}
    return old


def _judge(
    kind: RecordImport, line: Line, known: dict[tuple[object, ...], RecordModel], found: Checked
) -> None:
    """Add the row to what is to be written, or to the unchanged, or name what is wrong with it."""
    old = _found(kind, line, known)
    if old is not None and old.is_retired:
        line.problems.setdefault(kind.key[0], RETIRED)
    elif old is not None and not kind.kept.may_edit(old):
        line.problems.setdefault(kind.key[0], FOREIGN)
    row = copy.copy(old) if old is not None else kind.kept.new_row()
    changes = _changes(row, line, is_new=old is None)
    _apply_rules(row, line)
    if line.problems:
        found.wrong += 1
    elif not changes:
        found.unchanged += 1
    else:
        found.rows.append(
            {
                "number": line.number,
                "pk": None if old is None else old.pk,
                "version": None if old is None else old.version,
                "title": kind.kept.heading(row),
                "values": {name: to_json(value) for name, value in line.values.items()},
                "changes": changes,
            }
        )


def _changes(row: RecordModel, line: Line, *, is_new: bool) -> list[tuple[str, str, str]]:
    """Give `row` the values of the line; what differs, in words. A new row always does."""
    told = []
    for name, value in line.values.items():
        model_field = field_named(row, name)
        before = getattr(row, model_field.attname)
        if before == value and not is_new:
            continue
        old = EMPTY if is_new else value_word(model_field, getattr(row, name))
        setattr(row, model_field.attname, value)
        new = value_word(model_field, getattr(row, name))
        told.append((str(model_field.verbose_name), *pair(old, new)))
    return told


def _apply_rules(row: RecordModel, line: Line) -> None:
    """Name the cells by which the model's rules are broken, besides those that cannot be read."""
    try:
        check(row)
    except RuleViolation as refusal:
        for name, reason in refusal.errors.items():
            line.problems.setdefault(name, reason)
