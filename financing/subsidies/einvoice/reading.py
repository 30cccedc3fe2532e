"""What an electronic invoice says, as the fields of a line.

数电票 come as XML (国家税务总局's EInvoice schema) or as OFD, whose invoice text lies in an
attached XML or in custom tags. Files are untrusted: XML is read by defusedxml, which refuses
entities, a zip by members of limited size.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from accounts.errors import RuleViolation
from documents.written.dates import NoDate, read_date

MOST_BYTES, MOST_MEMBERS, MOST_UNPACKED = 5 * 1024 * 1024, 200, 20 * 1024 * 1024
# Field of the line -> the tags that say it, in lower case without name spaces, the best first.
TAGS: dict[str, tuple[str, ...]] = {
    "invoice_number": ("eiid", "einvoiceid", "invoicenumber", "invoiceno", "fphm", "数电票号码"),
    "invoice_code": ("invoicecode", "fpdm"),
    "invoiced_on": ("issuetime", "requesttime", "issuedate", "invoicedate", "kprq", "开票日期"),
    "supplier_name": ("sellername", "xfmc", "销售方名称"),
    "supplier_code": ("selleridnum", "sellertaxid", "xfsh", "销售方纳税人识别号"),
    "buyer_name": ("buyername", "gfmc", "购买方名称"),
    "buyer_code": ("buyeridnum", "buyertaxid", "gfsh", "购买方纳税人识别号"),
    "net": ("totalamwithouttax", "taxexclusivetotalamount", "hjje", "合计金额"),
    "tax": ("totaltaxam", "taxtotalamount", "hjse", "合计税额"),
    "gross": ("totaltax-includedamount", "taxinclusivetotalamount", "jshj", "价税合计"),
    "name": ("itemname", "item", "spmc", "项目名称"),
    "model": ("specmod", "specification", "ggxh", "规格型号"),
    "state": ("invoicestatus", "fpzt", "发票状态"),
}
MONEY = ("net", "tax", "gross")
_VOID = re.compile("作废|红冲|红字|冲红")


@dataclass
class ReadInvoice:
    """The fields that were found, and what could not be used, in Chinese."""

    values: dict[str, object] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def read_invoice(data: bytes, name: str) -> ReadInvoice:
    """Read an XML or OFD invoice. Raises `RuleViolation` for what is none."""
    if len(data) > MOST_BYTES:
        raise RuleViolation("文件超过 5 MB，不像一张电子发票。")
    if data[:5] == b"%PDF-":
        raise RuleViolation("PDF 版不带可读取的数据，请上传同一张发票的 OFD 或 XML，或手工填写。")
    trees = list(_of_ofd(data)) if data[:2] == b"PK" else [_parsed(data)]
    said: dict[str, str] = {}
    for tree in trees:
        for key, text in _texts(tree):
            said.setdefault(key, text)
    found = ReadInvoice()
    for key, tags in TAGS.items():
        text = next((said[tag] for tag in tags if said.get(tag)), "")
        if text:
            _take(found, key, text)
    if "invoice_number" not in found.values:
        raise RuleViolation(f"在“{name}”里没有找到发票号码，请确认是电子发票原件，或手工填写。")
    found.values["invoice_kind"] = "digital" if not found.values.get("invoice_code") else "vat"
    return found


def _take(found: ReadInvoice, key: str, text: str) -> None:
    if key == "state":
        if _VOID.search(text):
            found.values["void"] = True
            found.remarks.append(f"发票状态是“{text[:20]}”，不能计入。")
        return
    if key in MONEY:
        try:
            amount = Decimal(text.replace(",", "").lstrip("¥￥"))
        except InvalidOperation:
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


def _of_ofd(data: bytes) -> Iterator[Element]:
    """Every XML of the zip that may carry the invoice; the attached original first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
                raise RuleViolation("这个 OFD 文件太大，不像一张电子发票。")
            names = [one.filename for one in members if one.filename.lower().endswith(".xml")]
            for name in sorted(names, key=lambda one: ("attach" not in one.lower(), one)):
                yield _parsed(archive.read(name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as wrong:
        raise RuleViolation("这个 OFD 文件已损坏，请重新下载后再上传。") from wrong


def _parsed(data: bytes) -> Element:
    try:
        tree: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as wrong:
        raise RuleViolation("文件不是完好的 XML 或 OFD 电子发票，请重新下载后再上传。") from wrong
    return tree


def _texts(tree: Element) -> Iterator[tuple[str, str]]:
    """Tag, in lower case without name space, and text; OFD's custom data have their name in an
    attribute."""
    for element in tree.iter():
        text = (element.text or "").strip()
        if not text:
            continue
        tag = str(element.tag).rsplit("}", 1)[-1].lower()
        yield (element.get("Name") or tag).lower() if tag == "customdata" else tag, text
