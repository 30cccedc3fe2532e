"""Which characters the documents' font has: others would be printed as empty boxes."""

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from documents.pdf import font_folder

_FONTS = {".ttc", ".otc", ".otf", ".ttf"}
LONGEST_SHOWN = 40
_NEED_NONE = ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn")  # spaces and marks


def missing_glyphs(text: str) -> str:
    """The characters of `text`, each once, that no font of the documents can draw."""
    return "".join(one for one in dict.fromkeys(text) if not _is_drawn(one))


def texts_in(*values: object) -> Iterator[str]:
    """The texts in what JSON holds: lists, and the values of objects."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from texts_in(*value.values())
        elif isinstance(value, list | tuple):
            yield from texts_in(*value)


def warnings_about(texts: Iterable[str]) -> list[str]:
    """What to tell somebody before `texts` are printed: each that a box would stand in."""
    return [
        f"“{_around(text, missing[0])}”中的“{'、'.join(missing)}”不在公文和证书的字体里，"
        "打印出来会是空框。"
        for text in dict.fromkeys(texts)
        if (missing := missing_glyphs(text))
    ]


def _around(text: str, missing: str) -> str:
    """The text; of a long one only the place where the character stands."""
    if len(text) <= LONGEST_SHOWN:
        return text
    start = max(0, text.index(missing) - LONGEST_SHOWN // 2)
    part = " ".join(text[start : start + LONGEST_SHOWN].split())
    return f"{'…' if start else ''}{part}{'…' if start + LONGEST_SHOWN < len(text) else ''}"


def _is_drawn(character: str) -> bool:
    if unicodedata.category(character) in _NEED_NONE:
        return True
    starts, ends = _covered()
    place = bisect_right(starts, ord(character)) - 1
    return place >= 0 and ord(character) <= ends[place]


@lru_cache(maxsize=1)
def _covered() -> tuple[list[int], list[int]]:
    """The ranges of code points that the fonts have: where each starts, and where it ends."""
    ranges = sorted(
        one
        for path in font_folder().rglob("*")
        if path.suffix in _FONTS
        for one in _ranges_of(path.read_bytes())
    )
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [start for start, _ in joined], [end for _, end in joined]


def _ranges_of(font: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of the map of characters of the first face. Source: OpenType 1.9, cmap, formats
    4 and 12."""
    face = struct.unpack_from(">I", font, 12)[0] if font.startswith(b"ttcf") else 0
    for at in range(struct.unpack_from(">H", font, face + 4)[0]):
        tag, _, begin, _ = struct.unpack_from(">4sIII", font, face + 12 + 16 * at)
        if tag == b"cmap":
            break
    else:
        raise ValueError("the font has no map of characters")
    for at in range(struct.unpack_from(">H", font, begin + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, begin + 4 + 8 * at)
        table = begin + offset
        kind = struct.unpack_from(">H", font, table)[0]
        if kind == 12:
            for group in range(struct.unpack_from(">I", font, table + 12)[0]):
                start, end, _ = struct.unpack_from(">III", font, table + 16 + 12 * group)
                yield start, end
        elif kind == 4 and (platform, encoding) in ((3, 1), (0, 3)):
            segments = struct.unpack_from(">H", font, table + 6)[0] // 2
            ends = struct.unpack_from(f">{segments}H", font, table + 14)
            starts = struct.unpack_from(f">{segments}H", font, table + 16 + 2 * segments)
            yield from ((s, e) for s, e in zip(starts, ends, strict=True) if s != 0xFFFF)
