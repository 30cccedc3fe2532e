"""Telephone numbers as people write them."""

import re

from documents.written.text import half_width, one_line

EXAMPLES = "请填写电话号码，如 13800000000、0532-55500000 或 0532-55500000转8001"
ONLY_ONE = "请只填写一个电话号码"
MOBILE = "手机号应为 11 位，现为 {} 位"
LONGEST = 30
MOST_DIGITS = 18  # 12 with the area, and an extension of 6 behind a hyphen
FEWEST_OF_ONE = 7  # the shortest number of a subscriber
_DASHES = re.compile(r"\s*[‐‑‒–—―−﹣-]+\s*")
_AREA = re.compile(r"^\((\+?\d{2,5})\)\s*-?")
# Each digit can be matched in one way only, or a long row of them would be tried in all.
_DIGITS = r"\+?[0-9](?:[ -]*[0-9])"
_NUMBER = rf"{_DIGITS}{{6,20}}"
# Two numbers with only a space between them are read, and told apart by their lengths below.
_PHONE = re.compile(rf"{_DIGITS}{{6,28}}(?:转[0-9]{{1,6}})?", re.ASCII)
_SEVERAL = re.compile(rf"{_NUMBER}\s*(?:[/、,;，；]|或)\s*{_NUMBER}.*", re.ASCII)
_COUNTRY = re.compile(r"^(?:\+|00)86")
_MOBILE = re.compile("1[3-9]")
MOBILE_DIGITS = 11
_EXTENSION = re.compile(r"\s*(?:转|ext\.?|分机)\s*", re.IGNORECASE)


class NoPhone(ValueError):
    """The text is no telephone number; the message is Chinese and ends without a stop."""


def read_phone(text: str) -> str:
    """The number in `text`, with plain hyphens and "转" before an extension; "" for an empty one.

    Raises `NoPhone`.
    """
    written = _DASHES.sub("-", one_line(half_width(text)))
    written = _EXTENSION.sub("转", _AREA.sub(r"\1-", written))
    if not written:
        return ""
    if _SEVERAL.fullmatch(written):
        raise NoPhone(ONLY_ONE)
    if not _PHONE.fullmatch(written) or len(written) > LONGEST:
        raise NoPhone(EXAMPLES)
    _refuse_wrong_length(written.partition("转")[0])
    return written


def _refuse_wrong_length(number: str) -> None:
    """Refuse two numbers with only a space between them, and a mobile number with a digit too few
    or too many. Source of 11 digits from 13 to 19: 电信网编号计划（2017年版）."""
    if sum(len(part) >= FEWEST_OF_ONE for part in re.split("[ -]+", number)) > 1:
        raise NoPhone(ONLY_ONE)
    digits = re.sub("[ -]", "", number)
    home = _COUNTRY.sub("", digits)
    if _MOBILE.match(home) and len(home) != MOBILE_DIGITS:
        raise NoPhone(MOBILE.format(len(home)))
    if len(digits.lstrip("+")) > MOST_DIGITS:
        raise NoPhone(EXAMPLES)
