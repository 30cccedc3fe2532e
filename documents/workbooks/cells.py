"""From the value of a cell to the value of a field, or the reason why not.

Each parser takes what a workbook or CSV reader yields (text, float, bool, date or None) and
raises `CellError` with a Chinese reason. An empty cell is `None` for every parser.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LARGEST_MONEY = Decimal("99999999999999.9999")  # 万元: 14 whole digits, as the column holds them
LARGEST_COUNT = 10_000_000
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_PHONE = re.compile(r"^\+?[0-9][0-9\- ()]{5,18}[0-9]$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b-\u200f\u2028\u2029]")

Parser = Callable[[object], object]


class CellError(ValueError):
    """The cell cannot be used; the message is Chinese and says what is expected."""


def plain_text(value: object) -> str:
    """The text of a cell: whole numbers without ".0", one space for any white space."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(_CONTROL.sub("", value).split())
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else str(value)
    return str(value)


def text(largest: int) -> Parser:
    """Text of at most `largest` characters."""

    def parse(value: object) -> str | None:
        found = plain_text(value)
        if len(found) > largest:
            raise CellError(f"最多 {largest} 个字，现有 {len(found)} 个字")
        return found or None

    return parse


def lines(value: object) -> str | None:
    """A text of several lines, each without white space at its ends."""
    if not isinstance(value, str):
        return plain_text(value) or None
    parts = (_CONTROL.sub("", part).strip() for part in value.splitlines())
    return "\n".join(parts).strip() or None


def narrow(value: object) -> str:
    """Text in half-width characters without spaces: for codes and numbers."""
    written = plain_text(value)
    if not written.isascii():
        written = unicodedata.normalize("NFKC", written)
    return written.replace(" ", "")


def decimal(value: object) -> Decimal | None:
    """A decimal number, thousands separators allowed; `None` for an empty cell."""
    if isinstance(value, float) and -1e15 < value < 1e15:
        return Decimal(repr(value))
    if isinstance(value, bool | date):
        raise CellError("应为数字")
    written = narrow(value).replace(",", "")
    if not written:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation as error:
        raise CellError(f"应为数字，现为“{plain_text(value)[:20]}”") from error
    if not number.is_finite():
        raise CellError("应为数字")
    return number


def money(value: object) -> Decimal | None:
    """An amount in 万元, not negative, rounded to four decimals (one yuan)."""
    return _amount(value, lowest=Decimal(0))


def signed_money(value: object) -> Decimal | None:
    """An amount in 万元 that may be negative (a loss), rounded to four decimals."""
    return _amount(value, lowest=-LARGEST_MONEY)


def _amount(value: object, *, lowest: Decimal) -> Decimal | None:
    number = decimal(value)
    if number is None:
        return None
    if number < lowest:
        raise CellError("不能是负数")
    if number > LARGEST_MONEY or number < -LARGEST_MONEY:
        raise CellError("数额过大，请核对单位是否为万元")
    return number.quantize(Decimal("0.0001"))


def count(value: object) -> int | None:
    """A whole number from 0."""
    number = decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellError("应为整数")
    if number < 0:
        raise CellError("不能是负数")
    if number > LARGEST_COUNT:
        raise CellError("数字过大，请核对")
    return int(number)


def year(value: object) -> int | None:
    """A year of figures: 2000 up to the present one."""
    written = narrow(value).removesuffix("年度").removesuffix("年")
    if not written:
        return None
    last = date.today().year
    if not re.fullmatch(r"\d{4}", written) or not 2000 <= int(written) <= last:
        raise CellError(f"应为 2000 至 {last} 之间的年份")
    return int(written)


def day(value: object) -> date | None:
    """A date from 1900 on that is not in the future: a date cell, or text such as 2012-05-18."""
    found = any_day(value)
    if found is not None and (found.year < 1900 or found > date.today()):
        raise CellError("日期应在 1900 年以后且不晚于今天")
    return found


def any_day(value: object) -> date | None:
    """A date: a date cell, or text such as 2012-05-18."""
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    else:
        written = narrow(value)
        if not written:
            return None
        match = _DATE.match(written)
        if match is None:
            raise CellError("应为日期，例如 2012-05-18")
        try:
            found = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError as error:
            raise CellError("没有这一天，请核对日期") from error
    return found


def phone(value: object) -> str | None:
    """A telephone number."""
    written = narrow(value)
    if written and not _PHONE.match(written):
        raise CellError("电话号码格式不正确，例如 13800000000 或 0532-80000000")
    return written or None


def email(value: object) -> str | None:
    """An e-mail address."""
    written = narrow(value)
    if not written:
        return None
    try:
        validate_email(written)
    except ValidationError as error:
        raise CellError("电子邮箱格式不正确") from error
    return written


def credit_code_text(value: object) -> str | None:
    """The characters of a credit code; a number cell has lost digits and is refused."""
    if isinstance(value, float):
        raise CellError("这一格被存成了数字，末位已丢失；请设为文本格式后重新填写")
    return narrow(value).upper() or None
