"""What an electronic invoice says, as the fields of a line.

数电票 come as XML (国家税务总局's EInvoice schema), as OFD, whose invoice text lies in an attached
XML or in custom tags, or as PDF, which may hold XML or XBRL (财政部 电子凭证会计数据标准) and
otherwise is read as it is printed. Files are untrusted: of an XML only its tags' first texts are
kept, a zip is read by members of limited size, a PDF in a process of its own.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accounts.errors import RuleViolation
from documents.file_types import PDF, sniff
from documents.written.dates import NoDate, read_date
from documents.written.numbers import NoNumber, read_number
from financing.subsidies.einvoice.pdf_file import pdf_content
from financing.subsidies.einvoice.printed import invoices_on, said_on
from financing.subsidies.einvoice.rows import rows_of
from financing.subsidies.einvoice.tags import tags_of

MOST_BYTES, MOST_MEMBERS, MOST_UNPACKED = 5 * 1024 * 1024, 200, 20 * 1024 * 1024
_XBRL = "taxpayeridentificationnumberunifiedsocialcreditcodeof"
# Field of the line -> the tags that say it, in lower case without name spaces, the best first.
TAGS: dict[str, tuple[str, ...]] = {
    "invoice_number": (
        "eiid",
        "einvoiceid",
        "invoicenumber",
        "invoiceno",
        "fphm",
        "数电票号码",
        "uniquecodeofinvoice",
    ),
    "invoice_code": ("invoicecode", "fpdm"),
    "invoiced_on": (
        "issuetime",
        "requesttime",
        "issuedate",
        "invoicedate",
        "kprq",
        "开票日期",
        "dateofissue",
    ),
    "supplier_name": ("sellername", "xfmc", "销售方名称", "nameofseller"),
    "supplier_code": ("selleridnum", "sellertaxid", "xfsh", "销售方纳税人识别号", f"{_XBRL}seller"),
    "buyer_name": ("buyername", "gfmc", "购买方名称", "nameofpurchaser", "nameofbuyer"),
    "buyer_code": (
        "buyeridnum",
        "buyertaxid",
        "gfsh",
        "购买方纳税人识别号",
        f"{_XBRL}purchaser",
        f"{_XBRL}buyer",
    ),
    "net": (
        "totalamwithouttax",
        "taxexclusivetotalamount",
        "hjje",
        "合计金额",
        "totalamountexcludingtax",
    ),
    "tax": ("totaltaxam", "taxtotalamount", "hjse", "合计税额", "totaltaxamount"),
    "gross": (
        "totaltax-includedamount",
        "taxinclusivetotalamount",
        "jshj",
        "价税合计",
        "taxincludedamountinfigures",
    ),
    "name": ("itemname", "item", "spmc", "项目名称"),
    "model": ("specmod", "specification", "ggxh", "规格型号"),
    "state": ("invoicestatus", "fpzt", "发票状态"),
}
_WANTED = frozenset(tag for tags in TAGS.values() for tag in tags)
MONEY = ("net", "tax", "gross")
_VOID = re.compile("作废|红冲|红字|冲红")
# What zipfile raises over damaged files and over ways of packing that it does not know.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, NotImplementedError, RuntimeError,
    EOFError, ValueError,
)  # fmt: skip


@dataclass
class ReadInvoice:
    """The fields that were found, and what could not be used, in Chinese."""

    values: dict[str, object] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def read_invoice(data: bytes, name: str) -> ReadInvoice:
    """Read an XML, OFD or PDF invoice. Raises `RuleViolation` for what is none."""
    if len(data) > MOST_BYTES:
        raise RuleViolation("文件超过 5 MB，不像一张电子发票。")
    if sniff(io.BytesIO(data)) == PDF:
        said = _said_in_pdf(data, name)
    else:
        said = _said_in(_of_ofd(data) if data[:2] == b"PK" else [tags_of(data, _WANTED)])
    found = ReadInvoice()
    for key in TAGS:
        if key in said:
            _take(found, key, said[key])
    if "invoice_number" not in found.values:
        raise RuleViolation(f"在“{name}”里没有找到发票号码，请确认是电子发票原件，或手工填写。")
    older = said.get("invoice_kind", "vat")
    found.values["invoice_kind"] = older if found.values.get("invoice_code") else "digital"
    found.remarks += _doubts(found.values)
    return found


def _said_in(files: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """What the tags of the XML files say, by field; the first file that has a tag says it."""
    tagged: dict[str, str] = {}
    for tags in files:
        tagged = {**tags, **tagged}
    said = {
        key: text for key, tags in TAGS.items()
        if (text := next((tagged[tag] for tag in tags if tagged.get(tag)), ""))
    }  # fmt: skip
    # The unique code of XBRL is code and number of an older invoice, whose code begins with 0.
    number = said.get("invoice_number", "")
    if len(number) == 20 and number.startswith("0"):
        said["invoice_code"], said["invoice_number"] = number[:12], number[12:]
    return said


def _said_in_pdf(data: bytes, name: str) -> dict[str, str]:
    """What an embedded XML says first; what it leaves out is read as it is printed."""
    content = pdf_content(data)
    tagged = []
    for attached in content.attached:
        with suppress(RuleViolation):  # a damaged one, beside which the print is whole
            tagged.append(tags_of(attached, _WANTED))
    said = _said_in(tagged)
    if not content.pieces and not said:
        words = "是扫描件或图片，没有可读取的文字，请上传 OFD、XML 或 PDF 原件，或手工填写。"
        raise RuleViolation(f"“{name}”{words}")
    rows = rows_of(content.pieces)
    if (count := invoices_on(rows)) > 1:
        raise RuleViolation(f"“{name}”里有 {count} 张发票，请拆开后逐张上传，或手工填写。")
    return {**said_on(rows), **said}


def _doubts(values: Mapping[str, object]) -> list[str]:
    """What the amounts do not agree in."""
    net, tax, gross = (values.get(key) for key in MONEY)
    if not (isinstance(net, Decimal) and isinstance(tax, Decimal) and isinstance(gross, Decimal)):
        return []
    if net + tax == gross:
        return []
    return [f"读出的不含税金额 {net:,} 加税额 {tax:,}，不等于价税合计 {gross:,}，请对照发票核对。"]


def _take(found: ReadInvoice, key: str, text: str) -> None:
    if key == "state":
        if _VOID.search(text):
            found.values["void"] = True
            found.remarks.append(f"发票状态是“{text[:20]}”，不能计入。")
        return
    if key in MONEY:
        amount = _amount(text)
        if amount is None:
            found.remarks.append(f"金额“{text[:20]}”看不懂，请手工填写。")
            return
        if amount < 0:
            found.values["void"] = True
            found.remarks.append("这是红字（负数）发票，不能计入。")
        found.values[key] = amount
        return
    if key == "invoiced_on":
        day = _day(text)
        if day is None:
            found.remarks.append(f"日期“{text[:20]}”看不懂，请手工填写。")
        else:
            found.values[key] = day
        return
    found.values[key] = text.strip("*")[:200] if key != "name" else text.strip()[:200]


def _day(text: str) -> date | None:
    try:
        return read_date(text, is_cell=False)
    except NoDate:
        return None


def _amount(text: str) -> Decimal | None:
    try:
        return read_number(text.replace("¥", "").replace("￥", ""), unit="元")
    except NoNumber:
        return None


def _of_ofd(data: bytes) -> Iterator[Mapping[str, str]]:
    """The tags of every XML of the zip that may carry the invoice; the attached original first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
                raise RuleViolation("这个 OFD 文件太大，不像一张电子发票。")
            names = [one.filename for one in members if one.filename.lower().endswith(".xml")]
            for name in sorted(names, key=lambda one: ("attach" not in one.lower(), one)):
                yield tags_of(archive.read(name), _WANTED)
    except _BROKEN as wrong:
        raise RuleViolation("这个 OFD 文件已损坏，请重新下载后再上传。") from wrong
