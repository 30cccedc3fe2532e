"""Pictures for everybody: their size, and nothing that a photograph tells on the side."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.file_types import JPEG, PNG
from documents.pictures import NoPicture, clean_picture


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*more):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress((b"\0" + b"\1\2\3" * 3) * 2))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + body + chunk(b"IEND", b"")


def piece(marker, data):
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def exif(orientation, order="<"):
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack(f"{order}HHII", 0x8825, 4, 1, 99)  # the place where it was taken
    return piece(0xE1, b"Exif\0\0" + mark + struct.pack(f"{order}IH", 8, 2) + entries + b"GPS!")


def jpeg(*more, after=b""):
    frame = piece(0xC0, struct.pack(">BHHB", 8, 40, 60, 1) + b"\1\x11\0")
    scan = piece(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
    start = b"\xff\xd8" + piece(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    return start + b"".join(more) + frame + scan + b"\xff\xd9" + after


def test_png_keeps_what_draws_it_alone():
    clean = clean_picture(png(chunk(b"tEXt", b"Place\0Qingdao"), chunk(b"eXIf", b"GPS")), PNG)
    assert (clean.content, clean.width, clean.height) == (png(), 3, 2)


def test_jpeg_loses_place_device_comments_and_what_stands_behind_its_end():
    told = jpeg(exif(1), piece(0xED, b"Photoshop"), piece(0xFE, b"comment"), after=b"GPS!")
    clean = clean_picture(told, JPEG)
    assert (clean.content, clean.width, clean.height) == (jpeg(), 60, 40)


def test_jpeg_keeps_its_colours():
    colours = piece(0xE2, b"ICC_PROFILE\0\1\1profile")
    assert clean_picture(jpeg(colours), JPEG).content == jpeg(colours)


@pytest.mark.parametrize("order", "<>")
def test_photograph_on_its_side_says_so_still_and_nothing_else(order):
    clean = clean_picture(jpeg(exif(6, order)), JPEG)
    assert (clean.width, clean.height) == (40, 60)
    assert b"GPS!" not in clean.content
    assert clean_picture(clean.content, JPEG) == clean


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", PNG), (b"", JPEG), (png()[:-6], PNG), (jpeg()[:-2], JPEG),
        (b"\xff\xd8\xff\xd9", JPEG), (b"\xff\xd8nonsense", JPEG), (png(), JPEG),
        (b"%PDF-1.7", "application/pdf"),
    ],
)  # fmt: skip
def test_what_is_no_whole_picture_is_refused(content, kind):
    with pytest.raises(NoPicture):
        clean_picture(content, kind)


@given(st.binary(max_size=60), st.integers(0, 200))
def test_nothing_breaks_on_damaged_content(noise, place):
    for content, kind in ((png(), PNG), (jpeg(exif(6)), JPEG)):
        damaged = content[:place] + noise + content[place + len(noise) :]
        try:
            clean = clean_picture(damaged, kind)
        except NoPicture:
            continue
        assert len(clean.content) <= len(damaged) + 40
