"""Measures of an official document: line breaks of its title, widths of its list's columns."""

import re
from collections.abc import Sequence
from math import ceil

# GB/T 9704-2012: the text is 156 mm wide; a title of 二号 (22 pt) has 20 characters in a line.
TEXT_WIDTH_MM = 156
TITLE_CHARACTERS = 20
# A character of 小四 (12 pt), and what a cell leaves free at its sides, in mm.
_CHARACTER_MM, _PADDING_MM = 4.3, 4.6
# A column whose longest text has no more characters than this is never broken, nor is one of
# numbers and codes up to this length.
_SHORT, _LONGEST_CODE = 6, 14
_UNBROKEN = re.compile(
    r"[0-9A-Za-z.%-]+|《[^》]*》|（[^）]{1,6}）|专精特新|产品|示范企业|隐形冠军|小巨人"
    r"|认定|名单|公示|通知|年度|青岛市|."
)
# Where a line of a title must not begin, and where it must not end.
_NEVER_FIRST, _NEVER_LAST = "，。、；：）》”的", "（《“"


def title_lines(title: str) -> list[str]:
    """The title in lines of about the same length, none of them a single character, numbers and
    names of documents unbroken."""
    number = ceil(len(title) / TITLE_CHARACTERS)
    wanted = ceil(len(title) / number) if number else 0
    lines = [""]
    for part in _UNBROKEN.findall(title):
        full = len(lines[-1]) + len(part) > wanted and len(lines) < number
        if full and part not in _NEVER_FIRST and lines[-1][-1:] not in _NEVER_LAST:
            lines.append("")
        lines[-1] += part
    return lines


def column_widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int]
) -> list[float]:
    """The columns' widths in mm, together those of the text: short columns as wide as their longest
    text, the others by their shares of the rest."""
    longest = [
        max((_length(row[place]) for row in [headings, *rows]), default=0)
        for place in range(len(headings))
    ]
    short = [
        size <= (_LONGEST_CODE if all(row[place].isascii() for row in rows) else _SHORT)
        for place, size in enumerate(longest)
    ]
    if all(short):
        short = [False] * len(headings)
    fixed = [
        size * _CHARACTER_MM + _PADDING_MM if is_short else 0
        for size, is_short in zip(longest, short, strict=True)
    ]
    rest = TEXT_WIDTH_MM - sum(fixed)
    free = sum(share for share, is_short in zip(shares, short, strict=True) if not is_short)
    return [
        round(width or rest * share / free, 2) for width, share in zip(fixed, shares, strict=True)
    ]


def _length(text: str) -> float:
    """In widths of a Chinese character; Latin letters and digits take about half of one."""
    return sum(0.55 if character.isascii() else 1 for character in text)
