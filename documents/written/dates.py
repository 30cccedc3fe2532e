"""Dates as people write them."""

import re
from datetime import date, datetime, timedelta

from documents.written.text import half_width, one_line

EARLIEST, LATEST_YEAR = date(1900, 1, 1), 2100
EXAMPLE = "应为日期，例如 2012-05-18"
SERIAL = "这是日期序号，请把单元格设为日期格式后重新填写"
CHECK_YEAR = "请核对年份"
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    # A time that Excel or a database wrote beside it.
    r"(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)
_DASHES = re.compile("[‐‑‒–—―−﹣]+")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?", re.ASCII)
_MONTH = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?", re.ASCII)


class NoDate(ValueError):
    """The text is no date; the message is Chinese and ends without a stop."""


def read_date(value: object, *, is_cell: bool = True) -> date | None:
    """The local date that a text or the cell of a file says; None for an empty one. What is wrong
    with a text that is no cell's is said without a word of cells.

    Raises `NoDate`, also for a year before 1900 or after 2100.
    """
    if isinstance(value, datetime):
        return within(value.date())
    if isinstance(value, date):
        return within(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        value = f"{value:.15g}"
    written = _DASHES.sub("-", one_line(half_width("" if value is None else str(value))))
    if not written:
        return None
    found = _DATE.fullmatch(written) or _COMPACT.fullmatch(written)
    if found is None:
        raise NoDate(_what_is_wrong(written, is_cell))
    try:
        return within(date(*(int(part) for part in found.groups())))
    except ValueError as error:
        if isinstance(error, NoDate):
            raise
        raise NoDate("没有这一天，请核对日期") from error


def within(day: date) -> date:
    """`day`, whose year is one that people mean. Raises `NoDate` otherwise."""
    if day < EARLIEST or day.year > LATEST_YEAR:
        raise NoDate(CHECK_YEAR)
    return day


def is_far_after(day: date, start: date, years: int) -> bool:
    """Whether `day` is more than some years after `start`, where nobody means it: mistyped."""
    return day > start + timedelta(days=366 * years)


def _what_is_wrong(written: str, is_cell: bool) -> str:
    if is_cell and _SERIAL.fullmatch(written):
        return SERIAL
    if _MONTH.fullmatch(written):
        return "请写到日，例如 2012-05-18"
    return EXAMPLE
