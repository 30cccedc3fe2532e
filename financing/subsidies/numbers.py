"""The numbers by which invoices, loans, policies and machines are recognised (domain-2 A9).

A key is the number as it is compared: half width, without spaces, leading zeros kept.
"""

from datetime import date

from documents.written.text import compared, half_width

# 数电票 began at the end of 2021: the first two digits are the year.
FIRST_YEAR_OF_E_INVOICES = 21
E_INVOICE_DIGITS, OLD_NUMBER_DIGITS, OLD_CODE_DIGITS, CUSTOMS_DIGITS = 20, 8, (10, 12), 22


def plain_digits(text: str) -> str:
    """A number as it is compared: half width, without spaces and dashes; zeros in front stay."""
    return "".join(half_width(text).split()).replace("-", "")


def invoice_problems(code: str, number: str, day: date | None) -> dict[str, str]:
    """What cannot be about an invoice's code and number, by field.

    数电票 has no code and a number of 20 digits (1-2 year, 3-4 region, 5 channel, 6-20 sequence);
    before, a code of 10 or 12 digits and a number of 8.
    """
    code, number = plain_digits(code), plain_digits(number)
    if not number:
        return {"invoice_number": "请填写发票号码。"} if code else {}
    if not (number.isascii() and number.isdigit()):
        return {"invoice_number": "发票号码只有数字，请核对。"}
    if code and not (code.isascii() and code.isdigit()):
        return {"invoice_code": "发票代码只有数字，请核对。"}
    if len(number) == E_INVOICE_DIGITS:
        return _of_e_invoice(code, number, day)
    if len(number) == OLD_NUMBER_DIGITS:
        if len(code) in OLD_CODE_DIGITS:
            return {}
        said = f"现有 {len(code)} 位" if code else "没有填"
        return {"invoice_code": f"8 位发票号码要有 10 位或 12 位发票代码，{said}。"}
    return {"invoice_number": f"现有 {len(number)} 位：数电票是 20 位，其他发票是 8 位，请核对。"}


def _of_e_invoice(code: str, number: str, day: date | None) -> dict[str, str]:
    if code:
        return {"invoice_code": "数电票（20 位号码）没有发票代码，请清空。"}
    year = int(number[:2])
    if year < FIRST_YEAR_OF_E_INVOICES:
        return {"invoice_number": f"数电票前两位是开票年份，现为 {number[:2]}，请核对。"}
    if day is not None and day.year % 100 != year:
        said = f"数电票前两位是开票年份（20{number[:2]} 年），与开票日期 {day} 不一致。"
        return {"invoice_number": said}
    return {}


def invoice_key(code: str, number: str) -> str:
    """What one invoice is recognised by: the number of a 数电票, or code and number; "" without."""
    code, number = plain_digits(code), plain_digits(number)
    return f"{code}{number}" if number else ""


def consecutive(one: str, other: str) -> bool:
    """Whether two invoice keys of one length follow each other."""
    same_shape = len(one) == len(other) and one.isdigit() and other.isdigit()
    return same_shape and abs(int(one) - int(other)) == 1


def customs_problem(number: str) -> str:
    digits = plain_digits(number)
    if not digits or len(digits) == CUSTOMS_DIGITS:
        return ""
    return f"海关缴款书号应为 22 位，现有 {len(digits)} 位，请核对。"


def joined_key(*parts: str) -> str:
    """Several texts as one key, such as bank and receipt number; "" where one is missing."""
    keys = [compared(part) for part in parts]
    return "|".join(keys) if all(keys) else ""
