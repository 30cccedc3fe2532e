"""The file of a batch, and the copy of it in which wrong cells are marked."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from documents.workbooks.annotated import write_annotated
from documents.workbooks.source import Mark, Source, read_source
from enterprises.imports.columns import REGISTRY_COLUMNS, TITLE_COLUMNS
from enterprises.models import ImportBatch

SHEETS = {ImportBatch.Kind.REGISTRY: "企业信息", ImportBatch.Kind.TITLES: "称号名单"}
COLUMNS = {
    ImportBatch.Kind.REGISTRY: REGISTRY_COLUMNS,
    ImportBatch.Kind.TITLES: TITLE_COLUMNS,
}


@contextmanager
def opened(batch: ImportBatch) -> Iterator[Source]:
    """Open the file of `batch`. Raises `RuleViolation` for one that cannot be read."""
    with batch.file.open("rb") as file:
        kind = ImportBatch.Kind(batch.kind)
        yield read_source(file, batch.file_name, SHEETS[kind], COLUMNS[kind])


def annotated_copy(batch: ImportBatch, marks: list[Mark]) -> bytes:
    """The file of `batch` once more as xlsx, with `marks` in it."""
    reasons: dict[int, dict[int, list[str]]] = {}
    for mark in marks:
        reasons.setdefault(mark.row, {}).setdefault(mark.column, []).append(mark.reason)
    with opened(batch) as source:
        return write_annotated(source.sheet, chain([(1, source.headings)], source.rows), reasons)
