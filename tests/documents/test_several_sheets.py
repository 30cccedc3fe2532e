"""A workbook of several small tables."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from documents.workbooks.several_sheets import Sheet, workbook_of


def opened(*sheets):
    return load_workbook(BytesIO(workbook_of(sheets)))


def test_text_stays_text_and_figures_stay_figures():
    book = opened(Sheet("表", ("代码", "数", "日"), [("=1+1", Decimal("2.5"), date(2026, 1, 2))]))
    code, number, day = next(iter(book["表"].iter_rows(min_row=2)))
    assert (code.value, code.data_type) == ("=1+1", "s")
    assert (number.value, day.value.date()) == (2.5, date(2026, 1, 2))


def test_codes_keep_their_zeros():
    assert opened(Sheet("表", ("代码",), [("007",)]))["表"]["A2"].value == "007"


def test_names_fit_excel_and_differ():
    long = "区市/完成[分解]任务" + "很长" * 20
    names = opened(*(Sheet(long, ("甲",), []) for _ in range(2))).sheetnames
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_notes_stand_below_an_empty_row():
    book = opened(Sheet("表", ("甲",), [(1,)], notes=("数据截至今天",)))
    assert [row[0] for row in book["表"].values] == ["甲", 1, None, "数据截至今天"]
