"""From the value of a cell to the value of a field, or the reason why not.

Each parser takes what a workbook or CSV reader yields (text, float, bool, date or None) and
raises `CellError` with a Chinese reason. An empty cell is `None` for every parser.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from documents.written import text as written_text
from documents.written.dates import NoDate, read_date
from documents.written.numbers import NoNumber, read_number, whole
from documents.written.phones import NoPhone, read_phone

LARGEST_MONEY = Decimal("99999999999999.9999")  # 万元: 14 whole digits, as the column holds them
MONEY_DIGITS = 4  # of 万元: one yuan
LARGEST_COUNT = 10_000_000
# A spreadsheet keeps 15 digits of a number; the others are lost before anybody reads the file.
EXACT_BELOW = 1e15
TOO_LONG_FOR_A_NUMBER = "超过 15 位的编号在表格里会变成约数，请把这一格设为文本后重新填写"
AS_PERCENT = "这一格是百分数格式，请改为常规数字格式后填写数值"

Parser = Callable[[object], object]


class CellError(ValueError):
    """The cell cannot be used; the message is Chinese and says what is expected."""


class Percent(float):
    """What a cell holds that shows a percentage: 0.035 where one reads 3.5%."""

    @property
    def shown(self) -> Decimal:
        return Decimal(f"{self * 100:.12g}")


def plain_text(value: object) -> str:
    """The text of a cell: whole numbers without ".0", one space for any white space."""
    if value is None:
        return ""
    if isinstance(value, str):
        return written_text.one_line(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Percent):
        return f"{value.shown:f}%"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_BELOW:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else str(value)
    return str(value)


def text(largest: int, keep: Callable[[str], str] = written_text.one_line) -> Parser:
    """Text of at most `largest` characters, as `keep` gives it."""

    def parse(value: object) -> str | None:
        if isinstance(value, float) and abs(value) >= EXACT_BELOW:
            raise CellError(TOO_LONG_FOR_A_NUMBER)
        found = keep(plain_text(value))
        if problem := written_text.garbled(found):
            raise CellError(problem)
        if len(found) > largest:
            raise CellError(f"最多 {largest} 个字，现有 {len(found)} 个字")
        return found or None

    return parse


def name(largest: int) -> Parser:
    """A name, as names are kept."""
    return text(largest, written_text.name)


def lines(value: object) -> str | None:
    """A text of several lines, each without white space at its ends."""
    return written_text.lines(value if isinstance(value, str) else plain_text(value)) or None


def narrow(value: object) -> str:
    """Text in half-width characters without spaces: for codes and numbers."""
    return written_text.half_width(plain_text(value)).replace(" ", "")


def decimal(value: object, unit: str = "") -> Decimal | None:
    """A number of `unit` that a cell holds or says; `None` for an empty cell."""
    if isinstance(value, Percent):
        raise CellError(AS_PERCENT)
    if isinstance(value, float) and -1e15 < value < 1e15:
        return Decimal(f"{value:.15g}")  # as many digits as Excel keeps
    if isinstance(value, date):
        raise CellError("应为数字，这一格是日期")
    if isinstance(value, bool | float):
        raise CellError("应为数字")
    return _number(str(value) if value is not None else "", unit)


def percentage(value: object) -> Decimal | None:
    """A number of per cent: 3.5, "3.5%", or a cell that shows 3.5%."""
    if isinstance(value, Percent):
        return value.shown
    return _number(value, "%") if isinstance(value, str) else decimal(value)


def _number(text: str, unit: str) -> Decimal | None:
    try:
        return read_number(text, unit=unit)
    except NoNumber as wrong:
        raise CellError(str(wrong)) from wrong


def money(value: object) -> Decimal | None:
    """An amount in 万元, not negative, with at most four decimals (one yuan)."""
    return _amount(value, lowest=Decimal(0))


def signed_money(value: object) -> Decimal | None:
    """An amount in 万元 that may be negative (a loss), with at most four decimals."""
    return _amount(value, lowest=-LARGEST_MONEY)


def _amount(value: object, *, lowest: Decimal) -> Decimal | None:
    number = decimal(value, "万元")
    if number is None:
        return None
    if number < lowest:
        raise CellError("不能是负数")
    if number > LARGEST_MONEY or number < -LARGEST_MONEY:
        raise CellError("数额过大，请核对单位是否为万元")
    kept = round(number, MONEY_DIGITS)
    if kept != number:
        raise CellError(f"最多 {MONEY_DIGITS} 位小数，现为 {number:f}")
    return kept


def count_of(unit: str) -> Parser:
    """Whole numbers of `unit` from 0."""
    return lambda value: count(value, unit)


def count(value: object, unit: str = "") -> int | None:
    """A whole number of `unit` from 0."""
    number = decimal(value, unit)
    if number is None:
        return None
    found = integer(number)
    if found < 0:
        raise CellError("不能是负数")
    if found > LARGEST_COUNT:
        raise CellError("数字过大，请核对")
    return found


def integer(number: Decimal) -> int:
    """A number without decimals."""
    try:
        return whole(number)
    except NoNumber as wrong:
        raise CellError(str(wrong)) from wrong


def year(value: object) -> int | None:
    """A year of figures: 2000 up to the present one."""
    if isinstance(value, date):
        raise CellError("请只填写年份，例如 2025，不要填日期")
    written = narrow(value).removesuffix("年度").removesuffix("年")
    if not written:
        return None
    last = date.today().year
    if not (len(written) == 4 and written.isascii() and written.isdigit()):
        raise CellError(f"应为 2000 至 {last} 之间的年份")
    if not 2000 <= int(written) <= last:
        raise CellError(f"应为 2000 至 {last} 之间的年份，请核对年份")
    return int(written)


def day(value: object) -> date | None:
    """A date from 1900 on that is not in the future: a date cell, or text such as 2012-05-18."""
    found = any_day(value)
    if found is not None and found > date.today():
        raise CellError(f"不能晚于今天，现为 {found}，请核对年份")
    return found


def any_day(value: object) -> date | None:
    """A date of the years 1900 to 2100: a date cell, or text such as 2012-05-18."""
    try:
        return read_date(value)
    except NoDate as wrong:
        raise CellError(str(wrong)) from wrong


def phone(value: object) -> str | None:
    """A telephone number."""
    try:
        return read_phone(plain_text(value)) or None
    except NoPhone as wrong:
        raise CellError(str(wrong)) from wrong


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
    return written_text.code(plain_text(value)) or None
