"""Walking through the XML of a worksheet before a spreadsheet reader sees it.

Places of cells and formulas are found in constant memory, by a real parser: a pattern over the
bytes is either deceived by an odd spelling or slow on a crafted one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from openpyxl.utils import column_index_from_string

from accounts.errors import RuleViolation

MOST_ROWS = 50_000
MOST_COLUMNS = 78  # up to BZ
MOST_FORMULAS = 10_000
_LAST_ROW = 1_048_576  # of a sheet in Excel
_LONGEST_TOKEN = 4 * 1024 * 1024
_TRUE = ("1", "true", "on")
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})").fullmatch
_HOLDS_SOMETHING = ("v", "is")

NO_WORKBOOK = "这不是 Excel 工作簿（xlsx），或者文件已损坏。请使用模板另存后再上传。"
TOO_WIDE = "表格右侧很远处还有内容（BZ 列以后），请删除模板以外的列后再上传。"
TOO_LONG = f"表格超过 {MOST_ROWS:,} 行，请拆分成几个文件后再上传。"
FAR_DOWN = (
    f"第 {{:,}} 行还有内容，平台只读到第 {MOST_ROWS + 1:,} 行。"
    "请删除很远处的内容和中间的空行后再上传。"
)
TOO_MANY_MERGES = "合并的单元格太多。请取消合并、每格填写后再上传。"


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were merged into one: rows from 1, columns from 0, the last ones included."""

    ref: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


class SheetWalk:
    """One walk through a worksheet. Places are row from 1 and column from 0: `formulas` are those
    that hold one, `errors` gives the error value of a cell ("#N/A"), which readers leave empty,
    `percents` are the cells with something in a style of `percent_styles`; rows and columns that
    nobody sees are in `hidden_rows` (from 1) and `hidden_columns` (from 0).

    A reader fills the rectangle that the cells with something in them span, so both sides of it
    are bounded; a cell that has only a style is none. After `MOST_FORMULAS` formulas, and as many
    errors, no more are noted.
    """

    def __init__(self, percent_styles: frozenset[str] = frozenset()) -> None:
        self.formulas: set[tuple[int, int]] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.percents: set[tuple[int, int]] = set()
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._percent_styles = percent_styles
        self._row = 0
        self._column = 0
        self._style: str | None = None
        self._in_cell = False
        self._rows_met = 0
        self._filled_row = 0
        self._filled_rows = 0
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._on_start
        self._parser.StartDoctypeDeclHandler = _refuse_doctype

    def through(self, chunks: Iterable[bytes]) -> Iterable[int]:
        """Parse `chunks` and yield the length of each.

        Raises `RuleViolation` (too wide, too long, no workbook) or `expat.ExpatError`.
        """
        fed = 0
        for chunk in chunks:
            if b"\x00" in chunk:
                raise RuleViolation(NO_WORKBOOK)  # not in the encoding that every program writes
            self._parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - self._parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise RuleViolation(NO_WORKBOOK)
            yield len(chunk)
        self._parser.Parse(b"", True)

    def _on_start(self, name: str, attributes: list[str]) -> None:
        # Called for every cell: kept short.
        tag = name.rpartition(":")[2]
        if tag in _HOLDS_SOMETHING:
            self._in_cell = False
            self._on_content()
            return
        self._parser.CharacterDataHandler = None
        if tag == "c":
            self._on_cell(_attribute(attributes, "r"))
            self._style = _attribute(attributes, "s")
            if _attribute(attributes, "t") == "e" and len(self.errors) <= MOST_FORMULAS:
                self.errors[(self._row, self._column - 1)] = ""
                self._parser.CharacterDataHandler = self._on_error
            return
        if tag == "row":
            self._on_row(attributes)
        elif tag == "col":
            if _attribute(attributes, "hidden") in _TRUE or _attribute(attributes, "width") == "0":
                first, last = (_number(_attribute(attributes, n) or "1") for n in ("min", "max"))
                self.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))
        elif tag == "mergeCell":
            self._on_merge(_attribute(attributes, "ref") or "")
        elif tag == "f" and self._in_cell:
            self._on_content()
            if len(self.formulas) <= MOST_FORMULAS:
                self.formulas.add((self._row, self._column - 1))
        # A formula is a cell's first child; what is called f elsewhere is none.
        self._in_cell = False

    def _on_error(self, text: str) -> None:
        place = (self._row, self._column - 1)
        self.errors[place] = (self.errors.get(place, "") + text.strip())[:20]

    def _on_row(self, attributes: list[str]) -> None:
        number = _attribute(attributes, "r")
        self._row = self._row + 1 if number is None else _number(number)
        self._column = 0
        self._rows_met += 1
        if max(self._row, self._rows_met) > _LAST_ROW:
            raise RuleViolation(NO_WORKBOOK)
        is_hidden = _attribute(attributes, "hidden") in _TRUE or _attribute(attributes, "ht") == "0"
        if is_hidden and self._row <= MOST_ROWS + 1:
            self.hidden_rows.add(self._row)

    def _on_cell(self, place: str | None) -> None:
        self._in_cell = True
        if place is None:
            self._column += 1
        else:
            self._row, column = _place(place)
            self._column = column + 1

    def _on_content(self) -> None:
        """The present cell holds something: its place counts."""
        if self._column > MOST_COLUMNS:
            raise RuleViolation(TOO_WIDE)
        if self._row != self._filled_row:
            self._filled_row = self._row
            self._filled_rows += 1
            if self._filled_rows > MOST_ROWS + 1:
                raise RuleViolation(TOO_LONG)
            if self._row > MOST_ROWS + 1:
                raise RuleViolation(FAR_DOWN.format(self._row))
        if self._style in self._percent_styles:
            self.percents.add((self._row, self._column - 1))

    def _on_merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        if len(self.merges) >= MOST_FORMULAS:
            raise RuleViolation(TOO_MANY_MERGES)
        self.merges.append(Merge(ref, top, bottom, left, right))


def _place(text: str) -> tuple[int, int]:
    """Row from 1 and column from 0 of "B4"."""
    match = _PLACE(text)
    if match is None:
        raise RuleViolation(NO_WORKBOOK)
    return int(match[2]), _column(match[1]) - 1


def _attribute(attributes: list[str], name: str) -> str | None:
    """The value of `name` in a list of names and values."""
    names = attributes[::2]
    return attributes[2 * names.index(name) + 1] if name in names else None


@lru_cache(maxsize=100_000)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters.upper()))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise RuleViolation(NO_WORKBOOK)
    return int(text)


def _refuse_doctype(*_: object) -> None:
    """No program writes one into a worksheet; entities could unpack without end."""
    raise RuleViolation(NO_WORKBOOK)
