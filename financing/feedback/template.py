"""Workbooks of feedback that the portal writes: the empty one to fill in, and rows to mend."""

from collections.abc import Iterator

from documents.workbooks.export import stream_workbook
from documents.workbooks.template import write_template
from financing.feedback.workbook import COLUMNS, HEADINGS, SHEET, width_of
from financing.models import FeedbackUpload

NOTES = ("每行一笔授信，填在第一张表里；同一业务编号再次反馈即为更新，没有填的视为空。",)


def feedback_template() -> bytes:
    """The workbook to fill in, with drop-downs, and a sheet that explains each column."""
    return write_template(SHEET, COLUMNS, NOTES)


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
