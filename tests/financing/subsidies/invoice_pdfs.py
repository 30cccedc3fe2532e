"""Electronic invoices as PDF, drawn by the portal's own typesetter: every piece of text at its
place, in whichever order and cut into whichever pieces an issuer's program writes them. All that
they say is invented."""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript

from documents.pdf import _typeset
from enterprises.rules.credit_code import complete_credit_code

E_NUMBER = "25372000000184521906"
SELLER, SELLER_CODE = "恒工机床（示例）有限公司", complete_credit_code("91370211", "MA000001")
BUYER, BUYER_CODE = "青岛示例信息技术有限公司", complete_credit_code("91370202", "MA000000")


@dataclass(frozen=True)
class Piece:
    """A text that begins `x` and `y` millimetres from the upper left corner of the page."""

    x: float
    y: float
    text: str
    size: float = 9
    is_value: bool = False


def value(x: float, y: float, text: str, size: float = 9) -> Piece:
    return Piece(x, y, text, size, is_value=True)


def digital(**said: str) -> list[Piece]:
    """A 数电票: buyer at the left, seller at the right. `said` replaces what it says."""
    s = {
        "title": "电子发票（增值税专用发票）", "number": E_NUMBER, "day": "2025年03月01日",
        "buyer": BUYER, "buyer_code": BUYER_CODE, "seller": SELLER, "seller_code": SELLER_CODE,
        "item": "*机床*加工中心", "model": "VMC850", "net": "¥100000.00", "tax": "¥13000.00",
        "words": "壹拾壹万叁仟圆整", "gross": "¥113000.00", "note": "", **said,
    }  # fmt: skip
    sides = [Piece(8, 26 + 4 * i, one) for i, one in enumerate("购买方信息")]
    sides += [Piece(108, 26 + 4 * i, one) for i, one in enumerate("销售方信息")]
    code = "统一社会信用代码/纳税人识别号："
    heads = ["项目名称", "规格型号", "单位", "数量", "单价", "金额", "税率/征收率", "税额"]
    columns = (12, 50, 75, 88, 105, 130, 155, 180)
    return [
        Piece(70, 8, s["title"], 16),
        Piece(150, 10, "发票号码："), value(167, 10, s["number"]),
        Piece(150, 16, "开票日期："), value(167, 16, s["day"]),
        *sides,
        Piece(14, 28, "名称："), value(24, 28, s["buyer"]),
        Piece(114, 28, "名称："), value(124, 28, s["seller"]),
        Piece(14, 40, code), value(62, 40, s["buyer_code"]),
        Piece(114, 40, code), value(162, 40, s["seller_code"]),
        *(Piece(x, 50, head) for x, head in zip(columns, heads, strict=True)),
        value(8, 56, s["item"]), value(50, 56, s["model"]), value(76, 56, "台"),
        value(90, 56, "1"), value(105, 56, "100000.00"), value(130, 56, "100000.00"),
        value(158, 56, "13%"), value(180, 56, "13000.00"),
        Piece(20, 90, "合"), Piece(30, 90, "计"),
        value(128, 90, s["net"]), value(178, 90, s["tax"]),
        Piece(14, 97, "价税合计（大写）"), value(60, 97, s["words"]),
        Piece(130, 97, "（小写）"), value(146, 97, s["gross"]),
        Piece(8, 106, "备"), Piece(8, 112, "注"), value(14, 106, s["note"]),
        Piece(20, 125, "开票人："), value(36, 125, "示例"),
    ]  # fmt: skip


