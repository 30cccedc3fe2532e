"""The empty workbooks of the imports."""

from documents.workbooks.template import write_template
from enterprises.imports.findings import NOTES
from enterprises.imports.places import Places
from enterprises.imports.source import COLUMNS, SHEETS
from enterprises.models import ImportBatch


def registry_template() -> bytes:
    """The workbook for enterprises."""
    return _workbook(ImportBatch.Kind.REGISTRY)


def titles_template() -> bytes:
    """The workbook for a published list."""
    return _workbook(ImportBatch.Kind.TITLES)


def _workbook(kind: ImportBatch.Kind) -> bytes:
    districts = {"district": Places.load().names()}
    return write_template(SHEETS[kind], COLUMNS[kind], NOTES[kind], districts)
