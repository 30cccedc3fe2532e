"""Workbooks of feedback that the portal writes: the empty one to fill in, and rows to mend."""

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from rest_framework import serializers

from documents.workbooks.export import stream_workbook
from financing.feedback.actions.report_credit import MOST_LINES
from financing.feedback.shape import BELONGS, FIELDS, NEEDED, SHAPES, State
from financing.feedback.workbook import AMOUNTS, CHOICES, HEADINGS, REQUIRED, SHEET, width_of
from financing.models import FeedbackUpload

GUIDE = "填写说明"
GUIDE_WIDTHS = {"列": 24, "什么时候填": 34, "格式": 46, "可选值": 70}


def feedback_template() -> bytes:
    """The workbook to fill in, with drop-downs, and a sheet that explains each column."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    _sheet_to_fill_in(book)
    _guide(book)
    book.close()
    return target.getvalue()


def _sheet_to_fill_in(book: Any) -> None:
    page = book.add_worksheet(SHEET)
    needed = book.add_format({"bold": True, "bg_color": "#DCEBEF", "bottom": 1})
    other = book.add_format({"bold": True, "bottom": 1})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, (name, heading) in enumerate(HEADINGS.items()):
        kind = {"reference": as_text, "credit_code": as_text}.get(name)
        if isinstance(SHAPES[name], serializers.DateField):
            kind = as_day
        page.set_column(place, place, width_of(name), kind)
        page.write_string(0, place, heading, needed if name in REQUIRED else other)
        if name in CHOICES:
            page.data_validation(
                1, place, MOST_LINES, place, {"validate": "list", "source": list(CHOICES[name])}
            )
    page.freeze_panes(1, 0)


def _guide(book: Any) -> None:
    page = book.add_worksheet(GUIDE)
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, (heading, width) in enumerate(GUIDE_WIDTHS.items()):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, bold)
    for number, name in enumerate(FIELDS, 1):
        cells = (HEADINGS[name], _when(name), _format(name), "、".join(CHOICES.get(name, ())))
        for place, text in enumerate(cells):
            page.write_string(number, place, text, wrapped)
    page.freeze_panes(1, 0)


def _when(name: str) -> str:
    """In which states a column is filled in, and in which it must be."""
    if name in REQUIRED:
        return "必填"
    needed = [str(state.label) for state, names in NEEDED.items() if name in names]
    if needed:
        return f"状态为{'、'.join(needed)}时必填"
    return f"状态为{'、'.join(str(State(one).label) for one in BELONGS.get(name, ()))}时选填"


def _format(name: str) -> str:
    if name == "reference":
        return "贵行自己的编号，同一编号再次反馈即为更新；字母、数字、点、横线、下划线，最多 64 位"
    if name == "credit_code":
        return "18 位，不含字母 I、O、S、V、Z；单元格请设为文本"
    if name in CHOICES:
        return "从下拉列表中选择"
    if isinstance(SHAPES[name], serializers.DateField):
        return "日期，如 2026-05-31"
    if name in AMOUNTS:
        return "数字，单位万元，最多两位小数，不带单位和逗号，如 500"
    return "数字，单位 %，0 到 36，最多三位小数，如 3.45"


def wrong_rows_workbook(upload: FeedbackUpload) -> Iterator[bytes]:
    """The wrong rows with what is wrong with each, in the columns of the template: mended, the
    file is sent again as it is."""
    reasons: dict[int, list[str]] = {}
    for one in upload.findings:
        column = f"{one['column']}：" if one["column"] else ""
        reasons.setdefault(one["row"], []).append(f"{column}{one['text']}")
    lines = (
        [*(one["cells"].get(name, "") for name in HEADINGS), " ".join(reasons.get(one["row"], []))]
        for one in upload.wrong_rows
    )
    widths = [*map(width_of, HEADINGS), 80]
    return stream_workbook(SHEET, [*HEADINGS.values(), "原因"], lines, widths=widths)
