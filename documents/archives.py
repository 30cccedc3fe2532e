"""Whether a zip archive is small enough to be opened at all."""

import struct
from typing import IO

# An office file has some dozens of entries; a table of contents of this size holds 10,000.
MOST_DIRECTORY_BYTES = 1_000_000
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535


def directory_is_small(file: IO[bytes]) -> bool:
    """True where the archive's table of contents may be read: `zipfile` makes an object of each of
    its entries, and a file of 20 MB can hold 400,000. False too for what is no archive.

    Leaves the file at its beginning.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_SIZE:
        return False
    directory_bytes: int = struct.unpack_from("<L", tail, place + 12)[0]
    return directory_bytes <= MOST_DIRECTORY_BYTES
