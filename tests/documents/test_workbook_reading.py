"""What stands in a workbook beside its rows: merges, other sheets, cells that have only a style."""

import io

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from accounts.errors import RuleViolation
from documents.workbooks.columns import Column
from documents.workbooks.doubts import doubt_about
from documents.workbooks.headings import arranged
from documents.workbooks.reading import read_workbook
from documents.workbooks.rows import FORMULA, MergedRow
from documents.workbooks.source import read_source

HEADINGS = ["企业名称", "称号", "备注"]
COLUMNS = [Column("name", "企业名称", str), Column("titles", "称号", str)]
READ = [*COLUMNS, None]
ROWS = [["甲", "一", "x"], ["乙", "二", "x"], ["丙", "三", "x"]]
STYLE = PatternFill("solid", fgColor="FFFF00")


def made(change=lambda book: None, rows=(HEADINGS, *ROWS)):
    book = openpyxl.Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(row)
    change(book)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def read(change=lambda book: None, rows=(HEADINGS, *ROWS)):
    return read_workbook(made(change, rows), "名单", HEADINGS[:2])


def merged(*refs):
    def change(book):
        for ref in refs:
            book.active.merge_cells(ref)

    return change


def another(name, rows, state="visible"):
    def change(book):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)

    return change


# --- merged cells ---


def test_every_row_of_a_merge_is_doubtful_and_names_it():
    rows = dict(read(merged("B2:B3")).rows)
    said = {number: doubt_about(number, rows[number], READ) for number in (2, 3, 4)}
    assert said[2] == said[3] and said[2].startswith("B2:B3 是合并单元格")
    assert said[4] == ""


def test_merge_within_a_row_is_named_too():
    rows = dict(read(merged("A2:B2")).rows)
    assert doubt_about(2, rows[2], READ).startswith("A2:B2 是合并单元格")
    assert doubt_about(3, rows[3], READ) == ""


def test_merge_in_a_column_that_is_not_read_does_no_harm():
    rows = dict(read(merged("C2:C4")).rows)
    assert isinstance(rows[2], MergedRow) and doubt_about(2, rows[2], READ) == ""


@pytest.mark.parametrize("ref", ["A1:B1", "A1:A2"])
def test_merge_in_the_headings_is_refused_with_its_place(ref):
    (_, headings) = next(read(merged(ref)).rows)
    with pytest.raises(RuleViolation, match=f"{ref} 是合并单元格"):
        arranged(headings, COLUMNS, others_allowed=True, required=())


def test_many_merges_are_refused():
    with pytest.raises(RuleViolation, match="合并的单元格太多"):
        read(lambda book: [book.active.merged_cells.add(f"A{n}:B{n}") for n in range(2, 10_003)])


# --- other sheets, and where the headings stand ---


def test_second_sheet_that_fits_is_named():
    found = read(another("补充", [HEADINGS, ["丁", "四", ""]]))
    assert found.name == "名单"
    assert [one.startswith("还有工作表“补充”没有读入") for one in found.unread] == [True]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheet_that_fits_is_named(state):
    (said,) = read(another("旧表", [HEADINGS, ["丁", "四", ""]], state)).unread
    assert said.startswith("还有隐藏的工作表“旧表”没有读入")


def test_many_sheets_that_fit_are_told_in_one_sentence():
    def change(book):
        for number in range(7):
            another(f"补充{number}", [HEADINGS, ["丁", "四", ""]])(book)

    (said,) = read(change).unread
    assert said.startswith("还有工作表“补充0”“补充1”“补充2”“补充3”“补充4”等 7 张没有读入")


def test_list_that_stands_in_a_hidden_sheet_alone_is_named():
    with pytest.raises(RuleViolation, match="“名单”里没有模板的列名；还有隐藏的工作表“旧表”"):
        read(another("旧表", [HEADINGS, *ROWS], "hidden"), rows=[["封面"]])


@pytest.mark.parametrize(
    "rows", [[HEADINGS], [["说明"], ["请先阅读"]], [["企业名称", "是"], ["称号", ""]], []]
)
def test_sheet_with_nothing_of_the_list_is_not_named(rows):
    assert read(another("其他", rows)).unread == ()


@pytest.mark.parametrize("row", [2, 3])
def test_headings_below_a_title_are_told_with_their_row(row):
    above = [["专精特新企业名单"], ["单位：青岛市"]][: row - 1]
    with pytest.raises(RuleViolation, match=f"工作表“名单”的列名在第 {row} 行，请删去"):
        read(rows=(*above, HEADINGS, *ROWS))


def test_headings_below_a_title_are_told_of_a_csv_file():
    data = "专精特新企业名单\n企业名称,称号\n甲,一\n".encode()
    with pytest.raises(RuleViolation, match="列名在第 2 行，请删去第 1 行"):
        read_source(io.BytesIO(data), "名单.csv", "名单", COLUMNS)


# --- cells that have only a style, and cells that have only a formula ---


def test_cell_with_only_a_style_far_away_does_no_harm():
    def change(book):
        book.active["A1048576"].fill = STYLE
        book.active["XFD3"].fill = STYLE

    assert [number for number, _ in read(change).rows] == [1, 2, 3, 4]


def test_many_rows_with_only_a_style_do_no_harm():
    def change(book):
        for number in range(5, 60_000):
            book.active.cell(number, 1).fill = STYLE

    found = read(change)
    assert found.height == 4 and len(list(found.rows)) == 4


def test_formula_that_was_never_computed_is_told_in_the_last_row_and_column():
    def change(book):
        book.active["A6"] = "=A5"
        book.active["D4"] = "=1+1"

    rows = dict(read(change).rows)
    assert rows[6] == [FORMULA] and rows[4][3] is FORMULA
