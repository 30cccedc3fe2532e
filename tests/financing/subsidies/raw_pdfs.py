"""PDF files written by hand: as programs with the faces of readers wrote them, and hostile ones."""

import zlib
from collections.abc import Sequence

from tests.financing.subsidies.invoice_pdfs import Piece

POINT = 2.8346  # a millimetre in points


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n" % (entries, len(data)) + data + b"\nendstream"


def packed(data: bytes) -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode")


def file(*objects: bytes) -> bytes:
    """A PDF of the objects, the first of which is the catalogue."""
    content, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def page(contents: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    """One page with these contents; object 5 is its face, `more` are objects from 6 on."""
    box = b"/MediaBox[0 0 595 397]"
    named = b"/Resources<</Font<</F1 5 0 R>>%s>>" % resources
    return file(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R%s>>" % (box, named),
        contents,
        *(more or (b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",)),
    )


def with_face_of_the_reader(
    pieces: Sequence[Piece], encoding: str, codec: str, *, one_block: bool
) -> bytes:
    """The pieces in a face that is not embedded, without a table of what its codes mean; each at a
    place of its own, or (`one_block`) at the distance from the one before."""
    lines, left, low = [], 0.0, 0.0
    for piece in pieces:
        x, y = piece.x * POINT, (140 - piece.y) * POINT
        text = piece.text.replace("¥", "￥").replace("⊗", "").encode(codec).hex()
        if one_block:
            lines.append(f"/F1 {piece.size} Tf {x - left:.2f} {y - low:.2f} Td <{text}> Tj")
            left, low = x, y
        else:
            lines.append(f"BT /F1 {piece.size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{text}> Tj ET")
    body = "\n".join(["BT", *lines, "ET"] if one_block else lines).encode()
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    face = b"/BaseFont/STSong-Light/Encoding/" + encoding.encode()
    return page(
        packed(body), b"",
        b"<</Type/Font/Subtype/Type0%s/DescendantFonts[6 0 R]>>" % face,
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light%s/DW 1000>>" % system,
    )  # fmt: skip


def bomb(megabytes: int) -> bytes:
    """So much nothing, packed."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
