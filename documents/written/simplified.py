"""Traditional characters as simplified ones, character by character, for looking things up.

The table gives each traditional character its (first) simplified one, and so also the few that are
characters of their own in simplified writing (乾, 著): good for finding, where both sides are read
alike, not for writing. Source: OpenCC 1.4.2, TSCharacters.txt (Apache License 2.0).
"""

from pathlib import Path

_TABLE = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8")
TRADITIONAL, SIMPLIFIED = _TABLE.split()
_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)


def plain(text: str) -> str:
    """`text` in simplified characters and small letters, as `documents_plain` says it in the
    database."""
    return text.translate(_SIMPLIFIED).lower()
