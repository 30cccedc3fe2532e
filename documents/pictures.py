"""Pictures that are to be shown to everybody: how large they are, and without what they tell on
the side (place and device of a photograph, comments, small copies).

No library for pictures is installed, and none is needed for this: both formats are chains of
labelled pieces, of which those that draw the picture are kept.
Sources: ITU-T T.81 annex B (JPEG); Exif 2.32, 4.6.2 (orientation); ISO/IEC 15948, 5.3 (PNG).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from documents.file_types import JPEG, PNG

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
     b"pHYs", b"bKGD"}
)  # fmt: skip
_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_APPLICATION, _COMMENT = range(0xE0, 0xF0), 0xFE
_JFIF, _EXIF, _COLOURS, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_ORIENTATION = 0x0112
_TURNED = range(5, 9)


class NoPicture(ValueError):
    """The content is no picture that can be read to its end."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture without what it tells on the side; `width` and `height` are those it is shown in,
    in pixels."""

    content: bytes
    width: int
    height: int


def clean_picture(content: bytes, content_type: str) -> CleanPicture:
    """The picture without its metadata; a photograph that lies on its side keeps that alone.

    Raises `NoPicture` where the pieces do not fit together.
    """
    try:
        if content_type == PNG:
            return _clean_png(content)
        if content_type == JPEG:
            return _clean_jpeg(content)
    except (struct.error, IndexError) as error:
        raise NoPicture from error
    raise NoPicture


def _clean_png(content: bytes) -> CleanPicture:
    if not content.startswith(_PNG_HEAD):
        raise NoPicture
    kept, place, kind = [_PNG_HEAD], len(_PNG_HEAD), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        kind, after = content[place + 4 : place + 8], place + 12 + length
        if after > len(content):
            raise NoPicture
        if kind in _PNG_KEPT:
            kept.append(content[place:after])
        place = after
    width, height = struct.unpack_from(">II", content, 16)
    return CleanPicture(b"".join(kept), width, height)


def _clean_jpeg(content: bytes) -> CleanPicture:
    kept, orientation, size = [], 1, (0, 0)
    for marker, piece in _pieces(content):
        if marker == _EXIF:
            orientation = _orientation_in(piece) or orientation
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", piece, 5)
            size = width, height
        if _is_kept(marker, piece):
            kept.append(piece)
    if not all(size):
        raise NoPicture
    if orientation != 1:
        kept.insert(1, _exif_with(orientation))
    width, height = reversed(size) if orientation in _TURNED else size
    return CleanPicture(b"".join(kept), width, height)


def _pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each piece up to the end of the picture; a scan goes with its data."""
    if content[:2] != bytes((0xFF, _START)):
        raise NoPicture
    yield _START, content[:2]
    place, marker = 2, 0
    while marker != _END:
        if content[place] != 0xFF:
            raise NoPicture
        while content[place + 1] == 0xFF:  # padding
            place += 1
        marker, begin = content[place + 1], place
        place += 2
        if marker != _END and marker not in _WITHOUT_LENGTH:
            (length,) = struct.unpack_from(">H", content, place)
            place += length
        if marker == _SCAN:
            place = _end_of_scan(content, place)
        if place > len(content):
            raise NoPicture
        yield marker, content[begin:place]


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next marker stands behind the data of a scan."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise NoPicture
        if content[place + 1] != 0 and content[place + 1] not in _WITHOUT_LENGTH:
            return place
        place += 2


def _is_kept(marker: int, piece: bytes) -> bool:
    if marker == _COLOURS:
        return piece[4:].startswith(b"ICC_PROFILE\0")
    if marker == _JFIF:
        return piece[4:].startswith(b"JFIF\0")
    return marker == _ADOBE or (marker not in _APPLICATION and marker != _COMMENT)


def _orientation_in(piece: bytes) -> int:
    """How the photograph lies (1-8) by its Exif; 0 where it does not say so."""
    if not piece[4:].startswith(b"Exif\0\0"):
        return 0
    tiff = piece[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 0
    except struct.error:  # damaged metadata, which is thrown away in any case
        return 0
    return 0


def _exif_with(orientation: int) -> bytes:
    """An Exif piece that says how the photograph lies, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\0\0" + tiff
    return bytes((0xFF, _EXIF)) + struct.pack(">H", len(body) + 2) + body
