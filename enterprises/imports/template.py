"""The empty workbooks to download: headings with notes, drop-downs, and a sheet of help."""

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from enterprises.imports.columns import REGISTRY_COLUMNS, TITLE_COLUMNS, Column
from enterprises.imports.findings import NOTES
from enterprises.imports.places import Places
from enterprises.imports.source import SHEETS
from enterprises.models import ImportBatch

Kind = ImportBatch.Kind
MOST_ROWS = 20_001
TEXT_COLUMNS = ("credit_code", "contact_phone", "name", "address")
LISTS = "选项"


def registry_template() -> bytes:
    """The workbook for enterprises."""
    return _workbook(Kind.REGISTRY, REGISTRY_COLUMNS)


def titles_template() -> bytes:
    """The workbook for a published list."""
    return _workbook(Kind.TITLES, TITLE_COLUMNS)


def _workbook(kind: Kind, columns: Sequence[Column]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(SHEETS[kind])
    required = book.add_format({"bold": True, "bg_color": "#DCEBEF", "bottom": 1})
    optional = book.add_format({"bold": True, "bottom": 1})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    formats = dict.fromkeys(TEXT_COLUMNS, as_text) | {"established_on": as_day}
    choices = {c.key: c.choices for c in columns if c.choices}
    choices["district"] = Places.load().names()
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width, formats.get(column.key))
        page.write_string(0, place, column.heading, required if column.required else optional)
        note = "；".join(part for part in ("必填" if column.required else "", column.note) if part)
        if note:
            page.write_comment(0, place, note)
    page.freeze_panes(1, 0)
    _help_sheet(book, kind, columns)
    _drop_downs(book, page, columns, choices)
    book.close()
    return target.getvalue()


def _help_sheet(book: xlsxwriter.Workbook, kind: str, columns: Sequence[Column]) -> None:
    page = book.add_worksheet("填写说明")
    bold = book.add_format({"bold": True})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 8)
    page.set_column(2, 2, 70)
    for row, line in enumerate(NOTES[Kind(kind)]):
        page.write_string(row, 0, line)
    first = len(NOTES[Kind(kind)]) + 1
    for place, heading in enumerate(("列名", "必填", "说明")):
        page.write_string(first, place, heading, bold)
    for row, column in enumerate(columns, start=first + 1):
        page.write_row(row, 0, (column.heading, "是" if column.required else "", column.note))


def _drop_downs(
    book: xlsxwriter.Workbook,
    page: xlsxwriter.worksheet.Worksheet,
    columns: Sequence[Column],
    choices: dict[str, tuple[str, ...]],
) -> None:
    """Lists longer than 255 characters must stand in cells: a hidden sheet holds them."""
    lists = book.add_worksheet(LISTS)
    lists.hide()
    used = [(place, column) for place, column in enumerate(columns) if column.key in choices]
    for where, (place, column) in enumerate(used):
        lists.write_column(0, where, choices[column.key])
        letter = xl_col_to_name(where)
        page.data_validation(
            1,
            place,
            MOST_ROWS - 1,
            place,
            {
                "validate": "list",
                "source": f"={LISTS}!${letter}$1:${letter}${len(choices[column.key])}",
                "error_title": "请从列表中选择",
                "error_message": f"“{column.heading}”请从下拉列表中选择。",
                "error_type": "warning",
            },
        )
