"""Pictures for tests, drawn by Pillow."""

import io
import random
from functools import lru_cache
from typing import Any

from PIL import Image

TURNED, PLACE = 0x0112, 0x8825


@lru_cache
def view(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A picture whose four corners differ."""
    corners = Image.new("RGB", (2, 2))
    corners.putdata([(200, 30, 30), (30, 160, 30), (30, 30, 200), (230, 230, 230)])
    return corners.resize((width, height), Image.Resampling.NEAREST).convert(mode)


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))


def photographed(turned: int = 1) -> Image.Exif:
    """What a telephone writes beside a photograph: how it was held, where, with what."""
    told = Image.Exif()
    told[TURNED], told[0x0110] = turned, "Phone X"
    told.get_ifd(PLACE)[2] = (36.0, 4.0, 12.0)
    return told


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def png(width: int = 60, height: int = 40, mode: str = "RGB", **options: Any) -> bytes:
    return saved(view(width, height, mode), "PNG", **options)


def jpeg(width: int = 60, height: int = 40, mode: str = "RGB", **options: Any) -> bytes:
    return saved(view(width, height, mode), "JPEG", **options)


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture
