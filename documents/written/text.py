"""Text as it is kept, and as it is compared.

What is kept loses what nobody sees (marks of direction, zero-width characters, controls) and what
only looks like an ideograph (radicals, which some readers of PDF give instead). What is compared
loses widths, brackets, dashes, points and spaces too: texts with the same key read alike.
"""

import re
import unicodedata
from functools import lru_cache

# Categories of characters without a shape: controls, marks of format, lone halves of a pair.
_UNSEEN = ("Cc", "Cf", "Cs")
# Letters without a shape, and what chooses between variants of a glyph.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Radicals that look like a whole ideograph but that NFKC leaves alone.
# Source: Unicode, EquivalentUnifiedIdeograph.txt.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
# Kangxi radicals and compatibility ideographs, which NFKC turns into ideographs.
_LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_ODD = re.compile(f"{_BLANK.pattern}|{_LOOKALIKES.pattern}")
# What stands where characters were lost, and characters that only the writer's own font has.
_GARBLED = re.compile("[\ufffd\u2800\ue000-\uf8ff\U000f0000-\U0010ffff]|锟斤拷|烫烫烫")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NARROW_IN_NAMES = {
    code: half for code, half in FULL_WIDTH.items() if chr(half).isalnum() or chr(half) in "&-+"
}
_NAMES = _NARROW_IN_NAMES | str.maketrans("()﹙﹚•‧∙⋅・･", "（）（）······")
_HAN = "\u2e80-\u2fdf\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff（）·"
_GAP_AT_HAN = re.compile(f"(?<=[{_HAN}]) | (?=[{_HAN}])")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63─-]+")
# What two spellings of one text may differ in, besides widths: space, dashes, points, brackets.
_NOISE = re.compile(
    r"[\s\u2010-\u2015\u2212\ufe58\ufe63─·•‧∙⋅・.,，。、…_'\"()\[\]{}（）【】〔〕「」『』《》〈〉“”‘’-]+"
)


def half_width(text: str) -> str:
    """`text` with Latin letters, digits and signs in half width. Not NFKC, which would read 5² as
    52 and ½ as 1⁄2."""
    return text.translate(FULL_WIDTH)


def seen(text: str) -> str:
    """`text` without characters that have no shape; line breaks and tabs stay."""
    if text.isprintable() and not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    shown = "".join(
        character
        for character in text
        if character in "\n\r\t" or unicodedata.category(character) not in _UNSEEN
    )
    return _look_like_ideographs(_BLANK.sub("", shown))


def _look_like_ideographs(text: str) -> str:
    text = unicodedata.normalize("NFC", text.translate(_RADICALS))
    return _LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def one_line(text: str) -> str:
    """`text` as a line is kept: only what is seen, one space for any white space."""
    return " ".join(seen(text).split())


def lines(text: str) -> str:
    """A text of several lines as it is kept, each without white space at its ends."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()


def name(text: str) -> str:
    """A name of an enterprise or a person as it is kept: brackets in full width as on a licence,
    letters and digits in half width, and no space beside an ideograph."""
    return _GAP_AT_HAN.sub("", one_line(text.translate(_NAMES)))


def code(text: str) -> str:
    """A code as it is kept: half-width capitals without spaces, dashes and quotes around it."""
    narrow = unicodedata.normalize("NFKC", seen(text)).upper()
    solid = "".join(
        character
        for character in narrow
        if not character.isspace() and unicodedata.category(character) != "Pd"
    )
    return unicodedata.normalize("NFC", solid.strip("'\"‘’“”`"))


def number(text: str) -> str:
    """The number of a paper (证书编号、文号) as it is kept: half-width capitals without spaces, and
    one kind of dash."""
    narrow = unicodedata.normalize("NFKC", seen(text)).upper()
    return _DASHES.sub("-", "".join(narrow.split())).strip("'\"‘’“”`")


def garbled(text: str) -> str:
    """What is wrong with a text in which characters were lost, in Chinese; "" where none was."""
    found = _GARBLED.search(text)
    if found is None:
        return ""
    shown = found[0] if len(found[0]) > 1 else f"U+{ord(found[0]):04X}"
    return f"有乱码或自造字（{shown}），请改为正确的文字"


@lru_cache(maxsize=8192)
def compared(text: str) -> str:
    """The key by which two texts are compared: they differ in what one reads, or the keys agree."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", seen(text))).upper()
