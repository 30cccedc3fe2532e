"""Codes, numbers and days of feedback as programs, workbooks and people write them: what the
portal's readers of written text (documents/written) take, with messages that end as sentences."""

from datetime import date
from decimal import Decimal

from documents.written.dates import NoDate, read_date
from documents.written.numbers import NoNumber
from documents.written.numbers import read_number as number_in
from documents.written.text import code, half_width, one_line

NO_NUMBER = "应为数字，不带单位和文字。"


def plain_text(text: str) -> str:
    """In half width, without what nobody sees and without space at its ends."""
    return half_width(one_line(text)).strip()


def read_code(text: str) -> str:
    """A credit code in half-width capitals, without spaces and dashes."""
    return code(text)


def read_number(value: object, *, unit: str) -> Decimal:
    """The number of `unit`. Raises `ValueError`, whose text
    is Chinese, for what is no number, or not surely one."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    try:
        number = number_in(str(value), unit=unit)
    except NoNumber as problem:
        raise ValueError(f"{problem}。") from problem
    if number is None:
        raise ValueError(NO_NUMBER)
    return number


def read_day(value: object) -> date:
    """Raises `ValueError`, whose text is Chinese, for what is no day."""
    try:
        day = read_date(value)
    except NoDate as problem:
        raise ValueError(f"{problem}。") from problem
    if day is None:
        raise ValueError("请填写日期，如 2026-05-31。")
    return day
