"""A brought-in file as headings and rows, whatever its format."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from openpyxl.utils import get_column_letter

from accounts.errors import RuleViolation
from enterprises.imports.annotated import write_annotated
from enterprises.imports.csv_file import read_csv
from enterprises.imports.workbook import read_workbook
from enterprises.models import ImportBatch

SHEETS = {ImportBatch.Kind.REGISTRY: "企业信息", ImportBatch.Kind.TITLES: "称号名单"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A wrong cell: row number as the file counts from 1, column from 0, Chinese reason."""

    row: int
    column: int
    reason: str

    @property
    def address(self) -> str:
        return f"{get_column_letter(self.column + 1)}{self.row}"


@dataclass(slots=True)
class Source:
    """An open file. `rows` follow the headings and can be read once; `row_count` counts them,
    0 when it is not known beforehand."""

    sheet: str
    headings: Sequence[Any]
    rows: Iterator[tuple[int, Sequence[Any]]]
    row_count: int = 0


@contextmanager
def opened(batch: ImportBatch) -> Iterator[Source]:
    """Open the file of `batch`. Raises `RuleViolation` for one that cannot be read."""
    with batch.file.open("rb") as file:
        records: Iterator[tuple[int, Sequence[Any]]]
        if batch.file_name.lower().endswith(".csv"):
            sheet, height, records = "CSV", 0, read_csv(file.read())
        else:
            book = read_workbook(file, SHEETS[ImportBatch.Kind(batch.kind)])
            sheet, height, records = book.name, book.height, book.rows
        first = next(records, None)
        if first is None:
            raise RuleViolation("这是空文件，没有任何内容。")
        yield Source(sheet, first[1], records, max(height - 1, 0))


def annotated_copy(batch: ImportBatch, marks: list[Mark]) -> bytes:
    """The file of `batch` once more as xlsx, with `marks` in it."""
    reasons: dict[int, dict[int, list[str]]] = {}
    for mark in marks:
        reasons.setdefault(mark.row, {}).setdefault(mark.column, []).append(mark.reason)
    with opened(batch) as source:
        return write_annotated(source.sheet, chain([(1, source.headings)], source.rows), reasons)
