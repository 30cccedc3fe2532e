"""A paper as a workbook: its tables with figures as numbers and codes as text, and raw data."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pages.paper_sections import Form
from reports.papers.document import PaperDocument

_FORBIDDEN = str.maketrans("", "", "[]:*?/\\")
_FORMATS = {Form.COUNT: "#,##0", Form.SIGNED: "+#,##0;-#,##0;0", Form.PERCENT: '0"%"'}
_WORDS = (Form.TEXT, Form.FIGURES)
_LONGEST_NAME = 31


def as_excel(document: PaperDocument, data: Mapping[str, Any]) -> bytes:
    """The tables and pictures of `data` on a sheet each; the same data give the same bytes."""
    stored = BytesIO()
    day = document.dated
    with Workbook(stored, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties(
            {
                "title": document.name,
                "author": document.issuer,
                "created": datetime(day.year, day.month, day.day),
            }
        )
        formats = {form: book.add_format({"num_format": one}) for form, one in _FORMATS.items()}
        bold = book.add_format({"bold": True})
        _about(book.add_worksheet("说明"), document, data, bold)
        for heading in data["headings"]:
            for item in heading["items"]:
                table = item if item["what"] == "table" else _as_table(item)
                kind = "表" if item["what"] == "table" else "图"
                name = f"{kind}{item['number']} {item['title']}"
                _sheet(book.add_worksheet(_named(name)), table, formats, bold)
        for number, table in enumerate(data["raw"], 1):
            name = f"原始数据{number} {table['title']}"
            _sheet(book.add_worksheet(_named(name)), table, formats, bold)
    return stored.getvalue()


def _named(name: str) -> str:
    return name.translate(_FORBIDDEN)[:_LONGEST_NAME]


def _as_table(bars: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "columns": [
            {"heading": "区市", "form": Form.TEXT},
            {"heading": "与应达之差", "form": Form.SIGNED},
        ],
        "rows": [(bar["label"], bar["value"]) for bar in bars["bars"]],
        "title": bars["title"],
        "source": f"{bars['source']}{bars['note']}",
    }


def _about(
    sheet: Worksheet, document: PaperDocument, data: Mapping[str, Any], bold: object
) -> None:
    lines: Sequence[tuple[str, str]] = (
        ("报告", document.name),
        ("期间", data["label"]),
        ("编印单位", document.issuer),
        ("编印日期", document.dated_in_words),
        ("数据", data["source"]),
        ("快照编号", "、".join(str(one) for one in data["snapshots"])),
    )
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 90)
    for row, (label, text) in enumerate(lines):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text)


def _sheet(
    sheet: Worksheet, table: Mapping[str, Any], formats: Mapping[Form, object], bold: object
) -> None:
    columns = table["columns"]
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column["heading"], bold)
        sheet.set_column(place, place, 22 if column["form"] in _WORDS else 12)
    for number, row in enumerate(table["rows"], 1):
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            if cell is None:
                continue
            if column["form"] in _WORDS:
                sheet.write_string(number, place, str(cell))
            else:
                sheet.write_number(number, place, cell, formats[Form(column["form"])])
    sheet.freeze_panes(1, 0)
    if table.get("source"):
        sheet.write_string(len(table["rows"]) + 2, 0, table["source"])
