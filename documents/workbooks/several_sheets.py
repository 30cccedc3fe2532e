"""A workbook of several small tables, each on a sheet of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from documents.workbooks.export import Cell

FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", ""))


@dataclass(frozen=True)
class Sheet:
    """One table: rows of cells below their headings, and below an empty row what they are of."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """The bytes of an xlsx file. Text stays text: nothing becomes a formula, codes keep their
    zeros; a name of a sheet is cut to Excel's 31 signs, and one that comes twice is numbered."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    for one in sheets:
        sheet = book.create_sheet(_name(one.title, names))
        sheet.freeze_panes = "A2"
        for place in range(1, len(one.headings) + 1):
            sheet.column_dimensions[get_column_letter(place)].width = 24 if place == 1 else 16
        lines = [one.headings, *one.rows, *([()] if one.notes else []), *((n,) for n in one.notes)]
        for number, line in enumerate(lines):
            cells = []
            for value in line:
                cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
                if isinstance(value, str):
                    cell.data_type = "s"
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _name(title: str, taken: set[str]) -> str:
    name = base = title.translate(FORBIDDEN)[:31] or "Sheet"
    number = 1
    while name in taken:
        number += 1
        name = f"{base[:28]} {number}"
    taken.add(name)
    return name
