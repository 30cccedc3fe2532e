"""Feedback as a workbook: the empty one to fill in, and reading a filled one."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from rest_framework import serializers

from accounts.errors import RuleViolation
from enterprises.imports.cells import plain_text
from enterprises.imports.workbook import FORMULA, read_workbook
from financing.actions.report_credit import MOST_LINES
from financing.feedback_shape import FIELDS, FeedbackItem

SHEET = "授信反馈"
YES, NO = "是", "否"
AMOUNTS = ("credit_line", "paid_out", "balance")
HEADINGS = {
    name: f"{label}（{'万元' if name in AMOUNTS else '%'}）"
    if name in (*AMOUNTS, "rate")
    else label
    for name, label in FIELDS.items()
}
_SHAPES = FeedbackItem().fields
REQUIRED = frozenset(name for name, field in _SHAPES.items() if field.required)
_CHOICES: dict[str, dict[str, Any]] = {
    name: {
        str(label): value for value, label in field.choices.items() if value != ""
    }
    for name, field in _SHAPES.items()
    if isinstance(field, serializers.ChoiceField)
} | {
    name: {YES: True, NO: False}
    for name, field in _SHAPES.items()
    if isinstance(field, serializers.BooleanField)
}  # fmt: skip


@dataclass(frozen=True)
class ReadLine:
    """A row of the workbook, by its number there: the line that it says, and the cells that could
    not be read, by field."""

    row: int
    line: dict[str, Any]
    errors: dict[str, str]


def feedback_template() -> bytes:
    """The workbook to fill in, with drop-downs."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(SHEET)
    needed = book.add_format({"bold": True, "bg_color": "#DCEBEF", "bottom": 1})
    other = book.add_format({"bold": True, "bottom": 1})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, (name, heading) in enumerate(HEADINGS.items()):
        kind = {"reference": as_text, "credit_code": as_text}.get(name)
        if isinstance(_SHAPES[name], serializers.DateField):
            kind = as_day
        page.set_column(place, place, max(14, len(heading) * 2 + 2), kind)
        page.write_string(0, place, heading, needed if name in REQUIRED else other)
        if name in _CHOICES:
            page.data_validation(
                1, place, MOST_LINES, place, {"validate": "list", "source": list(_CHOICES[name])}
            )
    page.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


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
    places = {name: written[label] for name, label in FIELDS.items() if label in written}
    if missing := [HEADINGS[name] for name in FIELDS if name in REQUIRED - set(places)]:
        raise RuleViolation(f"缺少列：{'、'.join(missing)}。请使用下载的模板。")
    return places


def _read(number: int, cells: Sequence[Any], places: dict[str, int]) -> ReadLine:
    line: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        if cell is FORMULA:
            errors[name] = "是公式，请粘贴为数值。"
            continue
        text = _written(cell)
        if text == "":
            continue
        if name in _CHOICES:
            if text not in _CHOICES[name]:
                errors[name] = f"“{text[:30]}”不在可选项中：{'、'.join(_CHOICES[name])}。"
            else:
                line[name] = _CHOICES[name][text]
        else:
            line[name] = text.upper() if name == "credit_code" else text
    return ReadLine(number, line, errors)


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
