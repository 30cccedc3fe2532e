"""Feedback as a workbook: its columns, and reading a filled one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from rest_framework import serializers

from accounts.errors import RuleViolation
from documents.workbooks.cells import plain_text
from documents.workbooks.reading import Unreadable, read_workbook
from financing.feedback.actions.report_credit import MOST_LINES
from financing.feedback.shape import FIELDS, SHAPES

SHEET = "授信反馈"
YES, NO = "是", "否"
AMOUNTS = ("credit_line", "paid_out", "balance")
HEADINGS = {
    name: f"{label}（{'万元' if name in AMOUNTS else '%'}）"
    if name in (*AMOUNTS, "rate")
    else label
    for name, label in FIELDS.items()
}
REQUIRED = frozenset(name for name, field in SHAPES.items() if field.required)
CHOICES: dict[str, dict[str, Any]] = {
    name: {
        str(label): value for value, label in field.choices.items() if value != ""
    }
    for name, field in SHAPES.items()
    if isinstance(field, serializers.ChoiceField)
} | {
    name: {YES: True, NO: False}
    for name, field in SHAPES.items()
    if isinstance(field, serializers.BooleanField)
}  # fmt: skip
# What workbooks that banks have at hand may still say.
FORMER_LABELS = {"renewal": "续贷"}
_FORMER_CHOICES = {"renewal": {"新增": "none"}}


@dataclass(frozen=True)
class ReadLine:
    """A row of the workbook, by its number there: the line that it says, the cells that could not
    be read, and what each cell shows, by field."""

    row: int
    line: dict[str, Any]
    errors: dict[str, str]
    cells: dict[str, str]


def width_of(name: str) -> int:
    """How wide a column is, in characters."""
    return max(14, len(HEADINGS[name]) * 2 + 2)


def cells_of_line(line: dict[str, Any]) -> dict[str, str]:
    """A line as the cells of a row say it: choices by their labels."""
    labels = {name: {v: label for label, v in of.items()} for name, of in CHOICES.items()}
    return {name: str(labels.get(name, {}).get(value, value)) for name, value in line.items()}


def read_feedback(file: IO[bytes]) -> list[ReadLine]:
    """The rows of a filled workbook, without empty ones.

    Raises `RuleViolation` for what is no workbook, a missing column and more than `MOST_LINES`.
    """
    sheet = read_workbook(file, SHEET)
    rows = iter(sheet.rows)
    try:
        _, headings = next(rows)
    except StopIteration:
        raise RuleViolation("工作表是空的，请使用下载的模板。") from None
    places = _places(headings)
    found: list[ReadLine] = []
    for number, cells in rows:
        if not any(plain_text(cell) for cell in cells):
            continue
        if len(found) == MOST_LINES:
            raise RuleViolation(f"一次最多 {MOST_LINES} 行，请拆分后再上传。")
        found.append(_read(number, cells, places))
    if not found:
        raise RuleViolation("表格里没有数据，请从第二行起填写。")
    return found


def _places(headings: Sequence[Any]) -> dict[str, int]:
    """Field -> column, by the heading with or without its unit."""
    written = {plain_text(cell).split("（")[0]: place for place, cell in enumerate(headings)}
    places = {
        name: written[label]
        for name in FIELDS
        for label in (FORMER_LABELS.get(name), FIELDS[name])
        if label in written
    }
    if missing := [HEADINGS[name] for name in FIELDS if name in REQUIRED - set(places)]:
        raise RuleViolation(f"缺少列：{'、'.join(missing)}。请使用下载的模板。")
    return places


def _read(number: int, cells: Sequence[Any], places: dict[str, int]) -> ReadLine:
    line: dict[str, Any] = {}
    errors: dict[str, str] = {}
    shown: dict[str, str] = {}
    for name, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        if isinstance(cell, Unreadable):
            errors[name] = f"{cell.reason}。"
            continue
        text = _written(cell)
        if text == "":
            continue
        shown[name] = text
        if name in CHOICES:
            choices = CHOICES[name] | _FORMER_CHOICES.get(name, {})
            if text not in choices:
                errors[name] = f"不在可选项中：{'、'.join(CHOICES[name])}。"
            else:
                line[name] = choices[text]
        else:
            line[name] = text.upper() if name == "credit_code" else text
    return ReadLine(number, line, errors, shown)


def _written(cell: Any) -> str:
    """What a cell says, as the interface would be told it."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        # Excel keeps 3.45 as 3.4500000000000002: fifteen digits are what it shows.
        return f"{Decimal(f'{cell:.15g}'):f}"
    text = plain_text(cell)
    return text.replace("/", "-") if len(text) == 10 and text[4:5] == "/" else text
