"""Reading workbooks that cannot be trusted, and the workbooks that go out."""

import io
import re
import struct
import time
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import RuleViolation
from documents.workbooks import annotated, cells, reading, sheet_walk
from documents.workbooks.doubts import doubt_about
from documents.workbooks.reading import read_workbook
from documents.workbooks.rows import FORMULA, HiddenRow
from enterprises.imports import template
from enterprises.imports.columns import REGISTRY_COLUMNS
from tests.enterprises.imports import HEADINGS, line
from tests.enterprises.imports import workbook as made

FAR_DOWN = sheet_walk.FAR_DOWN.format(1_048_576)
SHEET_PART = "xl/worksheets/sheet1.xml"


def read(data):
    return read_workbook(io.BytesIO(data), "企业信息")


def refused(data):
    with pytest.raises(RuleViolation) as caught:
        list(read(data).rows)
    return str(caught.value)


def with_part(data, name, change):
    """The archive with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return target.getvalue()


def sheet_with(cell):
    """A workbook whose sheet has `cell`, raw XML, in a row of its own."""
    return with_part(
        made([line(1)]),
        SHEET_PART,
        lambda xml: xml.replace(b"</sheetData>", cell + b"</sheetData>"),
    )


def test_rows_carry_their_numbers_and_values():
    sheet = read(made([line(1), line(2)]))
    rows = dict(sheet.rows)
    assert (sheet.name, sheet.height) == ("企业信息", 3)
    assert rows[1][: len(HEADINGS)] == HEADINGS
    assert rows[3][0] == "青岛示例精密2有限公司"


def test_rows_that_begin_further_down_and_right_keep_their_places():
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["C4"] = "甲"
    book.save(target)
    assert dict(read(target.getvalue()).rows)[4] == ["", "", "甲"]


def test_formula_is_told_from_a_value():
    rows = dict(read(made([["甲", "=1+1", 5]])).rows)
    assert rows[2][:3] == ["甲", FORMULA, 5.0]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!"])
def test_error_value_is_told_from_an_empty_cell(error):
    cells = f'<c r="B9" t="e"><v>{error}</v></c><c r="D9"><v>5</v></c>'
    rows = dict(read(sheet_with(f'<row r="9">{cells}</row>'.encode())).rows)
    assert str(rows[9][1]) == error and error in rows[9][1].reason
    assert rows[9][2:4] == ["", 5.0]


def test_error_value_is_told_in_a_sheet_that_prefixes_its_tags():
    def prefixed(xml):
        cell = b'<x:row r="9"><x:c r="B9" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData>'
        space = b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        return b"<x:worksheet " + space + b"><x:sheetData>" + cell + b"</x:worksheet>"

    rows = dict(read(with_part(made([line(1)]), SHEET_PART, prefixed)).rows)
    assert str(rows[9][1]) == "#N/A"


def test_cell_that_shows_a_percentage_is_told_from_a_fraction():
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["年利率", 0.035, 0.035, 0.5])
    book.active["B1"].number_format = "0.00%"
    book.active["D1"].number_format = "0%"
    book.save(target)
    (row,) = dict(read(target.getvalue()).rows).values()
    assert [cells.percentage(cell) for cell in row[1:]] == [
        Decimal("3.5"), Decimal("0.035"), Decimal("50"),
    ]  # fmt: skip
    with pytest.raises(cells.CellError, match="百分数"):
        cells.decimal(row[1])


def hidden(change):
    """A workbook of two rows of which `change` hides something."""
    target = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (["企业名称", "称号"], ["甲", "一"], ["乙", "二"]):
        book.active.append(row)
    change(book.active)
    book.save(target)
    return target.getvalue()


def test_row_that_nobody_sees_is_told_from_others():
    def change(page):
        page.row_dimensions[3].hidden = True

    rows = dict(read(hidden(change)).rows)
    assert [isinstance(rows[number], HiddenRow) for number in (1, 2, 3)] == [False, False, True]
    assert doubt_about(3, rows[3]).startswith("第 3 行是隐藏行")
    assert doubt_about(2, rows[2]) == ""


def test_column_that_nobody_sees_is_refused_with_its_letter():
    def change(page):
        page.column_dimensions["B"].hidden = True

    assert refused(hidden(change)).startswith("B 列是隐藏列")


def test_empty_column_that_nobody_sees_does_no_harm():
    def change(page):
        page.column_dimensions["H"].hidden = True

    assert len(dict(read(hidden(change)).rows)) == 3


@pytest.mark.parametrize("word", ["合计", "合 计", "总计：", "小计"])
def test_row_of_totals_is_told_from_others(word):
    assert "合计行" in doubt_about(9, ["", word, "2家"])
    assert doubt_about(9, ["", f"青岛{word}示例有限公司"]) == ""


def several_sheets():
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "填写说明"
    book.active["A1"] = "请先阅读"
    book.create_sheet("企业信息 ").append(["企业名称", "称号"])
    book.create_sheet("草稿")["A1"] = "企业名称"
    book.save(target)
    return target.getvalue()


def test_sheet_with_most_of_the_headings_is_read():
    found = read_workbook(io.BytesIO(several_sheets()), "名录", ["企业名称", "称号"])
    assert found.name == "企业信息 "


def test_sheet_whose_name_differs_in_spaces_is_the_named_one():
    assert read(several_sheets()).name == "企业信息 "


def test_binary_workbook_is_told_apart():
    data = with_part(made([]), "xl/styles.xml", lambda xml: xml)
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    assert refused(target.getvalue()) == reading.BINARY


def test_named_sheet_is_read_wherever_it_stands():
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.create_sheet("企业信息")["A1"] = "在这里"
    book.save(target)
    assert dict(read(target.getvalue()).rows)[1] == ["在这里"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04 broken", "纯文本".encode()])
def test_what_is_no_workbook_is_refused(data):
    assert refused(data) == sheet_walk.NO_WORKBOOK


def test_old_or_locked_workbook_is_told_apart():
    assert refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600) == reading.OLD_FORMAT


def test_archive_of_another_kind_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(target.getvalue()) == sheet_walk.NO_WORKBOOK


def test_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1_000_000)
    bomb = with_part(made([]), "xl/styles.xml", lambda xml: xml + b" " * 2_000_000)
    assert refused(bomb) == reading.TOO_LARGE


def test_archive_that_states_a_false_size_is_refused():
    data = bytearray(with_part(made([]), "xl/styles.xml", lambda xml: xml + b" " * 2_000_000))
    for part in zipfile.ZipFile(io.BytesIO(bytes(data))).infolist():
        if part.filename == "xl/styles.xml":
            name = part.filename.encode()
            central = data.rindex(name) - 46
            struct.pack_into("<L", data, central + 24, 100)
    assert refused(bytes(data)) == sheet_walk.NO_WORKBOOK


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (b'<row r="9"><c r="XFD9"><v>1</v></c></row>', sheet_walk.TOO_WIDE),
        (b'<row r="9"><c r="xfd9"><v>1</v></c></row>', sheet_walk.TOO_WIDE),
        (b'<row r="9"><c t="n" r=\'CA9\'><v>1</v></c></row>', sheet_walk.TOO_WIDE),
        (b'<row r="9"><c t="&gt;&#62;>" r="XFD9"><v>1</v></c></row>', sheet_walk.TOO_WIDE),
        (b'<row r="9">' + b"<c><v>1</v></c>" * 79 + b"</row>", sheet_walk.TOO_WIDE),
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', FAR_DOWN),
        (b'<row r="9"><c r="A1048576"><v>1</v></c></row>', FAR_DOWN),
        (b"<row><c><v>1</v></c></row>" * 50_001, sheet_walk.TOO_LONG),
        (b"<row/>" * 1_048_577, sheet_walk.NO_WORKBOOK),
        (b'<row r="9"><c r="$A$9"><v>1</v></c></row>', sheet_walk.NO_WORKBOOK),
        (b'<row r="' + b"1" * 5000 + b'"/>', sheet_walk.NO_WORKBOOK),
    ],
    ids=[
        "wide",
        "lower-case",
        "odd-quotes",
        "odd-attribute",
        "no-places",
        "long",
        "long-cell",
        "no-numbers",
        "more-rows-than-there-are",
        "odd-place",
        "odd-number",
    ],
)
def test_far_away_cell_does_not_fill_the_memory(cell, said):
    assert refused(sheet_with(cell)) == said


@pytest.mark.parametrize("piece", [b"<c ", b'<c r="A1"', b"<c>", b"<row ", b'<f r="', b"< "])
def test_crafted_sheet_is_refused_as_fast_as_it_is_long(piece):
    """Once quadratic: the time for 8 times the length is not 64 times as long."""

    def seconds(times):
        data = sheet_with(piece * times)
        started = time.process_time()
        refused(data)
        return time.process_time() - started

    short = max(seconds(50_000), 0.02)
    assert seconds(400_000) < 24 * short


def test_doctype_in_a_sheet_is_refused():
    doctype = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet'
    change = with_part(made([line(1)]), SHEET_PART, lambda xml: xml.replace(b"<worksheet", doctype))
    assert refused(change) == sheet_walk.NO_WORKBOOK


def test_token_without_end_is_refused_early(monkeypatch):
    monkeypatch.setattr(sheet_walk, "_LONGEST_TOKEN", 2_000_000)
    assert refused(sheet_with(b'<c r="' + b"a" * 8_000_000)) == sheet_walk.NO_WORKBOOK


def test_formula_of_a_drop_down_is_no_cell(monkeypatch):
    rows = dict(read(sheet_with(b'<row r="9"><c r="A9"><v>7</v></c></row><x><f>1</f></x>')).rows)
    assert rows[9][0] == 7.0


def test_sheet_that_lies_under_another_name_is_looked_through():
    far = sheet_with(b'<row r="9"><c r="XFD9"><v>1</v></c></row>')
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(far)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for part in old.namelist():
            content = old.read(part).replace(b"worksheets/sheet1.xml", b"elsewhere/one.xml")
            new.writestr(part.replace("worksheets/sheet1.xml", "elsewhere/one.xml"), content)
    assert refused(target.getvalue()) == sheet_walk.TOO_WIDE


def test_two_parts_that_differ_in_case_only_are_refused():
    target = io.BytesIO(made([line(1)]))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET_PART.upper(), "<worksheet/>")
    assert refused(target.getvalue()) == sheet_walk.NO_WORKBOOK


def test_entities_are_not_expanded():
    entity = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    assert refused(with_part(made([]), "xl/workbook.xml", lambda xml: entity))


def test_sheet_in_an_encoding_that_hides_its_tags_is_refused():
    def recoded(xml):
        return xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    assert refused(with_part(made([line(1)]), SHEET_PART, recoded)) == sheet_walk.NO_WORKBOOK


@given(st.data())
def test_damaged_workbook_never_raises_anything_else(data):
    content = bytearray(_SAMPLE)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        list(read(bytes(content)).rows)
    except RuleViolation as violation:
        assert re.search("[一-鿿]", str(violation))


_SAMPLE = made([line(1), line(2)])


def test_annotated_copy_marks_cells_and_repeats_the_reasons():
    rows = [(1, ["企业名称", "代码"]), (2, ["甲", "=坏"]), (3, ["乙", "好"])]
    copy = annotated.write_annotated("企业信息", rows, {2: {1: ["代码不对"], 4: ["缺年份"]}})
    page = openpyxl.load_workbook(io.BytesIO(copy)).active
    assert (page["B2"].value, page["B2"].data_type) == ("=坏", "s")
    assert page["B2"].comment.text == "代码不对"
    assert page["B2"].fill.fgColor.rgb != page["B3"].fill.fgColor.rgb
    assert (page["C1"].value, page["C2"].value) == ("需要更正", "代码不对；缺年份")
    assert page["C3"].value is None


@pytest.mark.parametrize("name", ["a/b", "'abc'", "x:y", "[表]", "'", "表" * 40])
def test_annotated_copy_takes_any_name_of_a_sheet(name):
    copy = annotated.write_annotated(name, [(1, ["企业名称"])], {})
    assert openpyxl.load_workbook(io.BytesIO(copy)).active["A1"].value == "企业名称"


def test_template_can_be_read_back_and_has_drop_downs(db):
    data = template.registry_template()
    (headings,) = [row for _, row in read(data).rows]
    assert headings == [column.heading for column in REGISTRY_COLUMNS]
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["选项"].sheet_state == "hidden"
    validations = book["企业信息"].data_validations.dataValidation
    assert len(validations) == 2
    assert "必填" in book["企业信息"]["A1"].comment.text
    assert "崂山区" in [cell.value for cell in book["选项"]["A"]]
