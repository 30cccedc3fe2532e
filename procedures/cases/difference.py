"""What changed between two submissions."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pages.lists.cells import plain_number
from procedures.models import Snapshot
from schemes.definition.form import (
    NUMERIC,
    Column,
    FieldKind,
    FormField,
    Question,
    is_missing,
)
from schemes.definition.scheme import SchemeDefinition


@dataclass(frozen=True)
class FieldChange:
    key: str
    label: str
    before: str
    after: str


def changes_between(
    definition: SchemeDefinition, before: Snapshot, after: Snapshot
) -> list[FieldChange]:
    """The fields that differ, in the order of the form, as people read them."""
    changes = []
    for field in definition.fields():
        if _told(field, before) != _told(field, after):
            old, new = _shown(field, before), _shown(field, after)
            if old == new:
                new += "（内容已更换）"
            changes.append(FieldChange(field.key, field.label, old, new))
    return changes


def _told(field: FormField, snapshot: Snapshot) -> object:
    """What is compared: a file by its content, for its name may stay."""
    if field.kind == FieldKind.FILE:
        return sorted(file["sha256"] for file in snapshot.files if file["field"] == field.key)
    return _shown(field, snapshot)


def _shown(field: FormField, snapshot: Snapshot) -> str:
    if field.kind == FieldKind.FILE:
        return "、".join(file["name"] for file in snapshot.files if file["field"] == field.key)
    return shown_answer(field, snapshot.answers.get(field.key))


def shown_rows(field: FormField, answer: object) -> list[list[str]]:
    """The rows of a table as people read them, a cell for each column."""
    if field.kind != FieldKind.TABLE or not isinstance(answer, list):
        return []
    return [[shown_cell(column, row) for column in field.columns] for row in answer]


def shown_cell(column: Column, row: Mapping[str, object]) -> str:
    value = row.get(column.key)
    labels = {choice.value: choice.label for choice in column.choices}
    return labels.get(str(value), separated(column, value)) if value is not None else ""


def _shown_row(field: FormField, row: Mapping[str, object]) -> str:
    cells = [(column, shown_cell(column, row)) for column in field.columns]
    return "，".join(f"{column.label} {text}{column.shown_unit}" for column, text in cells if text)


def shown_answer(field: FormField, answer: object) -> str:
    """An answer as people read it, with its unit; "" for none."""
    if is_missing(answer):
        return ""
    if field.kind == FieldKind.TABLE:
        rows = answer if isinstance(answer, list) else None
        return str(answer) if rows is None else "；".join(_shown_row(field, row) for row in rows)
    if field.kind == FieldKind.DECLARATION:
        return "已承诺"
    if field.choices:
        labels = {choice.value: choice.label for choice in field.choices}
        given = answer if isinstance(answer, list) else [answer]
        return "、".join(labels.get(str(value), str(value)) for value in given)
    return f"{separated(field, answer)} {field.shown_unit}".strip()


def separated(question: Question, answer: object) -> str:
    """A figure with its thousands separated, as the registry shows it; anything else, and a figure
    without a unit, which may be a year, as it is."""
    text = str(answer)
    if question.kind not in NUMERIC or question.shown_unit in ("", "年"):
        return text
    try:
        return plain_number(Decimal(text))
    except InvalidOperation:
        return text