def older(**said: str) -> list[Piece]:
    """A 增值税电子普通发票: buyer above, seller below, and beside the buyer a field of ciphers."""
    s = {
        "code": "037022511301", "number": "00123456", "day": "2025 年 03 月 01 日",
        "check": "61234 56789 01234 56789", "machine": "499012345678", "buyer": BUYER,
        "buyer_code": BUYER_CODE, "seller": SELLER, "seller_code": SELLER_CODE,
        "net": "¥ 100000.00", "tax": "¥ 13000.00", "gross": "¥ 113000.00", **said,
    }  # fmt: skip
    cipher = ("03*3187<4/+8490<+957", "2>-*8*10<>6+48<25*>67", "/5>*4+>-/8*>*0+57<7")
    return [
        Piece(70, 8, "青岛增值税电子普通发票", 15),
        Piece(8, 16, "机器编号："), value(24, 16, s["machine"]),
        Piece(150, 6, "发票代码："), value(166, 6, s["code"]),
        Piece(150, 11, "发票号码："), value(166, 11, s["number"]),
        Piece(150, 16, "开票日期："), value(166, 16, s["day"]),
        Piece(150, 21, "校 验 码："), value(166, 21, s["check"]),
        *(Piece(8, 28 + 6 * i, one) for i, one in enumerate("购买方")),
        Piece(14, 26, "名　　　　称："), value(40, 26, s["buyer"]),
        Piece(14, 31, "纳税人识别号："), value(40, 31, s["buyer_code"]),
        Piece(14, 36, "地 址、电 话："), Piece(14, 41, "开户行及账号："),
        *(Piece(116, 28 + 5 * i, one) for i, one in enumerate("密码区")),
        *(value(122, 27 + 5 * i, one) for i, one in enumerate(cipher)),
        Piece(14, 50, "货物或应税劳务、服务名称"), Piece(62, 50, "规格型号"), Piece(85, 50, "单位"),
        Piece(130, 50, "金　额"), Piece(155, 50, "税率"), Piece(180, 50, "税　额"),
        value(8, 56, "*机床*加工中心"), value(62, 56, "VMC850"), value(85, 56, "台"),
        value(130, 56, "100000.00"), value(155, 56, "13%"), value(180, 56, "13000.00"),
        Piece(26, 85, "合　　　　计"), value(126, 85, s["net"]), value(176, 85, s["tax"]),
        Piece(14, 92, "价税合计（大写）"), value(60, 92, "⊗ 壹拾壹万叁仟圆整"),
        Piece(130, 92, "（小写）"), value(146, 92, s["gross"]),
        *(Piece(8, 98 + 6 * i, one) for i, one in enumerate("销售方")),
        Piece(14, 98, "名　　　　称："), value(40, 98, s["seller"]),
        Piece(14, 103, "纳税人识别号："), value(40, 103, s["seller_code"]),
        Piece(14, 108, "地 址、电 话："), value(40, 108, "青岛市示例路 1 号 0532-00000000"),
        Piece(14, 113, "开户行及账号："), value(40, 113, "示例银行 3702000000000000001"),
        Piece(14, 122, "收款人："), Piece(60, 122, "复核："), Piece(100, 122, "开票人："),
        value(116, 122, "示例"),
    ]  # fmt: skip


def labels_first(pieces: list[Piece]) -> list[Piece]:
    """The form is printed first, what is filled in afterwards."""
    return sorted(pieces, key=lambda one: one.is_value)


def backwards(pieces: list[Piece]) -> list[Piece]:
    return pieces[::-1]


def glyphs(pieces: list[Piece]) -> list[Piece]:
    """Every character at a place of its own."""
    made = []
    for piece in pieces:
        x = piece.x
        for one in piece.text:
            if one != " ":
                made.append(Piece(x, piece.y, one, piece.size, piece.is_value))
            x += piece.size * (0.58 if one.isascii() else 1) * 0.3528
    return made


def pdf(*pages: list[Piece]) -> bytes:
    """The pieces as a PDF, a page for each list."""
    with TemporaryDirectory(prefix="invoice-") as place:
        folder = Path(place)
        source = ["#set page(width: 210mm, height: 140mm, margin: 0mm)"]
        for number, pieces in enumerate(pages):
            source += ["#pagebreak()"] * bool(number)
            for one in pieces:
                told = f"size: {one.size}pt, {json.dumps(one.text, ensure_ascii=False)}"
                source.append(f"#place(dx: {one.x}mm, dy: {one.y}mm, text({told}))")
        (folder / "invoice.typ").write_text(
            "\n".join([source[0], '#set text(font: "Noto Serif SC")', *source[1:]]), "utf-8"
        )
        return _typeset(folder, "invoice.typ", {}, format="pdf")


def changed(content: bytes, **how: object) -> bytes:
    """The PDF with `attachments` (name to bytes), `javascript` or a `password`."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for name, data in how.get("attachments", {}).items():
        writer.add_attachment(name, data)
    if "javascript" in how:
        writer.add_open_action(JavaScript(str(how["javascript"])))
    if "password" in how:
        writer.encrypt(how["password"], owner_password="owner", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
