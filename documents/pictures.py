"""Pictures as the portal keeps them: decoded to the last row, upright, no larger than any page
shows, and without what a photograph tells on the side (place, device, comments, small copies)."""

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from threading import Semaphore

from django.core.files.base import ContentFile
from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import get_sampling

from documents.file_types import JPEG, PNG

LONGEST_SIDE = 2400  # pixels: twice what a page shows, and a sheet of A4 at 200 dots an inch
MOST_PIXELS = 65_000_000  # the largest sensors of telephones have 64 million
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
# An ordinary progressive JPEG has a dozen; each costs a walk over the whole picture.
MOST_SCANS = 100
# At most two are drawn at once by a process: one takes four bytes a pixel.
_ROOM = Semaphore(2)
_FORMATS = {PNG: "PNG", JPEG: "JPEG"}
_QUALITY = 88  # of a JPEG that was made smaller; others keep their own
_PACKED = 3  # of 9: a third of the usual time, and a photograph gets no larger
_BROKEN = (
    OSError, SyntaxError, ValueError, LookupError, TypeError, ArithmeticError, EOFError,
    RuntimeError, AttributeError, struct.error, zlib.error,
)  # fmt: skip
_START_OF_SCAN, _END_OF_IMAGE = b"\xff\xda", b"\xff\xd9"
_SCAN = _START_OF_SCAN[1]


class NoPicture(ValueError):
    """The content is no picture that can be drawn to its end."""


class TooManyPixels(NoPicture):
    """The picture would fill the memory of who draws it."""


@dataclass(frozen=True)
class KeptPicture:
    """A picture as it is kept; `width` and `height` are those it is shown in, in pixels."""

    content: bytes
    width: int
    height: int

    def as_file(self) -> ContentFile:
        return ContentFile(self.content)


def picture_to_keep(content: bytes, content_type: str) -> KeptPicture:
    """The picture as it is kept, of the same type. Raises `NoPicture` and `TooManyPixels`."""
    try:
        with _opened(content, content_type) as picture:
            picture.verify()  # the check sums of a PNG
        with _ROOM, _opened(content, content_type) as picture:
            return _kept(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooManyPixels from bomb
    except NoPicture:
        raise
    except _BROKEN as error:
        raise NoPicture from error


def _opened(content: bytes, content_type: str) -> ImageFile:
    """The picture, of which the head alone has been read."""
    if content_type == JPEG and scans_of(content) > MOST_SCANS:
        raise NoPicture
    picture = Image.open(io.BytesIO(content), formats=[_FORMATS[content_type]])
    if picture.width * picture.height > MOST_PIXELS:
        raise TooManyPixels
    if picture.mode == "P" and picture.palette is None:
        raise NoPicture
    return picture


def _kept(picture: ImageFile) -> KeptPicture:
    own = picture.size
    colours = picture.info.get("icc_profile")
    drawn = _in_shown_colours(picture)
    # A JPEG is drawn smaller at once, which needs a part of the memory alone.
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn.load()
    as_sent = drawn.size == own and drawn is picture
    if drawn.mode == "CMYK":
        drawn, colours, as_sent = drawn.convert("RGB"), None, False
    drawn = ImageOps.exif_transpose(drawn)
    target = io.BytesIO()
    if picture.format == "PNG":
        drawn.save(target, "PNG", icc_profile=colours, compress_level=_PACKED)
    elif as_sent and (tables := getattr(picture, "quantization", None)):
        # With the tables it came with, nothing is lost but a rounding.
        kept = {"qtables": tables, "subsampling": get_sampling(picture)}
        drawn.save(target, "JPEG", **kept, icc_profile=colours, comment=b"")
    else:
        drawn.save(target, "JPEG", quality=_QUALITY, icc_profile=colours, comment=b"")
    return KeptPicture(target.getvalue(), *drawn.size)


def _in_shown_colours(picture: ImageFile) -> Image.Image:
    """The picture in colours of eight bits; one of a palette that is to be made smaller has none
    afterwards."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if max(picture.size) > LONGEST_SIDE and picture.mode in ("1", "P"):
        has_clear_parts = "transparency" in picture.info
        shown = {"1": "L"}.get(picture.mode, "RGBA" if has_clear_parts else "RGB")
        return picture.convert(shown)
    return picture


def scans_of(content: bytes) -> int:
    """How many scans the image of a JPEG has, small copies in front of it and what is appended left
    out. Source: ITU-T T.81, B.1."""
    place, _ = markers(content)
    if not place:
        return 0
    end = content.find(_END_OF_IMAGE, place)
    return content.count(_START_OF_SCAN, place, end if end > 0 else len(content))


def is_head_alone(content: bytes) -> bool:
    """Whether a JPEG goes on after its head with what belongs to none: neither a frame nor a scan,
    nothing of a picture that could have been cut."""
    place, marker, frame = _end_of_head(content)
    return not marker and not frame and place + 4 <= len(content)


def markers(content: bytes) -> tuple[int, int]:
    """Where the image of a JPEG begins, and the marker of its frame; 0 for what is not there."""
    place, marker, frame = _end_of_head(content)
    return place if marker == _SCAN else 0, frame


def _end_of_head(content: bytes) -> tuple[int, int, int]:
    """Where the segments of a JPEG end, `_SCAN` if the image begins there or else 0, and the marker
    of its frame, 0 for none."""
    place, frame = 2, 0
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == _SCAN:
            return place, marker, frame
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = marker
        if marker == 0xFF:
            place += 1
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return place, 0, frame
