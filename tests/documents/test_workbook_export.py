"""Workbooks that are written while they are sent."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

from python_calamine import CalamineWorkbook

from documents.workbooks.export import stream_workbook


def read_back(*cells):
    data = b"".join(stream_workbook("表", ["甲"] * len(cells), [list(cells)]))
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1]


def test_moment_is_a_moment_of_local_time():
    assert read_back(datetime(2026, 11, 26, 16, 30, tzinfo=UTC)) == [datetime(2026, 11, 27, 0, 30)]


def test_numbers_of_every_kind_are_numbers():
    assert read_back(3, 40.3, Decimal("3.450")) == [3, 40.3, 3.45]


def test_text_that_looks_like_a_formula_or_a_number_stays_text():
    assert read_back("=1+1", "00123") == ["=1+1", "00123"]


def test_date_stays_a_date():
    assert read_back(date(2026, 1, 2)) == [date(2026, 1, 2)]
