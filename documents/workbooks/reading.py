"""Reading an xlsx file that somebody outside has made, without trusting it.

The archive is walked once before a spreadsheet reader sees it: its unpacked size is counted and
its worksheets are looked through (`sheet_walk`). Then calamine reads the values.
"""

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import IO

from defusedxml.ElementTree import fromstring
from openpyxl.utils import get_column_letter
from python_calamine import CalamineSheet, CalamineWorkbook

from accounts.errors import RuleViolation
from documents.archives import directory_is_small
from documents.workbooks.cells import Percent
from documents.workbooks.headings import plain, refuse_lower_headings
from documents.workbooks.number_formats import percent_styles
from documents.workbooks.rows import FORMULA, HiddenRow, MergedRow, error_cell, without_errors
from documents.workbooks.sheet_walk import MOST_FORMULAS, NO_WORKBOOK, SheetWalk
from documents.workbooks.sheets import chosen_sheet, first_rows, merges_by_row

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 1000
MOST_INDEX = 2 * 1024 * 1024
_CHUNK = 1 << 20
_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

OLD_FORMAT = "这是旧版 xls 或加了密码的文件。请去掉密码，另存为 xlsx 后再上传。"
STRICT = (
    "这是“Strict Open XML 电子表格”，平台读不了。"
    "请在 Excel 中另存为普通的“Excel 工作簿（*.xlsx）”。"
)
BINARY = "这是 xlsb 工作簿，平台读不了。请在 Excel 中另存为“Excel 工作簿（*.xlsx）”。"
TOO_LARGE = "文件解压后过大，已拒绝读取。请只保留数据，粘贴到新下载的模板中再上传。"
TOO_MANY_FORMULAS = "表格中公式或错误值太多。请全选、复制，再“选择性粘贴”为数值后上传。"


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet: `rows` with their numbers in the file, readable once; `height` counts them.
    `unread` are sheets that look like it and are not read, in words."""

    name: str
    height: int
    rows: Iterator[tuple[int, list[object]]]
    unread: tuple[str, ...] = ()


def read_workbook(file: IO[bytes], sheet_name: str, headings: Collection[str] = ()) -> SheetRows:
    """The visible sheet that has the most of `headings`; among equals the one called `sheet_name`,
    or the first.

    A cell holds text, float, bool, date, `Percent` where it shows one, "" when it is empty, or
    `Unreadable` for a formula and for an error value such as #N/A; a row that nobody sees is a
    `HiddenRow`, one with merged cells a `MergedRow`. Raises `RuleViolation`, with a Chinese reason,
    for what is no workbook and for one that unpacks to more than 200 MB, has something below row
    50,001 or beyond column BZ, before any of it is held in memory, for headings that stand below
    the first row, and for a hidden column with something in it.
    """
    head = file.read(8)
    file.seek(0)
    if head == _OLD_EXCEL:
        raise RuleViolation(OLD_FORMAT)
    if not directory_is_small(file):
        raise RuleViolation(NO_WORKBOOK)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_size(archive)
            sheets = _sheets(archive)
            percents = percent_styles(_styles(archive))
            walks = _read_through(archive, {sheet.part for sheet in sheets}, percents)
            file.seek(0)
            book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
            wanted = {plain(heading) for heading in headings}
            name, unread = chosen_sheet(book, sheet_name, wanted)
            part = next((sheet.part for sheet in sheets if sheet.name == name), "")
            if part not in walks:
                raise RuleViolation(NO_WORKBOOK)
            walk = walks[part]
            if len(walk.formulas) > MOST_FORMULAS or len(walk.errors) > MOST_FORMULAS:
                raise RuleViolation(TOO_MANY_FORMULAS)
            sheet = book.get_sheet_by_name(name)
    except RuleViolation:
        raise
    except Exception as error:
        # Unpackers and parsers fail in many ways on a damaged file; all of them mean this.
        raise RuleViolation(NO_WORKBOOK) from error
    refuse_lower_headings(first_rows(sheet), wanted, name)
    return SheetRows(name, _height(sheet), _rows(sheet, walk), unread)


def _rows(sheet: CalamineSheet, walk: SheetWalk) -> Iterator[tuple[int, list[object]]]:
    before: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
    marked: dict[tuple[int, int], object] = {
        place: error_cell(text or "#ERR") for place, text in walk.errors.items()
    }
    marked |= dict.fromkeys(walk.formulas, FORMULA)
    last: dict[int, int] = {}
    for number, place in chain(marked, walk.percents):
        last[number] = max(place, last.get(number, 0))
    merged = merges_by_row(walk.merges)
    # The reader knows nothing of formulas that were never computed: rows may end with them.
    below: Iterator[Sequence[object]] = repeat((), max(0, max(last, default=0) - _height(sheet)))
    rows: Iterator[Sequence[object]] = chain(sheet.iter_rows(), below)
    for number, cells in enumerate(rows, start=1):
        row = without_errors([*before, *cells])
        if number in last:
            row += [""] * (last[number] + 1 - len(row))
            row = [_marked(cell, (number, place), marked, walk) for place, cell in enumerate(row)]
        _refuse_hidden_columns(row, walk.hidden_columns if number > 1 else ())
        merges = merged(number)
        if number in walk.hidden_rows and number > 1:
            row = HiddenRow(row)
        elif merges:
            row = MergedRow(row, merges)
        yield number, row


def _height(sheet: CalamineSheet) -> int:
    return sheet.end[0] + 1 if sheet.end else 0


def _marked(
    cell: object, place: tuple[int, int], marked: Mapping[tuple[int, int], object], walk: SheetWalk
) -> object:
    if place in marked:
        return marked[place]
    return Percent(cell) if place in walk.percents and type(cell) is float else cell


def _refuse_hidden_columns(row: list[object], hidden: Collection[int]) -> None:
    for place in hidden:
        if place < len(row) and row[place] not in ("", None):
            raise RuleViolation(
                f"{get_column_letter(place + 1)} 列是隐藏列，里面有内容。"
                "请取消隐藏、核对后再上传；不要的请删除这一列。"
            )


def _styles(archive: zipfile.ZipFile) -> bytes:
    part = archive.NameToInfo.get(STYLES)
    return archive.read(part) if part is not None and part.file_size <= MOST_INDEX else b""


def _check_size(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RuleViolation(TOO_LARGE)
    usual = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    index = archive.NameToInfo.get("xl/workbook.xml")
    # Two parts of one name, as the reader compares names: what is checked here might not be what
    # it takes.
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    twice = len(names) != len(parts)
    if "xl/workbook.bin" in names:
        raise RuleViolation(BINARY)
    if index is None or twice or {part.compress_type for part in parts} - usual:
        raise RuleViolation(NO_WORKBOOK)
    if max(index.file_size, archive.getinfo(RELATIONS).file_size) > MOST_INDEX:
        raise RuleViolation(TOO_LARGE)


def _sheets(archive: zipfile.ZipFile) -> list[_Sheet]:
    """The worksheets with the parts that hold them."""
    related = {
        element.get("Id"): element.get("Target", "")
        for element in fromstring(archive.read(RELATIONS))
    }
    written = archive.read("xl/workbook.xml")
    if _STRICT in written:
        raise RuleViolation(STRICT)
    book = fromstring(written)
    sheets = []
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            target = related.get(element.get(_REL_ID), "")
            part = target.removeprefix("/")
            if not target.startswith(("/", "xl/")):
                part = f"xl/{target}"
            sheets.append(_Sheet(element.get("name", ""), part))
    return sheets


def _read_through(
    archive: zipfile.ZipFile, sheet_parts: set[str], percents: frozenset[str]
) -> dict[str, SheetWalk]:
    """Unpack every part once: sizes that the archive states falsely end here, as do worksheets
    whose cells lie so far out that a reader would fill memory with the empty space between.

    Gives the walk through each worksheet, by its part.
    """
    unpacked = 0
    walks: dict[str, SheetWalk] = {}
    for part in archive.infolist():
        lengths: Iterable[int] = map(len, _chunks(archive, part.filename))
        if part.filename in sheet_parts:
            walk = SheetWalk(percents)
            lengths = walk.through(_chunks(archive, part.filename))
            walks[part.filename] = walk
        for length in lengths:
            unpacked += length
            if unpacked > MOST_UNPACKED:
                raise RuleViolation(TOO_LARGE)
    return walks


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
