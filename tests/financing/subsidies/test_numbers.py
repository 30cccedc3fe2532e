"""Numbers of invoices, and what can be wrong within one claim (domain-2 A9)."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import RuleViolation
from financing.models import SubsidyLine
from financing.subsidies.checks import findings
from financing.subsidies.claims import Window
from financing.subsidies.einvoice.reading import read_invoice
from financing.subsidies.line_rules import problems_of, repayments
from financing.subsidies.numbers import consecutive, invoice_key, invoice_problems, plain_digits

YEAR = Window(date(2025, 1, 1), date(2025, 12, 31))
DAY = date(2025, 3, 1)
E_NUMBER = "25372000000184521906"


@pytest.mark.parametrize(
    ("code", "number", "field"),
    [
        ("", E_NUMBER, ""),
        ("3702191130", "00123456", ""),
        ("037021911301", "00123456", ""),
        ("3702191130", E_NUMBER, "invoice_code"),
        ("", "00123456", "invoice_code"),
        ("37021", "00123456", "invoice_code"),
        ("", "2537200000018452190", "invoice_number"),
        ("", "24372000000184521906", "invoice_number"),
        ("", "19372000000184521906", "invoice_number"),
        ("3702191130", "", "invoice_number"),
        ("", "２５３７ ２０００ ０００１ ８４５２ １９０６", ""),
    ],
)
def test_number_rules(code: str, number: str, field: str) -> None:
    assert list(invoice_problems(code, number, DAY)) == ([field] if field else [])


@given(st.text("0123456789", min_size=8, max_size=8), st.sampled_from(["", " ", "　"]))
def test_a_key_is_the_same_in_whatever_width(number: str, space: str) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) for one in number)
    assert invoice_key("3702191130", number) == invoice_key("3702191130", space.join(wide))
    assert plain_digits(number) == number  # zeros in front stay


@given(st.integers(0, 10**19 - 2))
def test_the_next_number_follows(number: int) -> None:
    one, other = f"{number:020d}", f"{number + 1:020d}"
    assert consecutive(one, other) and consecutive(other, one) and not consecutive(one, one)


def line(number: int, **values: object) -> SubsidyLine:
    usual = {
        "number": number, "name": "机床", "invoiced_on": DAY, "net": Decimal(100_000), "more": {},
        "explanations": {}, "invoice_number": f"2537{number * 7:016d}",
    }  # fmt: skip
    return SubsidyLine(**{**usual, **values})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"net": Decimal(100_000_000)}, "net"),
        ({"net": Decimal("53.20")}, "net"),
        ({"paid": Decimal("10.00")}, "paid"),
        ({"paid": Decimal(100_000_000)}, "paid"),
        ({"invoiced_on": date(2024, 12, 29)}, "invoiced_on"),
        ({"buyer_code": "91370202MA00000001"}, "buyer_code"),
        ({"more": {"void": True}}, "invoice_number"),
    ],
)
def test_what_is_doubtful_is_asked(values: dict[str, object], field: str) -> None:
    (hit,) = findings([line(1, **values)], "91370202MA00000002", YEAR)
    assert (hit.field, hit.is_block, hit.is_open) == (field, False, True)


def test_a_lessor_may_be_the_buyer() -> None:
    leased = line(1, buyer_code="91370202MA00000001", is_leased=True)
    assert not list(findings([leased], "91370202MA00000002", YEAR))


def test_consecutive_invoices_of_one_seller_are_asked() -> None:
    numbers = ("25370000000000000001", "25370000000000000002", "25370000000000000009")
    lines = [
        line(place, invoice_number=number, supplier_code="S")
        for place, number in enumerate(numbers, 1)
    ]
    (hit,) = findings(lines, "", YEAR)
    assert (hit.line, hit.text[:8]) == (2, "与第 1 行是同")


@pytest.mark.parametrize(
    ("gross", "wrong"), [("113000", False), ("113000.01", False), ("113000.02", True)]
)
def test_the_parts_of_an_invoice_make_its_whole(gross: str, wrong: bool) -> None:
    said = {"net": Decimal(100_000), "tax": Decimal(13_000), "gross": Decimal(gross)}
    assert ("gross" in problems_of("invoice", said)) == wrong


def test_repayments_are_read_by_day() -> None:
    text = "2025-09-30 1,000,000；2025-06-30 500000元"
    assert [amount for _, amount in repayments(text)] == [500_000, 1_000_000]
    with pytest.raises(ValueError, match="看不懂"):
        repayments("六月还了一半")


XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<EInvoice xmlns="urn:example"><Header><EIid>{E_NUMBER}</EIid></Header>
<EInvoiceData><SellerInformation><SellerName>恒工机床（示例）</SellerName></SellerInformation>
<BasicInformation><TotalAmWithoutTax>100000.00</TotalAmWithoutTax><TotalTaxAm>13000.00</TotalTaxAm>
</BasicInformation><IssueTime>2025-03-01 10:11:12</IssueTime>
<IssuItemInformation><ItemName>*机床*加工中心</ItemName></IssuItemInformation></EInvoiceData>
</EInvoice>""".encode()


def ofd(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("OFD.xml", "<OFD/>")
        archive.writestr("Doc_0/Attachs/original_invoice.xml", content)
    return target.getvalue()


def damaged(packing: int) -> bytes:
    """An OFD whose packed content was changed in the middle."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        archive.writestr("original_invoice.xml", XML * 3)
        start = archive.infolist()[0].header_offset + 30 + len("original_invoice.xml")
    content = bytearray(target.getvalue())
    content[start + 8 : start + 60] = b"\xff" * 52
    return bytes(content)


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_damaged_ofd_is_refused_however_it_is_packed(packing: int) -> None:
    with pytest.raises(RuleViolation, match="已损坏"):
        read_invoice(damaged(packing), "票.ofd")


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "1E+400000", "12,34", "一百"])
def test_amount_that_is_no_number_is_said_and_left_empty(amount: str) -> None:
    found = read_invoice(XML.replace(b">100000.00<", f">{amount}<".encode()), "票.xml")
    assert "net" not in found.values
    assert found.remarks == [f"金额“{amount}”看不懂，请手工填写。"]


@pytest.mark.parametrize("data", [XML, ofd(XML)])
def test_an_electronic_invoice_fills_a_line(data: bytes) -> None:
    values = read_invoice(data, "票.ofd").values
    assert values["invoice_number"] == E_NUMBER
    assert (values["net"], values["tax"]) == (Decimal(100_000), Decimal(13_000))
    assert values["invoiced_on"] == date(2025, 3, 1)
    assert values["supplier_name"] == "恒工机床（示例）"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"", "不是完好"),
        (b"PK\x03\x04broken", "已损坏"),
        (b"<a>1</a>", "没有找到发票号码"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "不是完好"),
        (ofd(b"<a"), "不是完好"),
        (b"<a>" * 1_000 + b"</a>" * 1_000, "太大"),
        (b"<r>" + b"<a/>" * 300_000 + b"</r>", "太大"),
        (ofd(b"<r>" + b"<a/>" * 300_000 + b"</r>"), "太大"),
    ],
)
def test_what_is_no_invoice_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(RuleViolation, match=words):
        read_invoice(data, "票")
