"""Feedback as a workbook: its columns, and reading a filled one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from rest_framework import serializers

from accounts.errors import RuleViolation
from documents.workbooks.cells import (
    CellError,
    Parser,
    Percent,
    decimal,
    percentage,
    plain_text,
)
from documents.workbooks.columns import Column
from documents.workbooks.doubts import doubt_about
from documents.workbooks.headings import all_headings, arranged
from documents.workbooks.reading import read_workbook
from documents.workbooks.rows import Unreadable
from documents.written.text import code
from financing.feedback.actions.report_credit import MOST_LINES
from financing.feedback.shape import BELONGS, FIELDS, NEEDED, SHAPES, State
from financing.feedback.written import plain_text as normalised

SHEET = "授信反馈"
UNITS = {"credit_line": "万元", "paid_out": "万元", "balance": "万元", "rate": "%"}
HEADINGS = {
    name: f"{label}（{UNITS[name]}）" if name in UNITS else label for name, label in FIELDS.items()
}
REQUIRED = frozenset(name for name, shape in SHAPES.items() if shape.required)
WHOLE_ROW = ""  # where a finding is about no one column
IN_A_CELL = "；单元格请设为文本"
FORMATS = {
    "reference": "贵行自己的编号，再次反馈即为更新；字母、数字、点、横线、下划线，最多 64 位",
    "credit_code": f"18 位，不含字母 I、O、S、V、Z{IN_A_CELL}",
    "rate": "数字，单位 %，大于 0、不超过 36，最多三位小数，如 3.45（不要填 0.0345）",
    **dict.fromkeys(
        ("credit_line", "paid_out", "balance"),
        "数字，单位万元，最多两位小数，不带单位，如 500",
    ),
    "renews": "续贷的，填原贷款的银行业务编号",
    "demand": "因平台上的融资需求授信的，填需求编号，如 RZ2026000001",
    "is_checked": "平台请您核对的数字确实如此时填“是”",
}
# What the list's file and the copy to mend have besides, and what nobody reads.
VOIDED = "作废时间"
IGNORED = ("企业名称", "反馈时间", VOIDED, "作废原因", "原因")
# What workbooks that banks have at hand may still say.
FORMER_LABELS = {"renewal": ("续贷",)}
_FORMER_CHOICES: dict[str, dict[str, object]] = {"renewal": {"新增": "none"}}


@dataclass(frozen=True)
class ReadLine:
    """A row of the workbook, by its number there: the line that it says, the cells that could not
    be read, and what each cell shows, by field. One that `is_no_row` says nothing of a credit."""

    row: int
    is_no_row: bool = False
    line: dict[str, object] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)


def width_of(name: str) -> int:
    """How wide a column is, in characters."""
    return max(14, len(HEADINGS[name]) * 2 + 2)


def _choices(shape: serializers.Field) -> dict[str, object]:
    """What may stand in a cell, with the value that it says; none for a free one."""
    if isinstance(shape, serializers.BooleanField):
        return {"是": True, "否": False}
    if isinstance(shape, serializers.ChoiceField):
        return {str(label): value for value, label in shape.choices.items() if value != ""}
    return {}


def _parser(name: str, choices: dict[str, object]) -> Parser:
    """How a cell says a value as the interface would be told it."""

    def parse(cell: object) -> object:
        if name in UNITS:
            unit = UNITS[name]
            number = percentage(cell) if unit == "%" else decimal(cell, unit)
            return f"{number:f}"
        text = _written(cell)
        if not choices:
            return code(text) if name == "credit_code" else text
        known = choices | _FORMER_CHOICES.get(name, {})
        if (said := normalised(text)) not in known:
            raise CellError(f"不在可选项中：{'、'.join(choices)}。")
        return known[said]

    return parse


def _written(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Percent):
        return f"{cell.shown:f}%"
    if isinstance(cell, float):
        # Excel keeps 3.45 as 3.4500000000000002: fifteen digits are what it shows.
        return f"{Decimal(f'{cell:.15g}'):f}"
    return plain_text(cell)


def _note(name: str, choices: Iterable[str], *, is_date: bool) -> str:
    """In which states a column is filled in, in which it must be, and what with."""
    needed = [str(state.label) for state, names in NEEDED.items() if name in names]
    belongs = [str(State(one).label) for one in BELONGS.get(name, ())]
    states = needed or belongs
    when = f"状态为{'、'.join(states)}时" if states else ""
    when += "必填" if needed else "选填"
    what = FORMATS.get(name) or (
        "日期，如 2026-05-31" if is_date else f"可填：{'、'.join(choices)}"
    )
    return what if name in REQUIRED else f"{when}；{what}"


def _column(name: str, shape: serializers.Field) -> Column:
    choices, is_date = _choices(shape), isinstance(shape, serializers.DateField)
    return Column(
        key=name,
        heading=HEADINGS[name],
        parse=_parser(name, choices),
        note=_note(name, choices, is_date=is_date),
        required=name in REQUIRED,
        choices=tuple(choices),
        width=width_of(name),
        aliases=(FIELDS[name], *FORMER_LABELS.get(name, ())),
        is_text=name in ("reference", "credit_code"),
        is_date=is_date,
    )


COLUMNS = tuple(_column(name, shape) for name, shape in SHAPES.items())
_HEADINGS = (*COLUMNS, *(Column(key=text, heading=text, parse=str) for text in IGNORED))


def cells_of_line(line: dict[str, object]) -> dict[str, str]:
    """A line as the cells of a row say it: choices by their labels."""
    labels = {
        name: {value: label for label, value in _choices(shape).items()}
        for name, shape in SHAPES.items()
    }
    return {name: str(labels[name].get(value, value)) for name, value in line.items()}


def read_feedback(file: IO[bytes]) -> tuple[list[ReadLine], tuple[str, ...]]:
    """The rows of a filled workbook, without empty ones, and which sheets are left aside.

    Raises `RuleViolation` for what is no workbook, a column that is missing or has another name,
    and more than `MOST_LINES`.
    """
    book = read_workbook(file, SHEET, all_headings(COLUMNS))
    rows = iter(book.rows)
    _, headings = next(rows, (0, []))
    order = arranged(headings, _HEADINGS, sheet=book.name)
    found: list[ReadLine] = []
    for number, cells in rows:
        if not any(plain_text(cell) for cell in cells):
            continue
        if len(found) == MOST_LINES:
            raise RuleViolation(f"一次最多 {MOST_LINES} 行，请拆分后再上传。")
        found.append(_read(number, cells, order))
    if not found:
        raise RuleViolation("；".join(("表格里没有数据，请从第二行起填写", *book.unread)) + "。")
    return found, book.unread


def _read(number: int, cells: Sequence[object], order: Sequence[Column | None]) -> ReadLine:
    doubt = doubt_about(number, cells, order)
    read = ReadLine(number, is_no_row=bool(doubt))
    for column, cell in zip(order, cells, strict=False):
        if column is not None and column.key == VOIDED and plain_text(cell):
            read.errors["reference"] = f"这笔反馈已作废；确要重新反馈的，请清空“{VOIDED}”。"
        if column is None or column.key not in FIELDS or not (text := _written(cell)):
            continue
        read.cells[column.key] = text
        if isinstance(cell, Unreadable):
            read.errors[column.key] = f"{cell.reason}。"
            continue
        try:
            read.line[column.key] = column.parse(cell)
        except CellError as wrong:
            read.errors[column.key] = f"{str(wrong).rstrip('。')}。"
    if doubt:
        read.cells[WHOLE_ROW] = "，".join(read.cells.values())
        return replace(read, errors={WHOLE_ROW: f"{doubt}。"})
    return read
