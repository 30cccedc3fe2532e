"""Numbers as people write them.

A number is read where it can only be that one; whatever could be another is refused, with what is
wrong about it. A unit behind it is taken where it is the field's own.
"""

import re
from decimal import Decimal

from documents.written.text import half_width, one_line

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([, ])\d{3})(?:\1\d{3})*(?:\.\d*)?", re.ASCII)
_EXPONENT = re.compile(r"[+-]?\d[\d.]*[eE][+-]?\d+", re.ASCII)
_RANGE = re.compile(r"[\d.]+\s*[-~～—至到]+\s*[\d.]+", re.ASCII)
_BRACKETED = re.compile(r"\(\s*[+-]?[\d.,\s]+\)", re.ASCII)
_WITH_UNIT = re.compile(r"[+-]?[\d.,\s]+([^\d\s.,+-]{1,8})", re.ASCII)
_ROUGHLY = re.compile(
    r"(?:约|大概|近|[<>≤≥≈])?[=\s]*[\d.,]+\s*(?:左右|以上|以下|余|多|\+)?", re.ASCII
)
_CURRENCY = re.compile(r"[¥￥$€£]|RMB|CNY|USD|人民币", re.IGNORECASE)
_NUMERALS = re.compile(r"[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟点]+")
_NOTHING = {"无", "没有", "暂无", "不详", "未知", "空", "-", "--", "/", "\\", "N/A", "NA", "NULL"}
_MINUS = str.maketrans("−﹣–", "---")
# Other words for a unit.
_ALSO = {"万元": ("万",), "元": ("圆",), "人": ("名", "位"), "%": ("个百分点",)}
MOST_SHOWN = 20
MOST_DIGITS = 40


class NoNumber(ValueError):
    """The text is no number, or not surely one; the message is Chinese and ends without a stop."""


def read_number(text: str, *, unit: str = "") -> Decimal | None:
    """The number of `unit` that `text` says, with the unit behind it or not; None for an empty
    one. Raises `NoNumber`, also for another unit."""
    written = _without_unit(one_line(half_width(text)).translate(_MINUS), half_width(unit))
    if not written:
        return None
    if len(written) > MOST_DIGITS:
        raise NoNumber("数字太长，请核对")
    if _PLAIN.fullmatch(written):
        return Decimal(written)
    if _GROUPED.fullmatch(written):
        return Decimal(written.replace(",", "").replace(" ", ""))
    raise NoNumber(_what_is_wrong(written, one_line(text)[:MOST_SHOWN], unit))


def _without_unit(written: str, unit: str) -> str:
    for own in (unit, *_ALSO.get(unit, ())) if unit else ():
        number = written.removesuffix(own).strip()
        if number not in ("", written):
            return number
    return written


def _what_is_wrong(written: str, shown: str, unit: str) -> str:
    if written.upper() in _NOTHING or set(written) <= set("-—"):
        return f"应为数字，现为“{shown}”；没有这项数据的请留空，数值为零的请填 0"
    if found := _CURRENCY.search(written):
        return f"请只填数字，去掉货币符号“{found[0]}”"
    if _EXPONENT.fullmatch(written):
        return f"请写出完整的数字，不要用科学计数法“{shown}”"
    if _BRACKETED.fullmatch(written):
        return f"应为数字，现为“{shown}”；负数请用负号，如 -56.7，不要用括号"
    if re.fullmatch(r"[+-]?[\d., ]+", written, re.ASCII):
        return _separators(written, shown)
    if _RANGE.fullmatch(written) or _ROUGHLY.fullmatch(written):
        return f"请填写一个确定的数字，现为“{shown}”"
    if "_" in written:
        return f"应为数字，现为“{shown}”；请去掉“_”"
    if found := _WITH_UNIT.fullmatch(written):
        if unit:
            return f"这里以{unit}计，现为“{shown}”，请换算后填写"
        return f"应为数字，不要带单位“{found[1]}”"
    if _NUMERALS.fullmatch(written):
        return f"应为数字，请用阿拉伯数字填写，现为“{shown}”"
    return f"应为数字，现为“{shown}”"


def _separators(written: str, shown: str) -> str:
    if "," in written:
        return (
            f"“{shown}”的逗号位置不对，不能确定是多少；小数点请用“.”，千位逗号每三位一个，"
            "也可以不用逗号"
        )
    if written.count(".") > 1:
        return f"“{shown}”有不止一个小数点"
    return f"“{shown}”的数字中间有空格，不能确定是多少，请核对后去掉空格"


def whole(number: Decimal) -> int:
    """`number` as a count. Raises `NoNumber` for one with decimals."""
    if number != number.to_integral_value():
        raise NoNumber(f"应为整数，现为 {number.normalize():f}")
    return int(number)


def refuse_outside(number: Decimal, lowest: Decimal | None, highest: Decimal | None) -> None:
    """Raise `NoNumber` for a number below `lowest` or above `highest`."""
    if lowest is not None and number < lowest:
        raise NoNumber(f"不能小于 {lowest.normalize():,f}")
    if highest is not None and number > highest:
        raise NoNumber(f"不能大于 {highest.normalize():,f}")


# 示例: no loan is that cheap, so a lower yearly rate is the fraction of a per cent.
LOWEST_RATE = Decimal("0.3")


def rate_as_fraction(rate: Decimal) -> str:
    """What is wrong with a yearly rate in % that was typed as a fraction (0.035 for 3.5); "" for
    nothing."""
    if not 0 < rate < LOWEST_RATE:
        return ""
    return f"像是小数：单位是 %，{(rate * 100).normalize():f}% 请填 {(rate * 100).normalize():f}"
