"""Whether the image data of a PNG can be drawn: unpacked with a bound, exactly as many bytes as its
head promises. Source: ISO/IEC 15948, 7.2, 8.2, 9.2, 10.1, 11.2.2."""

import struct
import zlib
from collections.abc import Iterator, Sequence

MOST_UNPACKED = 512 * 1024 * 1024  # bytes; a photograph of 100 million pixels has 400 MB
_AT_ONCE = 1024 * 1024
# Samples of a pixel and their possible depths in bits, by colour type.
_COLOURS = {
    0: (1, {1, 2, 4, 8, 16}), 2: (3, {8, 16}), 3: (1, {1, 2, 4, 8}), 4: (2, {8, 16}),
    6: (4, {8, 16}),
}  # fmt: skip
_PALETTE = 3
# First column and row, steps to the right and down of the seven passes of interlaced images.
_PASSES = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
)  # fmt: skip
_FILTERS = bytes(range(5))


def can_be_drawn(head: bytes, data: Sequence[bytes], *, has_palette: bool) -> bool:
    """Whether `data`, the contents of the IDAT chunks, is the image that `head` (IHDR) says."""
    passes = _passes(head)
    if passes is None or (head[9] == _PALETTE and not has_palette):
        return False
    if sum(rows * length for rows, length in passes) > MOST_UNPACKED:
        return False
    stream = _Stream(b"".join(data))
    try:
        drawn = all(_is_filtered(stream, rows * length, length) for rows, length in passes if rows)
        return drawn and stream.is_at_end()
    except zlib.error:
        return False


def _passes(head: bytes) -> list[tuple[int, int]] | None:
    """Rows, and bytes of a row with its filter, of each pass; None for a head that is none."""
    if len(head) != 13:
        return None
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(
        ">IIBBBBB", head
    )
    samples, depths = _COLOURS.get(colour, (0, set[int]()))
    if not (width and height) or depth not in depths or compression or filtering or interlace > 1:
        return None
    found = []
    for left, top, right, down in _PASSES if interlace else ((0, 0, 1, 1),):
        columns, rows = -(-(width - left) // right), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            found.append((rows, 1 + (columns * samples * depth + 7) // 8))
    return found


class _Stream:
    """Unpacks piece by piece, so that a small file cannot fill the memory."""

    def __init__(self, packed: bytes) -> None:
        self._unpacker = zlib.decompressobj()
        self._packed = packed

    def pieces(self, wanted: int) -> Iterator[bytes]:
        """The next `wanted` bytes, or what there is of them."""
        while wanted and (piece := self._next(min(wanted, _AT_ONCE))):
            wanted -= len(piece)
            yield piece

    def is_at_end(self) -> bool:
        """Whether nothing follows, and the check sum of the whole is right."""
        return not self._next(1) and self._unpacker.eof

    def _next(self, most: int) -> bytes:
        piece = self._unpacker.decompress(self._packed, most)
        self._packed = self._unpacker.unconsumed_tail
        return piece


def _is_filtered(stream: _Stream, wanted: int, length: int) -> bool:
    """Whether all rows of a pass are there, each begun by one of the five filters."""
    place = 0
    for piece in stream.pieces(wanted):
        if piece[-place % length :: length].translate(None, _FILTERS):
            return False
        place += len(piece)
    return place == wanted
