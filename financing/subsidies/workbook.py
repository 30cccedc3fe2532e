"""Lines of a claim as a workbook: the empty one, reading a filled one, and one with its errors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from accounts.errors import RuleViolation
from documents.workbooks.annotated import write_annotated
from documents.workbooks.cells import CellError, plain_text
from documents.workbooks.columns import Column
from documents.workbooks.doubts import doubt_about
from documents.workbooks.headings import arranged
from documents.workbooks.rows import Unreadable
from documents.workbooks.source import address, read_source
from documents.workbooks.template import write_template
from financing.subsidies.line_rules import problems_of
from financing.subsidies.shape import LineField

SHEET = "资金明细"
MOST_ROWS = 5_000
NOTES = (
    "每行一条明细，从第二行起填写；金额单位一律是元，照发票填写。",
    "同一发票（借据、保单）再次导入即更新原来的行，行号不变；不会重复写入。",
    "编号、号码和税号的单元格请设为文本。",
)


@dataclass
class ReadRow:
    """A row of the workbook by its number there: what it says, as text by field, and what is wrong
    in which field."""

    row: int
    typed: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class ReadSheet:
    """All rows, the cells as they were sent, and the column of each field from 0."""

    rows: list[ReadRow]
    cells: list[list[str]]
    places: dict[str, int]

    def finding(self, row: ReadRow, name: str, text: str) -> dict[str, object]:
        """A wrong cell as the page lists it."""
        place = self.places.get(name, 0)
        return {
            "row": row.row,
            "place": place,
            "cell": address(row.row, place),
            "column": self.cells[0][place] if place < len(self.cells[0]) else "",
            "value": row.typed.get(name, ""),
            "text": text,
        }


def columns_of(fields: Sequence[LineField]) -> list[Column]:
    """The columns of the workbook, one a field."""
    return [
        Column(
            key=one.key,
            heading=one.heading,
            parse=one.parse,
            note=one.help,
            required=one.required,
            choices=("是", "否") if one.is_flag else tuple((one.choices or {}).values()),
            width=max(12, len(one.heading) * 2 + 2),
            aliases=(one.label,),
            is_text=not (one.is_money or one.is_date),
            is_date=one.is_date,
        )
        for one in fields
    ]


def empty_workbook(fields: Sequence[LineField]) -> bytes:
    """The workbook to fill in."""
    return write_template(SHEET, columns_of(fields), NOTES)


def read_lines(file: IO[bytes], name: str, kind: str, fields: Sequence[LineField]) -> ReadSheet:
    """Read a filled workbook. Raises `RuleViolation` for what is none, for missing and unknown
    columns, and for more than `MOST_ROWS` rows."""
    source = read_source(file, name, SHEET, columns_of(fields))
    order = arranged(source.headings, columns_of(fields), sheet=source.sheet)
    places = {one.key: place for place, one in enumerate(order) if one is not None}
    cells = [[plain_text(cell) for cell in source.headings]]
    rows: list[ReadRow] = []
    for number, found in source.rows:
        while len(cells) < number - 1:
            cells.append([])
        cells.append([_as_text(cell) for cell in found])
        if not any(cells[-1]):
            continue
        if len(rows) == MOST_ROWS:
            raise RuleViolation(f"一次最多 {MOST_ROWS:,} 行，请拆分后再上传。")
        rows.append(_read(number, found, order, kind, fields))
    if not rows:
        raise RuleViolation("表格里没有数据，请从第二行起填写。")
    return ReadSheet(rows, cells, places)


def _read(
    number: int,
    cells: Sequence[object],
    order: Sequence[Column | None],
    kind: str,
    fields: Sequence[LineField],
) -> ReadRow:
    read = ReadRow(number)
    if doubt := doubt_about(number, cells, order):
        read.errors[fields[0].key] = f"{doubt.rstrip('。')}。"
        return read
    by_key = {
        column.key: cell for column, cell in zip(order, cells, strict=False) if column is not None
    }
    for one in fields:
        cell = by_key.get(one.key)
        read.typed[one.key] = _as_text(cell)
        try:
            if isinstance(cell, Unreadable):
                raise CellError(cell.reason)
            value = one.parse(cell)
        except CellError as wrong:
            read.errors[one.key] = f"{str(wrong).rstrip('。')}。"
            continue
        if value in (None, "") and one.required:
            read.errors[one.key] = f"请填写{one.label}。"
        read.values[one.key] = value
    for name, text in problems_of(kind, read.values).items():
        read.errors.setdefault(name, text)
    return read


def with_errors(cells: Sequence[Sequence[str]], findings: Sequence[Mapping[str, Any]]) -> bytes:
    """The sheet as it was sent, with every wrong cell marked and its reason in a last column."""
    reasons: dict[int, dict[int, list[str]]] = {}
    for one in findings:
        reasons.setdefault(one["row"], {}).setdefault(one["place"], []).append(one["text"])
    numbered: Iterator[tuple[int, Sequence[object]]] = (
        (number, row) for number, row in enumerate(cells, 1)
    )
    return write_annotated(SHEET, numbered, reasons)


def kept_text(value: object) -> str:
    """A value as it is staged until it is written; `parse` of its field reads it back."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and not cell.is_integer():
        return f"{Decimal(f'{cell:.15g}'):f}"
    return plain_text(cell)
