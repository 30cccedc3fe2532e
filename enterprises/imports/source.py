"""A brought-in file as headings and rows, whatever its format."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from accounts.errors import RuleViolation
from enterprises.imports.csv_file import read_csv
from enterprises.models import ImportBatch


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
    """An open file. `rows` can be read once; `row_count` is how many are expected."""

    sheet: str
    headings: Sequence[Any]
    rows: Iterator[tuple[int, Sequence[Any]]]
    row_count: int = 0


@contextmanager
def opened(batch: ImportBatch) -> Iterator[Source]:
    """Open the file of `batch`. Raises `RuleViolation` for one that cannot be read."""
    with batch.file.open("rb") as file:
        if batch.file_name.lower().endswith(".csv"):
            records = read_csv(file.read())
            first = next(records, None)
            if first is None:
                raise RuleViolation("这是空文件，请重新选择。")
            yield Source("CSV", first[1], records)
            return
        raise RuleViolation("请上传 CSV 文件。")


def annotated_copy(batch: ImportBatch, source: Source, marks: list[Mark]) -> bytes:
    return b""
