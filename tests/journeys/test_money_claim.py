"""A claim for money with twelve invoices, one of them double, until it is sent, in a browser."""

import base64
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from financing.subsidies.shape import fields_of
from tests.financing.subsidies.claims import invoice
from tests.journeys.conftest import Portal, Visitor, confirm
from tests.journeys.portal_database import run_in_portal

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]
# Eight by eight pixels of one colour.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGPo33UYK2IYWhIAIsWDAf4rvDAAAAAA"
    "SUVORK5CYII="
)
SMALL = 90_000  # needs no photo


def workbook(folder: Path) -> Path:
    """Eleven machines, and one row with an amount in the wrong unit."""
    fields = fields_of("invoice")
    book = openpyxl.Workbook()
    page = book.active
    page.title = "资金明细"
    page.append([one.heading for one in fields])
    rows = [invoice(1, 6_000_000), *(invoice(number, SMALL) for number in range(2, 12))]
    for row in [*rows, invoice(13, "53.2")]:
        page.append([row.get(one.key, "") for one in fields])
    path = folder / "明细.xlsx"
    book.save(path)
    return path


def photo(folder: Path) -> Path:
    path = folder / "1 加工中心.png"
    path.write_bytes(base64.b64decode(PNG))
    return path


def test_claim_with_a_double_invoice_is_mended_and_sent(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    made = run_in_portal(
        portal,
        "from tests.financing.subsidies import claims;"
        " print('batch', claims.batch_of(claims.EQUIPMENT, 'journey-equipment').pk)",
    )
    batch = re.findall(r"batch (\d+)", made)[0]
    sme = visitor("sme")
    page = sme.page
    page.goto(f"{portal.url}/financing/find/")
    sme.follow(f"form[action$='/batches/{batch}/start/'] button")
    fill = page.url
    page.fill("[name=project]", "减速机产线改造（旅程）")
    page.fill("[name=contribution]", "80")
    page.locator("[name=contribution]").blur()
    page.wait_for_selector("#save-state[data-state=saved]")
    sme.follow("text=填明细和绩效目标")
    sme.check()

    # Eleven lines by workbook: the wrong row is named, the good ones are written.
    page.set_input_files("#id_workbook_file", str(workbook(tmp_path)))
    sme.follow("text=上传并检查")
    page.wait_for_selector("text=像是按“万元”填写")
    sme.follow("text=写入正确的 11 行")
    page.wait_for_selector("text=新增 11 行")

    # The twelfth by hand, with the invoice of line 3: it keeps the claim from being sent.
    sme.follow(".claim-tabs .acts a")
    typed = invoice(3, SMALL)
    for name, text in typed.items():
        if name in ("purpose", "invoice_kind"):
            page.select_option(f"[name={name}]", str(text))
        else:
            page.fill(f"[name={name}]", str(text))
    sme.follow("button.go:has-text('保存')")
    page.wait_for_selector("text=发票号码与本申报第 3 行相同")
    assert "1 行重复" in page.inner_text("h1")
    sme.check()
    sme.shot("desktop-claim-double")
    sme.follow("#line-12 td a")
    page.fill("[name=invoice_number]", str(invoice(12)["invoice_number"]))
    sme.follow("button.go:has-text('保存')")

    # A photo by its line's number, goals that weigh a hundred.
    page.set_input_files("#id_photos_uploads", str(photo(tmp_path)))
    sme.follow("text=按行号上传")
    page.wait_for_selector("text=已按行号放好 1 个文件")
    sme.follow("text=填写绩效目标")
    for name, text in (("name", "投用率"), ("target", "100"), ("unit", "%"), ("weight", "100"),
                       ("source", "现场核查")):  # fmt: skip
        page.fill(f"[name=goals-0-{name}]", text)
    page.select_option("[name=goals-0-dimension]", "quantity")
    sme.follow("button.go:has-text('保存')")
    assert "可以送出" in page.inner_text("h1")

    page.goto(fill)
    page.check("[name=declared]")
    page.click("button:has-text('提交申报')")
    confirm(sme)
    page.wait_for_selector("text=已提交，我们会在每一步通知您")
    assert "证书" not in page.inner_text("main")
    sme.check()

    district = visitor("district")
    district.open("/financing/claims/")
    district.page.wait_for_selector("text=件资金申报，共申报")
    district.check()
