"""Uploads that are to be read as tables are refused in the words of all uploads."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from documents.workbooks.accepted import why_no_table

BOTH = (".xlsx", ".csv")


def workbook():
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def why(name, content, endings=BOTH, most=10 * 1024 * 1024):
    upload = SimpleUploadedFile(name, content)
    told = why_no_table(upload, name, endings, most)
    assert upload.tell() == 0
    return told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.xlsx", workbook()),
        ("名单.XLSX", workbook()),
        ("名单.csv", "企业名称\n".encode()),
        ("名单.csv", "企业名称\n".encode("gb18030")),
        ("名单.csv", "企业名称\n".encode("utf-16")),
        ("名单.csv", b"BMW,MZ\n"),
        # Who reads these says what they are.
        ("旧版.xlsx", bytes.fromhex("d0cf11e0a1b11ae1")),
        ("坏的.xlsx", b"PK\x03\x04 broken"),
    ],
)
def test_table_may_be_read(name, content):
    assert why(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("名单.xls", b"x", "“名单.xls”不能导入：扩展名是 .xls。"
         "请上传 xlsx 或 csv 文件，旧版 xls 请先另存为 xlsx。"),
        ("名单", b"x", "“名单”不能导入：没有扩展名。"
         "请上传 xlsx 或 csv 文件，旧版 xls 请先另存为 xlsx。"),
        ("名单.xlsx", b"%PDF-1.7", "“名单.xlsx”不是 Excel 工作簿：扩展名是 .xlsx，内容是 PDF。"
         "请上传 xlsx 或 csv 文件。"),
        ("名单.xlsx", b"<html>", "“名单.xlsx”不是 Excel 工作簿：扩展名是 .xlsx，内容是网页。"
         "请上传 xlsx 或 csv 文件。"),
        ("名单.xlsx", "企业名称\n".encode(), "“名单.xlsx”不是 Excel 工作簿：扩展名是 .xlsx，"
         "内容是文字。请上传 xlsx 或 csv 文件。"),
        ("名单.csv", b"\xff\xd8\xff\xe0", "“名单.csv”不是 CSV 文件：扩展名是 .csv，内容是 JPG。"
         "请上传 xlsx 或 csv 文件。"),
        ("名单.csv", workbook(), "“名单.csv”不是 CSV 文件：扩展名是 .csv，内容是 Excel（xlsx）。"
         "请把扩展名改为 .xlsx 后上传。"),
        ("名单.csv", b"", "“名单.csv”是空文件，请重新选择。"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_by_name_and_content(name, content, told):
    assert why(name, content) == told


def test_table_that_is_too_large_is_told_its_size():
    told = why("名单.csv", b"x" * (3 * 1024 * 1024), most=2 * 1024 * 1024)
    assert told == "“名单.csv”有 3.0 MB，超过 2 MB，请拆分后再上传。"
