"""Images that cannot be drawn are no images, whatever their chunks' check sums say."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import png_data
from documents.file_types import PNG
from documents.unusable_files import why_not


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(packed, *, size=(3, 2), depth=8, colour=2, interlace=0, before=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlace))
    body = chunk(b"IDAT", packed[:7]) + chunk(b"IDAT", packed[7:])
    return b"\x89PNG\r\n\x1a\n" + head + before + body + chunk(b"IEND", b"")


def refusal(content):
    return why_not(io.BytesIO(content), "图.png", (PNG,))


ROWS = (b"\0" + b"\1\2\3" * 3) * 2
PALETTE = chunk(b"PLTE", b"\0\0\0\1\1\1")


@pytest.mark.parametrize(
    "content",
    [
        png(zlib.compress(ROWS)),
        png(zlib.compress(b"\0\x40" * 2), depth=2, colour=0),
        png(zlib.compress(b"\4\x40" * 2), depth=1, colour=3, before=PALETTE),
        # Three columns, two rows: passes 1, 6 and 7 and those at column or row 2.
        png(zlib.compress(b"\0\1" + b"\0\1" + b"\0\1" + b"\0\1\1\1"), colour=0, interlace=1),
    ],
)
def test_image_of_the_size_that_its_head_says_is_taken(content):
    assert refusal(content) == ""


@pytest.mark.parametrize(
    "content",
    [
        png(b"garbage, no compressed data"),
        png(zlib.compress(ROWS[:-1])),
        png(zlib.compress(ROWS + b"\0")),
        png(zlib.compress(ROWS)[:-1]),
        png(zlib.compress(b"\x09" + ROWS[1:])),
        png(zlib.compress(ROWS), depth=3),
        png(zlib.compress(b"\0\x40" * 2), depth=1, colour=3),
        png(zlib.compress(ROWS), size=(2**31 - 1, 2**31 - 1)),
        png(zlib.compress(bytes(50_000_000))),
    ],
    ids=["garbage", "short", "long", "cut", "filter", "depth", "palette", "huge", "bomb"],
)
def test_image_that_cannot_be_drawn_is_refused_in_words(content):
    assert "打不开" in refusal(content)


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from([0, 2, 4, 6]), st.integers(1, 50))
def test_rows_are_found_across_pieces(width, height, colour, piece):
    length = 1 + width * {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    rows = (b"\3" + b"\xee" * (length - 1)) * height
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png_data, "_AT_ONCE", piece)
        assert png_data.can_be_drawn(head, [zlib.compress(rows)], has_palette=False)
