"""A copy of a brought-in file in which every wrong cell is marked with its reason."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MOST_COMMENTS = 2_000
REASONS = "需要更正"


def _sheet_name(name: str) -> str:
    """A name that Excel takes: other programs are more generous than it is."""
    plain = re.sub(r"[\[\]:*?/\\]", "_", name)[:31].strip("'").strip()
    return plain or "数据"


def write_annotated(
    sheet: str,
    rows: Iterable[tuple[int, Sequence[object]]],
    reasons: dict[int, dict[int, list[str]]],
) -> bytes:
    """An xlsx with the cells of `rows` at their places; `reasons` by row number and column from 0.

    Wrong cells are red and carry a comment (the first 2,000 of them); a last column repeats the
    reasons of the row, so that one can filter for it.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    plain, day = book.add_format(), book.add_format({"num_format": "yyyy-mm-dd"})
    heading = book.add_format({"bold": True, "bottom": 1})
    wrong = book.add_format({"bg_color": "#FBE3DF", "font_color": "#9C2A1C"})
    wrong_day = book.add_format({"bg_color": "#FBE3DF", "num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(_sheet_name(sheet))
    page.freeze_panes(1, 0)
    comments, extra = 0, 0
    for number, cells in rows:
        if number == 1:
            extra = len(cells)
        marks = reasons.get(number, {})
        for place in range(max(len(cells), max(marks, default=-1) + 1)):
            value = cells[place] if place < len(cells) else ""
            is_day = isinstance(value, date)
            form = heading if number == 1 else day if is_day else plain
            if place in marks:
                form = wrong_day if is_day else wrong
            _write(page, number - 1, place, value, form)
            if place in marks and comments < MOST_COMMENTS:
                page.write_comment(number - 1, place, "；".join(marks[place])[:1000])
                comments += 1
        if number == 1:
            page.write_string(0, extra, REASONS, heading)
        elif marks:
            said = "；".join(reason for place in sorted(marks) for reason in marks[place])
            page.write_string(number - 1, extra, said[:32000], wrong)
    page.set_column(0, max(extra - 1, 0), 16)
    page.set_column(extra, extra, 60)
    book.close()
    return target.getvalue()


def _write(page: Worksheet, row: int, column: int, value: object, form: Format) -> None:
    if value is None or value == "":
        page.write_blank(row, column, None, form)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, form)
    elif isinstance(value, int | float):
        page.write_number(row, column, value, form)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, form)
    else:
        page.write_string(row, column, str(value)[:32767], form)
