"""A brought-in file as headings and rows, whatever its format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO

from openpyxl.utils import get_column_letter

from accounts.errors import RuleViolation
from documents.workbooks.columns import Column
from documents.workbooks.csv_file import read_csv
from documents.workbooks.headings import (
    ROWS_LOOKED_AT,
    all_headings,
    plain,
    refuse_lower_headings,
)
from documents.workbooks.reading import read_workbook


def address(row: int, column: int) -> str:
    """What a spreadsheet calls a cell: row as the file counts from 1, column from 0."""
    return f"{get_column_letter(column + 1)}{row}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A wrong cell: row number as the file counts from 1, column from 0, Chinese reason."""

    row: int
    column: int
    reason: str

    @property
    def address(self) -> str:
        return address(self.row, self.column)


@dataclass(slots=True)
class Source:
    """An open file. `rows` follow the headings and can be read once; `row_count` counts them,
    0 when it is not known beforehand. `unread` says which other sheets are left aside."""

    sheet: str
    headings: Sequence[object]
    rows: Iterator[tuple[int, Sequence[object]]]
    row_count: int = 0
    unread: tuple[str, ...] = ()


def read_source(
    file: IO[bytes], name: str, sheet_name: str, columns: Sequence[Column] = ()
) -> Source:
    """The CSV or Excel file called `name`; of a workbook, the sheet with the headings of `columns`
    (as `read_workbook` finds it).

    Raises `RuleViolation` for one that cannot be read.
    """
    headings = all_headings(columns)
    records: Iterator[tuple[int, Sequence[object]]]
    unread: tuple[str, ...]
    if name.lower().endswith(".csv"):
        sheet, height, unread = "CSV", 0, ()
        records = _with_headings_first(read_csv(file.read()), headings)
    else:
        book = read_workbook(file, sheet_name, headings)
        sheet, height, records, unread = book.name, book.height, book.rows, book.unread
    first = next(records, None)
    if first is None:
        raise RuleViolation("这是空文件，没有任何内容。")
    return Source(sheet, first[1], records, max(height - 1, 0), unread)


def _with_headings_first(
    records: Iterator[tuple[int, Sequence[object]]], headings: Sequence[str]
) -> Iterator[tuple[int, Sequence[object]]]:
    """The same records. Raises `RuleViolation` where the headings stand further down."""
    first = list(islice(records, ROWS_LOOKED_AT))
    refuse_lower_headings([cells for _, cells in first], {plain(one) for one in headings})
    return chain(first, records)
