"""An empty workbook to fill in: headings with notes, drop-downs, and a sheet of help."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from documents.workbooks.columns import Column

MOST_ROWS = 20_001
HELP, LISTS = "填写说明", "选项"
HELP_HEADINGS = (("列名", 24), ("必填", 8), ("说明", 70))


def write_template(
    sheet: str,
    columns: Sequence[Column],
    notes: Sequence[str],
    choices: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """An xlsx with one row of headings on `sheet`; `notes` stand above the help for each column.

    `choices` are the drop-downs by the column's key, besides those that a column names itself.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(sheet)
    required = book.add_format({"bold": True, "bg_color": "#DCEBEF", "bottom": 1})
    optional = book.add_format({"bold": True, "bottom": 1})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    lists = {c.key: c.choices for c in columns if c.choices} | dict(choices or {})
    for place, column in enumerate(columns):
        kind = as_text if column.is_text else as_day if column.is_date else None
        page.set_column(place, place, column.width, kind)
        page.write_string(0, place, column.heading, required if column.required else optional)
        note = "；".join(part for part in ("必填" if column.required else "", column.note) if part)
        if note:
            page.write_comment(0, place, note)
    page.freeze_panes(1, 0)
    _help_sheet(book, columns, notes)
    _drop_downs(book, page, columns, lists)
    book.close()
    return target.getvalue()


def _help_sheet(book: xlsxwriter.Workbook, columns: Sequence[Column], notes: Sequence[str]) -> None:
    page = book.add_worksheet(HELP)
    bold = book.add_format({"bold": True})
    for row, line in enumerate(notes):
        page.write_string(row, 0, line)
    first = len(notes) + 1
    for place, (heading, width) in enumerate(HELP_HEADINGS):
        page.set_column(place, place, width)
        page.write_string(first, place, heading, bold)
    for row, column in enumerate(columns, start=first + 1):
        page.write_row(row, 0, (column.heading, "是" if column.required else "", column.note))


def _drop_downs(
    book: xlsxwriter.Workbook,
    page: xlsxwriter.worksheet.Worksheet,
    columns: Sequence[Column],
    choices: Mapping[str, Sequence[str]],
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
