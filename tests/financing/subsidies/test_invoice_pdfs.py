"""Electronic invoices as PDF, in whichever way they are written, and files that are none."""

import io
import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from accounts.errors import RuleViolation
from financing.subsidies.einvoice import pdf_text
from financing.subsidies.einvoice.pdf_file import LONGEST_WAIT
from financing.subsidies.einvoice.printed import said_on
from financing.subsidies.einvoice.reading import ReadInvoice, read_invoice
from financing.subsidies.einvoice.rows import rows_of
from tests.financing.subsidies.invoice_pdfs import (
    BUYER,
    BUYER_CODE,
    E_NUMBER,
    SELLER,
    SELLER_CODE,
    Piece,
    backwards,
    changed,
    digital,
    glyphs,
    labels_first,
    older,
    pdf,
)
from tests.financing.subsidies.raw_pdfs import bomb, packed, page, stream, with_face_of_the_reader

SAID = {
    "invoiced_on": date(2025, 3, 1), "supplier_name": SELLER, "supplier_code": SELLER_CODE,
    "buyer_name": BUYER, "buyer_code": BUYER_CODE, "net": Decimal(100_000), "tax": Decimal(13_000),
    "gross": Decimal(113_000), "name": "*机床*加工中心", "model": "VMC850",
}  # fmt: skip
DIGITAL = {**SAID, "invoice_number": E_NUMBER, "invoice_kind": "digital"}
OLDER = {
    **SAID, "invoice_number": "00123456", "invoice_code": "037022511301", "invoice_kind": "plain",
}  # fmt: skip
ORDERS = [
    lambda pieces: pieces, labels_first, backwards, glyphs,
    lambda pieces: backwards(glyphs(labels_first(pieces))),
]  # fmt: skip


def read(content: bytes) -> ReadInvoice:
    return read_invoice(content, "票.pdf")


def why_not(content: bytes) -> str:
    with pytest.raises(RuleViolation) as refusal:
        read(content)
    return str(refusal.value)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("form", "expected"), [(digital, DIGITAL), (older, OLDER)])
def test_invoice_is_read_in_whichever_order_it_is_written(form, expected, order):
    found = read(pdf(order(form())))
    assert (found.values, found.remarks) == (expected, [])


@pytest.mark.parametrize("one_block", [False, True])
@pytest.mark.parametrize(
    ("encoding", "codec"), [("UniGB-UCS2-H", "utf-16-be"), ("GBK-EUC-H", "gbk")]
)
@pytest.mark.parametrize(("form", "expected"), [(digital, DIGITAL), (older, OLDER)])
def test_faces_that_are_not_embedded_are_read(form, expected, encoding, codec, one_block):
    content = with_face_of_the_reader(form(), encoding, codec, one_block=one_block)
    assert read(content).values == expected


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("is_drawn_so", [False, True])
def test_turned_page_is_read(angle, is_drawn_so):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(digital()))))
    writer.pages[0].rotate(angle)
    if is_drawn_so:
        writer.pages[0].transfer_rotation_to_content()
    target = io.BytesIO()
    writer.write(target)
    assert read(target.getvalue()).values == DIGITAL


@pytest.mark.parametrize("form", [digital, older])
def test_values_torn_from_their_labels_are_told_by_their_shape(form):
    torn = [Piece(one.x, one.y + 200 * one.is_value, one.text, one.size) for one in form()]
    content = with_face_of_the_reader(torn, "UniGB-UCS2-H", "utf-16-be", one_block=False)
    expected = {**(DIGITAL if form is digital else OLDER), "model": "VMC850"}
    assert {**read(content).values, "model": "VMC850"} == expected


def test_buyer_without_a_name_is_not_taken_for_the_seller():
    values = read(pdf(digital(buyer="", buyer_code=""))).values
    assert "buyer_name" not in values and "buyer_code" not in values
    assert (values["supplier_name"], values["supplier_code"]) == (SELLER, SELLER_CODE)


def test_one_name_without_a_label_is_nobodys():
    labels = ("名称：", BUYER, "统一社会信用代码/纳税人识别号：", BUYER_CODE)
    values = read(pdf([one for one in digital() if one.text not in labels])).values
    assert values.keys().isdisjoint({"buyer_name", "supplier_name", "buyer_code", "supplier_code"})
    assert values["invoice_number"] == E_NUMBER


def test_check_code_of_twenty_digits_is_no_number():
    older_with = older(check="25372 00000 01845 21906")
    assert read(pdf(older_with)).values["invoice_number"] == "00123456"
    without = [one for one in older_with if one.text not in ("037022511301", "00123456")]
    assert "没有找到发票号码" in why_not(pdf(without))


@pytest.mark.parametrize("tax", ["***", "免税", "不征税"])
def test_invoice_without_tax_has_a_tax_of_nothing(tax):
    values = read(pdf(digital(tax=tax, net="¥113000.00"))).values
    assert (values["net"], values["tax"], values["gross"]) == (113_000, 0, 113_000)


def test_red_invoice_does_not_count():
    red = digital(
        net="¥-100000.00", tax="-¥13000.00", gross="¥-113000.00",
        note=f"被红冲蓝字数电票号码：{E_NUMBER[:-1]}7",
    )  # fmt: skip
    found = read(pdf(red))
    assert found.values["void"] is True and found.values["invoice_number"] == E_NUMBER
    assert found.values["tax"] == -13_000 and "红字" in "".join(found.remarks)


def test_amounts_that_do_not_agree_are_told():
    (remark,) = read(pdf(digital(gross="¥113000.01"))).remarks
    assert "100,000.00 加税额 13,000.00，不等于价税合计 113,000.01" in remark


