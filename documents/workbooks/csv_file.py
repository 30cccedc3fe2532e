"""Reading a list that came as CSV."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import count

from accounts.errors import RuleViolation
from documents.workbooks.rows import is_filled, without_errors

MOST_ROWS = 50_000
LONGEST_FIELD = 20_000


# Two quotes are one quote of a field; what stands between single ones is no separator.
_QUOTED = re.compile(r'"[^"]*"')
_SEPARATORS = ",\t;，；|"
_STATED = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
UNPAIRED = "第 {} 行引号没有配对，后面的行会被并入这一格。请检查这一行的英文引号后再上传。"
TOO_LONG = f"第 {{}} 行有一格超过 {LONGEST_FIELD:,} 字，或引号没有配对。请检查后再上传。"
_NOT_TEXT = "这不是 CSV 文件。请上传 CSV 或 Excel（xlsx）文件。"


def read_csv(data: bytes) -> Iterator[tuple[int, list[object]]]:
    """The records of a CSV file with their numbers, the headings first (number 1).

    Takes UTF-8 with or without a mark at the beginning, GB 18030 as Excel in China writes, and
    UTF-16 as its "Unicode text"; commas, tabs, semicolons or bars between the fields, or what a
    first line "sep=" states. Raises `RuleViolation` for what is no text, has more than 50,000
    records with something in them, or a quote without its partner.
    """
    text = _decoded(data)
    first, _, rest = text.partition("\n")
    if stated := _STATED.fullmatch(first.strip(" \r")):
        separator, text = stated[1], rest
    else:
        separator = _separator(first)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    width = filled = 0
    for number in count(1):
        try:
            record = next(reader, None)
        except csv.Error as error:
            is_long = "limit" in str(error)
            raise RuleViolation((TOO_LONG if is_long else UNPAIRED).format(number)) from error
        if record is None:
            return
        width = width or len(record)
        if any(_swallows_rows(cell, separator, width) for cell in record):
            raise RuleViolation(UNPAIRED.format(number))
        filled += any(map(is_filled, record))
        if filled > MOST_ROWS + 1:
            raise RuleViolation(f"文件超过 {MOST_ROWS:,} 行，请拆分后再上传。")
        yield number, without_errors(record)


def _swallows_rows(cell: str, separator: str, width: int) -> bool:
    """Whether whole rows stand in one cell: a quote was opened and never closed, and that of a
    later row ended it."""
    lines = cell.count("\n")
    return lines > 0 and width > 1 and cell.count(separator) >= lines * (width - 1)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise RuleViolation(_NOT_TEXT) from error
    if b"\x00" in data[:4096]:
        raise RuleViolation(_NOT_TEXT)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation("无法识别文件的文字编码。请另存为 UTF-8 编码的 CSV。")


def _separator(headings: str) -> str:
    """What stands between the headings: the separator that occurs most outside of quotes."""
    bare = _QUOTED.sub("", headings)
    return max(_SEPARATORS, key=bare.count)
