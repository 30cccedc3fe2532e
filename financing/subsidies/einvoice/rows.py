"""Pieces of text with their places as rows of words, as a person reads them: issuers write an
invoice in whichever order (the form first and the values afterwards, each character by itself)."""

from dataclasses import dataclass
from itertools import groupby

from documents.written.text import half_width, one_line
from financing.subsidies.einvoice.pdf_text import Piece

# In sizes of the letters: what stands further apart is not one word; what is less than that
# higher or lower stands in one row.
_GAP, _SLOPE = 0.7, 0.45
_NARROW, _WIDE = 0.5, 1.0  # a letter's width, in its size
BETWEEN = "  "  # what stands between two words of a row


@dataclass
class Word:
    """A text without gaps; it begins at `left`."""

    left: float
    right: float
    text: str


@dataclass
class Row:
    """What stands at one height of a page, from the left to the right."""

    page: int
    words: list[Word]

    @property
    def text(self) -> str:
        return BETWEEN.join(word.text for word in self.words)


def rows_of(pieces: tuple[Piece, ...]) -> list[Row]:
    """The rows of all pages, from above."""
    rows: list[Row] = []
    for _, on_page in groupby(sorted(pieces), key=lambda piece: piece[0]):
        rows += _rows_of_page(sorted(on_page, key=lambda piece: -piece[2]))
    return rows


def _rows_of_page(pieces: list[Piece]) -> list[Row]:
    rows: list[list[Piece]] = []
    for piece in pieces:
        first = rows[-1][0] if rows else None
        if first and first[2] - piece[2] <= _SLOPE * min(first[3], piece[3]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [Row(row[0][0], _words(row)) for row in rows]


def _words(pieces: list[Piece]) -> list[Word]:
    words: list[Word] = []
    for _, left, _, size, raw in sorted(pieces, key=lambda piece: piece[1]):
        text = half_width(one_line(raw)).replace("￥", "¥")
        if not text.strip():
            continue
        right = left + size * sum(_NARROW if one.isascii() else _WIDE for one in raw.strip())
        if words and left - words[-1].right <= _GAP * size:
            words[-1] = Word(words[-1].left, max(words[-1].right, right), words[-1].text + text)
        else:
            words.append(Word(left, right, text))
    return words