def test_pages_of_one_invoice_are_one():
    first = [one for one in digital(net="", tax="", gross="") if one.text]
    assert read(pdf(first, digital())).values == DIGITAL


def test_two_invoices_in_one_file_are_named():
    other = digital(number=f"{E_NUMBER[:-1]}7")
    assert "有 2 张发票，请拆开后逐张上传" in why_not(pdf(digital(), other))


XBRL = f"""<?xml version="1.0" encoding="UTF-8"?><xbrl xmlns:inv="urn:example">
<inv:UniqueCodeOfInvoice>%s</inv:UniqueCodeOfInvoice><inv:NameOfSeller>甲</inv:NameOfSeller>
<inv:TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller>{SELLER_CODE}
</inv:TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller>
<inv:TotalAmountExcludingTax>1.00</inv:TotalAmountExcludingTax>
<inv:TotalTaxAmount>0.13</inv:TotalTaxAmount>
<inv:TaxIncludedAmountInFigures>1.13</inv:TaxIncludedAmountInFigures></xbrl>"""


def test_embedded_xbrl_goes_before_the_print_which_fills_the_rest():
    number = f"{E_NUMBER[:-1]}9"
    attached = {"invoice.xbrl": (XBRL % number).encode(), "seal.bin": b"\0\1"}
    values = read(changed(pdf(digital()), attachments=attached)).values
    assert (values["invoice_number"], values["supplier_name"]) == (number, "甲")
    assert (values["net"], values["gross"]) == (Decimal("1.00"), Decimal("1.13"))
    assert values["buyer_name"] == BUYER


def test_unique_code_of_an_older_invoice_is_code_and_number():
    values = read_invoice((XBRL % "03702251130100123456").encode(), "票.xml").values
    assert (values["invoice_code"], values["invoice_number"]) == ("037022511301", "00123456")


def test_damaged_attachment_leaves_the_print():
    content = changed(pdf(digital()), attachments={"invoice.xml": b"<a", "b.xml": b"<b/>"})
    assert read(content).values == DIGITAL


def test_file_that_its_issuer_alone_may_change_is_read():
    assert read(changed(pdf(digital()), password="")).values == DIGITAL


def many_pages(count: int) -> bytes:
    writer, target = PdfWriter(), io.BytesIO()
    for _ in range(count):
        writer.add_blank_page(100, 100)
    writer.write(target)
    return target.getvalue()


HOSTILE = {
    "no text": (lambda: pdf([]), "是扫描件或图片，没有可读取的文字"),
    "no number": (lambda: pdf([Piece(10, 10, "送货单")]), "没有找到发票号码"),
    "password": (lambda: changed(pdf(digital()), password="secret"), "请去掉密码后再上传"),
    "script": (lambda: changed(pdf(digital()), javascript="app.alert(1)"), "带有脚本"),
    "pages": (lambda: many_pages(1_000), "有 1,000 页，不像一张电子发票"),
    "cut": (lambda: pdf(digital())[:9_000], "已损坏"),
    "head": (lambda: b"%PDF-1.4", "已损坏"),
    "bomb": (lambda: page(stream(bomb(1_500), b"/Filter/FlateDecode")), "展开后太大"),
    "packed twice": (lambda: page(stream(bomb(200), b"/Filter[/FlateDecode/FlateDecode]")), ""),
    "operations": (lambda: page(packed(b"BT /F1 9 Tf (a) Tj ET " * 500_000)), "展开后太大"),
    "nested": (lambda: page(packed(b"[" * 3_000_000)), "这个 PDF"),
    "form in itself": (
        lambda: page(
            stream(b"/X Do"), b"/XObject<</X 6 0 R>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            stream(b"/X Do /X Do", b"/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>"),
        ),
        "没有可读取的文字",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_file_that_is_not_read_is_named_in_bounded_time(name):
    make, words = HOSTILE[name]
    content = make()
    begun = time.monotonic()
    said = why_not(content)
    assert words in said and "手工填写" in said
    assert time.monotonic() - begun < LONGEST_WAIT + 5


def test_reading_that_does_not_end_is_stopped(monkeypatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\n"
                       "while True: pass\n")  # fmt: skip
    monkeypatch.setattr(pdf_text, "__file__", str(endless))
    assert "展开后太大" in why_not(b"%PDF-1.7")


WHOLE = pdf(digital())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(WHOLE)), st.integers(0, 200))
def test_damaged_bytes_never_upset_the_reader(noise, place, gone):
    said = pdf_text.content_of(WHOLE[:place] + noise + WHOLE[place + gone :])
    if "wrong" not in said:
        said_on(rows_of(tuple(tuple(one) for one in said["pieces"])))


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<a>"]))
def test_any_bytes_are_read_or_refused_in_words(content, head):
    assert "wrong" in pdf_text.content_of(head + content)
    if not head.startswith(b"%PDF") and b"%PDF" not in content:
        assert why_not(head + content)


WORDS = st.sampled_from(["发票号码：", "名称：", "合计", "（小写）", "¥1.00", "*机床*", "规格型号"])
PLACES = st.floats(-10_000, 10_000)
PIECES = st.tuples(
    st.integers(0, 3), PLACES, PLACES, st.floats(0, 50), st.text(max_size=12) | WORDS
)


@given(st.lists(PIECES, max_size=30))
def test_any_pieces_make_rows_and_no_error(pieces):
    rows = rows_of(tuple(pieces))
    assert sum(len(row.words) for row in rows) <= len(pieces)
    assert all(said_on(rows).values())
