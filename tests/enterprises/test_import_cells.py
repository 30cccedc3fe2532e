"""Reading single cells of brought-in files."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.workbooks import cells
from documents.workbooks.cells import CellError
from enterprises.imports.columns import REGISTRY_COLUMNS, TITLE_COLUMNS
from enterprises.imports.registry_rows import parse_row

ANY_CELL = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.integers(),
)


@given(st.lists(ANY_CELL, max_size=40))
def test_no_cell_breaks_a_row(row):
    for columns in (REGISTRY_COLUMNS, TITLE_COLUMNS):
        parsed = parse_row(2, row, columns)
        assert all(problem.reason for problem in parsed.problems)
        assert not set(parsed.values) & {problem.key for problem in parsed.problems}


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_money_is_read_alike_from_text_and_with_separators(amount):
    assert cells.money(str(amount)) == amount
    assert cells.money(f"{amount:,}") == amount


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)))
def test_date_is_read_alike_in_every_spelling(day):
    spellings = (
        day,
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {cells.day(spelling) for spelling in spellings} == {day}


@pytest.mark.parametrize(
    ("parser", "value"),
    [
        (cells.money, "-1"),
        (cells.money, "一万"),
        (cells.money, float("nan")),
        (cells.money, "1e40"),
        (cells.money, "1200.123456"),
        (cells.signed_money, -1200.123456),
        (cells.count, "1.5"),
        (cells.count, True),
        (cells.day, "2012-13-01"),
        (cells.day, "2999-01-01"),
        (cells.year, "1998"),
        (cells.phone, "无"),
        (cells.email, "a@"),
        (cells.credit_code_text, 9.1370211e17),
        (cells.text(3), "四个汉字"),
    ],
)
def test_unusable_cell_says_why(parser, value):
    with pytest.raises(CellError) as caught:
        parser(value)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("parser", "value", "expected"),
    [
        (cells.money, 1234.5, Decimal("1234.5000")),
        (cells.money, "１２３４．５", Decimal("1234.5000")),
        (cells.signed_money, "-20", Decimal("-20.0000")),
        (cells.count, 30.0, 30),
        (cells.year, "2025年度", 2025),
        (cells.credit_code_text, " 91370211ma3c1 ", "91370211MA3C1"),
        (cells.text(10), " 甲\u200b  乙 ", "甲 乙"),
        (cells.text(10), "   ", None),
    ],
)
def test_cell_is_cleaned(parser, value, expected):
    assert parser(value) == expected


def industry(value):
    column = next(c for c in REGISTRY_COLUMNS if c.key == "industry_code")
    return column.parse(value)


@pytest.mark.parametrize("value", ["34", 34.0, "34 通用设备制造业", "3411", "３４"])
def test_industry_is_read_as_its_division(value):
    assert industry(value) == "34"


def test_industry_below_ten_keeps_its_zero():
    assert industry(6.0) == "06"


def test_unknown_industry_is_refused():
    with pytest.raises(CellError):
        industry("99 宇宙业")


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (cells.money, "5,000 万元", Decimal("5000.0000")),
        (cells.signed_money, "-20.5万元", Decimal("-20.5000")),
        (cells.count_of("人"), "86人", 86),
        (cells.count_of("件"), "3 件", 3),
        (cells.percentage, "35%", Decimal(35)),
    ],
)
def test_cell_may_say_the_column_s_own_unit(parse, cell, value):
    assert parse(cell) == value


@pytest.mark.parametrize(
    ("parse", "cell", "unit"),
    [(cells.money, "50000000元", "万元"), (cells.count_of("人"), "86件", "人")],
)
def test_cell_in_another_unit_is_refused_with_the_column_s_own(parse, cell, unit):
    with pytest.raises(CellError, match=f"这里以{unit}计"):
        parse(cell)


def test_number_of_more_digits_than_a_spreadsheet_keeps_is_no_text():
    with pytest.raises(CellError, match="超过 15 位的编号"):
        cells.text(60)(1.234567890123456789e19)
    assert cells.text(60)("12345678901234567890") == "12345678901234567890"
