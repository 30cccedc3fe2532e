"""Rows of a bank's workbook that are no credits, and sheets that are not read."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tenancy import acting_as
from financing.feedback.actions.upload_feedback import check_upload
from tests.financing.test_feedback_pages import cells, entry, workbook

__all__ = ["entry"]


def checked(bank, content, change):
    """What becomes of a workbook that `change` has altered."""
    book = load_workbook(io.BytesIO(content.read()))
    change(book)
    target = io.BytesIO()
    book.save(target)
    with acting_as(bank):
        return check_upload(bank, SimpleUploadedFile("反馈.xlsx", target.getvalue()))


def hide(book):
    book.active.row_dimensions[3].hidden = True


def merge(book):
    book.active.merge_cells("A3:A4")


@pytest.mark.parametrize(
    ("change", "rows", "said"),
    [(hide, [3], "第 3 行是隐藏行"), (merge, [3, 4], "A3:A4 是合并单元格")],
)
def test_row_that_is_not_taken_has_one_reason_and_shows_what_it_holds(
    entry, bank, change, rows, said
):
    content = workbook(*(cells(entry, f"A-{number}") for number in (1, 2, 3)))
    upload = checked(bank, content, change)
    assert [one["row"] for one in upload.findings] == rows
    assert all(one["text"].startswith(said) for one in upload.findings)
    assert upload.findings[0]["reference"] == "A-2" in upload.findings[0]["cell"]
    assert len(upload.rows) == 3 - len(rows)


def test_row_of_totals_is_told_once(entry, bank):
    content = workbook(cells(entry), {"reference": "合计：1笔", "credit_line": 500})
    upload = checked(bank, content, lambda book: None)
    (one,) = upload.findings
    assert one["text"].startswith("第 3 行像是合计行") and one["cell"] == "合计：1笔，500"


def test_error_value_is_shown_as_it_stands(entry, bank):
    def change(book):
        book.active["A2"] = "#N/A"
        book.active["A2"].data_type = "e"

    upload = checked(bank, workbook(cells(entry)), change)
    (one,) = upload.findings
    assert (one["column"], one["cell"]) == ("银行业务编号", "#N/A")


def test_second_sheet_is_named(entry, bank, signed_in):
    def change(book):
        other = book.create_sheet("补报")
        for row in book.active.iter_rows(values_only=True):
            other.append(row)

    upload = checked(bank, workbook(cells(entry)), change)
    assert (len(upload.rows), upload.wrong_numbers) == (1, set())
    page = signed_in(bank).get(reverse("financing:feedback_upload", args=[upload.pk]))
    assert "还有工作表“补报”没有读入" in page.content.decode()
