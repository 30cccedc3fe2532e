"""What one row of a published list says. Pure."""

import hashlib
import re
import unicodedata

from documents.written.text import one_line

_SEPARATORS = re.compile(r"[;；\n]+")


def split_titles(written: str | None) -> list[str]:
    """The titles of a cell, each once and in order; [""] when the list names none.

    A line without a title still says that the enterprise was published.
    """
    parts = (part.strip() for part in _SEPARATORS.split(written or ""))
    return list(dict.fromkeys(part[:300] for part in parts if part)) or [""]


def line_key(name: str, title: str, source: str) -> str:
    """The identity of a published line: the same list read again makes no second line."""
    parts = (unicodedata.normalize("NFKC", one_line(part)) for part in (name, title, source))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
