"""Pictures as they are kept: whole, upright, of a bounded size, and without what a photograph tells
on the side."""

import struct
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from documents.file_types import JPEG, PNG
from documents.pictures import (
    LONGEST_SIDE,
    MOST_SCANS,
    NoPicture,
    TooManyPixels,
    markers,
    picture_to_keep,
    scans_of,
)
from tests.documents.drawn import jpeg, noise, opened, photographed, png, saved, view


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def written(packed, *, size=(3, 2), depth=8, colour=2, before=b""):
    """A PNG written by hand, with the image data `packed`."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    body = chunk(b"IDAT", packed[:7]) + chunk(b"IDAT", packed[7:])
    return b"\x89PNG\r\n\x1a\n" + head + before + body + chunk(b"IEND", b"")


ROWS = (b"\0" + b"\1\2\3" * 3) * 2


@pytest.mark.parametrize(
    ("content", "kind", "mode"),
    [
        (jpeg(), JPEG, "RGB"),
        (jpeg(mode="L"), JPEG, "L"),
        (jpeg(progressive=True), JPEG, "RGB"),
        (jpeg(subsampling=0), JPEG, "RGB"),
        (jpeg(keep_rgb=True), JPEG, "RGB"),
        (jpeg(mode="CMYK"), JPEG, "RGB"),
        (saved(view(), "MPO", save_all=True, append_images=[view()]), JPEG, "RGB"),
        (jpeg(1, 1), JPEG, "RGB"),
        (png(), PNG, "RGB"),
        (png(mode="RGBA"), PNG, "RGBA"),
        (png(mode="LA"), PNG, "LA"),
        (png(mode="1"), PNG, "1"),
        (png(mode="P", transparency=3), PNG, "P"),
        (saved(view(), "PNG", save_all=True, append_images=[view()]), PNG, "RGB"),
        (png(1, 1), PNG, "RGB"),
        (saved(Image.new("I;16", (60, 40), 60_000), "PNG"), PNG, "L"),
    ],
    ids=["jpeg", "grey", "progressive", "full colour", "not yuv", "cmyk", "mpo", "one point",
         "png", "clear", "grey clear", "two colours", "palette", "animated", "one", "sixteen bit"],
)  # fmt: skip
def test_ordinary_pictures_stay_what_they_are(content, kind, mode):
    kept = picture_to_keep(content, kind)
    shown, was = opened(kept.content), opened(content)
    assert (shown.mode, shown.size, shown.format) == (mode, was.size, kind[6:].upper())
    assert (kept.width, kept.height) == was.size


def test_sixteen_bits_are_scaled_and_not_cut():
    deep = saved(Image.new("I;16", (4, 4), 32_768), "PNG")
    assert opened(picture_to_keep(deep, PNG).content).getpixel((0, 0)) == 128


def test_clear_parts_of_a_palette_stay_clear_when_it_is_made_smaller():
    palette = view(3000, 100).convert("P", palette=Image.Palette.ADAPTIVE)
    clear = saved(palette, "PNG", transparency=palette.getpixel((0, 0)))
    shown = opened(picture_to_keep(clear, PNG).content)
    assert (shown.mode, shown.size) == ("RGBA", (LONGEST_SIDE, 80))
    assert (shown.getpixel((5, 5))[3], shown.getpixel((2395, 75))[3]) == (0, 255)


@pytest.mark.parametrize("turned", range(1, 9))
def test_photograph_is_upright_and_tells_nothing(turned):
    told = jpeg(exif=photographed(turned), comment=b"Qingdao", quality=95)
    kept = picture_to_keep(told, JPEG)
    shown = opened(kept.content)
    assert (kept.width, kept.height) == shown.size == ((60, 40) if turned < 5 else (40, 60))
    assert not shown.getexif() and "comment" not in shown.info and b"Phone X" not in kept.content
    corner = {1: 0, 2: 1, 3: 3, 4: 2, 5: 0, 6: 2, 7: 3, 8: 1}[turned]
    expected = [(200, 30, 30), (30, 160, 30), (30, 30, 200), (230, 230, 230)][corner]
    assert all(abs(a - b) < 12 for a, b in zip(shown.getpixel((4, 4)), expected, strict=True))


def test_png_loses_its_words_and_place():
    told = png(exif=photographed(6))
    kept = picture_to_keep(told, PNG)
    assert (kept.width, kept.height) == (40, 60)
    assert b"eXIf" in told and b"eXIf" not in kept.content


def test_colours_of_a_profile_are_kept():
    profile = b"profile of a screen" * 20
    for content, kind in ((jpeg(icc_profile=profile), JPEG), (png(icc_profile=profile), PNG)):
        assert opened(picture_to_keep(content, kind).content).info["icc_profile"] == profile


def test_what_is_small_enough_loses_next_to_nothing():
    before = jpeg(600, 400, quality=40)
    after = picture_to_keep(before, JPEG).content
    assert len(after) < 1.2 * len(before)
    pairs = zip(opened(before).tobytes(), opened(after).tobytes(), strict=True)
    assert sum(abs(a - b) for a, b in pairs) / (600 * 400 * 3) < 0.5


@pytest.mark.parametrize(
    ("size", "expected"),
    [((4800, 3200), (2400, 1600)), ((2401, 10), (2400, 10)), ((1, 9000), (1, 2400)),
     ((2400, 2400), (2400, 2400))],
)  # fmt: skip
@pytest.mark.parametrize(("draw", "kind"), [(jpeg, JPEG), (png, PNG)])
def test_large_pictures_are_made_smaller(size, expected, draw, kind):
    kept = picture_to_keep(draw(*size), kind)
    assert (kept.width, kept.height) == expected == opened(kept.content).size


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", PNG), (b"", JPEG), (png()[:-6], PNG), (png()[:60], PNG), (b"\x89PNG\r\n\x1a\n", PNG),
        (saved(noise(60, 40), "JPEG")[:-400], JPEG), (jpeg()[:20], JPEG),
        (saved(noise(200, 200), "JPEG", progressive=True)[:-9000], JPEG),
        (b"\xff\xd8\xff\xd9", JPEG), (b"\xff\xd8nonsense", JPEG), (png(), JPEG), (jpeg(), PNG),
        (b"GIF89a" + bytes(40), JPEG), (b"\0\0\0\x18ftypheic" + bytes(40), JPEG),
        (written(b"garbage, no compressed data"), PNG),
        (written(zlib.compress(ROWS[:-1])), PNG),
        (written(zlib.compress(b"\x09" + ROWS[1:])), PNG),
        (written(zlib.compress(ROWS), depth=3), PNG),
        (written(zlib.compress(b"\0\x40" * 2), depth=1, colour=3), PNG),
        (written(zlib.compress(ROWS)).replace(b"IDAT", b"IDAX", 1), PNG),
    ],
)  # fmt: skip
def test_what_is_no_whole_picture_is_refused(content, kind):
    with pytest.raises(NoPicture):
        picture_to_keep(content, kind)


@pytest.mark.parametrize("size", [(2**31 - 1, 2**31 - 1), (20_000, 20_000), (10_000, 6_501)])
def test_bomb_is_refused_by_its_head(size):
    before = time.monotonic()
    with pytest.raises(TooManyPixels):
        picture_to_keep(written(zlib.compress(ROWS), size=size), PNG)
    assert time.monotonic() - before < 2


def test_more_data_than_the_head_promises_are_not_unpacked():
    kept = picture_to_keep(written(zlib.compress(ROWS + bytes(50_000_000))), PNG)
    assert (kept.width, kept.height, len(kept.content) < 200) == (3, 2, True)


def test_photograph_of_a_hundred_walks_is_refused():
    content = jpeg(progressive=True)
    place, _ = markers(content)
    scan = content[place : content.index(b"\xff\xda", place + 2)]
    many = content[:place] + scan * (MOST_SCANS + 1) + content[place:]
    assert scans_of(content) < 20 < MOST_SCANS < scans_of(many)
    with pytest.raises(NoPicture):
        picture_to_keep(many, JPEG)


def test_small_copies_and_what_cameras_append_are_no_scans():
    place, _ = markers(jpeg())
    assert scans_of(jpeg() + b"\xff\xda" * 500) == scans_of(jpeg()) == 1 and place


@settings(max_examples=150)
@given(st.binary(max_size=40), st.integers(0, 900), st.booleans())
def test_nothing_breaks_on_damaged_content(noise, place, is_png):
    content, kind = (png(), PNG) if is_png else (jpeg(exif=photographed(6)), JPEG)
    damaged = content[:place] + noise + content[place + len(noise) :]
    try:
        kept = picture_to_keep(damaged, kind)
    except NoPicture:
        return
    assert opened(kept.content).size == (kept.width, kept.height)
    assert max(kept.width, kept.height) <= LONGEST_SIDE


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_no_content_upsets_the_reader(content, head):
    for kind in (JPEG, PNG):
        try:
            picture_to_keep(head + content, kind)
        except NoPicture:
            continue
        assert head
