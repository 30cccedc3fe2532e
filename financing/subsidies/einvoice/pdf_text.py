"""What a PDF carries: pieces of text with their places, and attached XML. Runs as a program of its
own (`python -I pdf_text.py`, the PDF on standard input, JSON on standard output) that may take so
much time and memory and no more: what a hostile file takes down is this, not the portal.

It imports nothing of the portal, so that it starts at once.
"""

import base64
import io
import json
import re
import resource
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from pypdf import PdfReader, overwrite_configuration
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import DictionaryObject

MOST_SECONDS, MOST_MEMORY = 6, 1024 * 1024 * 1024
MOST_PAGES, MOST_PIECES = 30, 20_000
MOST_ATTACHED, MOST_ATTACHED_BYTES = 5, 2 * 1024 * 1024
MOST_UNPACKED, MOST_OPERATIONS = 20 * 1024 * 1024, 300_000
# What pypdf raises over damaged files, besides its own errors.
BROKEN = (
    PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
    RecursionError, RuntimeError, AssertionError, NotImplementedError, zlib.error,
)  # fmt: skip
_SCRIPT = re.compile(rb"/(?:JavaScript|JS)[\s(</\[]")

# A text with its page, the place where it begins (from the left and the bottom) and its size.
Piece = tuple[int, float, float, float, str]


def content_of(data: bytes) -> dict[str, Any]:
    """`{"wrong": ...}` for a PDF that is not read (damaged, large, locked, pages, script), or its
    `pieces` and what is `attached` (XML in base64)."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"wrong": "locked"}
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            return {"wrong": "pages", "pages": pages}
        if _SCRIPT.search(data) or _has_script(reader):
            return {"wrong": "script"}
        attached = [base64.b64encode(one).decode() for one in _attached(reader)]
        return {"pieces": _pieces(reader), "attached": attached}
    except LimitReachedError:
        return {"wrong": "large"}
    except BROKEN:
        return {"wrong": "damaged"}


def _has_script(reader: PdfReader) -> bool:
    """Whether the file runs something when it is opened."""
    catalogue = reader.root_object
    names = catalogue.get("/Names")
    named = names.get_object() if names is not None else None
    if isinstance(named, DictionaryObject) and "/JavaScript" in named:
        return True
    action = catalogue.get("/OpenAction")
    opened = action.get_object() if action is not None else None
    return isinstance(opened, DictionaryObject) and opened.get("/S") == "/JavaScript"


def _attached(reader: PdfReader) -> Iterator[bytes]:
    """The XML files that are embedded, the first five of them; a damaged one is left out."""
    count = 0
    try:
        for file in reader.attachment_list:
            if count == MOST_ATTACHED:
                return
            try:
                content = file.content
            except BROKEN:
                continue
            begins = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
            if begins.startswith(b"<") and len(content) <= MOST_ATTACHED_BYTES:
                count += 1
                yield content
    except BROKEN:
        return


def _pieces(reader: PdfReader) -> list[Piece]:
    """The texts of all pages as they are read upright; what runs across the most of a page (a
    margin's note) is left out."""
    found: list[Piece] = []
    for number, page in enumerate(reader.pages):
        by_turn: dict[int, list[Piece]] = {}
        page.extract_text(visitor_text=partial(_keep, by_turn, number))
        most: list[Piece] = max(by_turn.values(), key=len, default=[])
        found += most
    return found[:MOST_PIECES]


def _keep(
    by_turn: dict[int, list[Piece]], number: int,
    text: str, cm: Any, tm: Any, font: Any, size: float,
) -> None:  # fmt: skip
    """Keep a text of page `number` under the angle in which it is written."""
    if not text.strip():
        return
    a, b, d, x, y = _placed(tm, cm)
    turn = (0 if a >= 0 else 180) if abs(a) >= abs(b) else (90 if b > 0 else 270)
    height = abs(size) * (abs(d) or abs(b) or 1.0)
    by_turn.setdefault(turn, []).append((number, *_upright(x, y, turn), height, text))


def _placed(text: Any, page: Any) -> tuple[float, float, float, float, float]:
    """Direction (a, b), stretch upwards and place of a text, by the product of the matrices."""
    return (
        text[0] * page[0] + text[1] * page[2],
        text[0] * page[1] + text[1] * page[3],
        text[2] * page[1] + text[3] * page[3],
        text[4] * page[0] + text[5] * page[2] + page[4],
        text[4] * page[1] + text[5] * page[3] + page[5],
    )


def _upright(x: float, y: float, turn: int) -> tuple[float, float]:
    """The place on a page that is turned so that its text is upright."""
    seen = {90: (y, -x), 180: (-x, -y), 270: (-y, x)}.get(turn, (x, y))
    return round(float(seen[0]), 2), round(float(seen[1]), 2)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    with suppress(ValueError, OSError):  # macOS does not bound the memory
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    overwrite_configuration(
        zlib_maximum_output_length=MOST_UNPACKED,
        lzw_maximum_output_length=MOST_UNPACKED,
        run_length_maximum_output_length=MOST_UNPACKED,
        array_based_stream_maximum_output_length=MOST_UNPACKED,
        stream_parsing_work_maximum_count=MOST_OPERATIONS,
        jbig2dec_binary=None,
    )
    json.dump(content_of(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
