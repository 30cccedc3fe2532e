"""From 新三板 to an IPO in a browser: the last milestone proposes its claim once, and what was paid
before is taken off."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from tests.journeys.conftest import Portal, Visitor, confirm
from tests.journeys.money_steps import begin, press, says
from tests.journeys.test_direct_financing import PDF
from tests.journeys.test_filing import upload

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]
SCHEME = "企业上市分阶段奖补"


def test_listing_pays_the_difference(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    account, path = begin(portal, "once_on_neeq()")
    sme = visitor(account)
    page = sme.open("/financing/listings/mine/")
    sme.shot("listing-before")
    sme.follow("a.btn.go:has-text('填报')")
    page.fill("input[name=reached_on]", timezone.localdate().isoformat())
    page.fill("input[name=proof_number]", "示例〔2026〕10 号")
    page.set_input_files("input[name=proof]", PDF)
    sme.follow("button:has-text('提交区市确认')")
    says(page, "等区市确认")

    office = visitor("district")
    desk, end = office.page, time.monotonic() + 40
    office.open(f"/financing/listings/paths/{path}/")
    while not desk.locator("form[action$='/confirm/'] button").count() and time.monotonic() < end:
        time.sleep(1)  # until the paper is scanned
        desk.reload()
    press(office, "form[action$='/confirm/'] button")

    sme.open("/financing/listings/mine/")
    sme.shot("listing-proposed")
    # One row and one button for the four stages that one claim settles.
    row = page.locator("tr:has(form[action*='/proposals/'])")
    assert row.count() == 1
    for stage in ("股改", "辅导备案", "申报受理", "上市"):
        assert stage in row.inner_text()
    with page.expect_navigation():
        row.locator("button").click()
    sme.check()
    sme.shot("listing-claim")
    # 50 + 50 + 100 + 200 = 400.00, less the 120.00 of 新三板: 280.00 万元.
    says(page, "400.00", "同类已付", "120.00", "280.00", "补")
    sme.open("/financing/listings/mine/")
    assert not page.locator("form[action*='/proposals/']").count()
    sme.follow("a:has-text('草稿')")
    page.fill("[name=contact_name]", "孟示例")
    page.fill("[name=contact_phone]", "0532-55500011")
    page.locator("[name=contact_phone]").blur()
    page.wait_for_selector("#save-state[data-state=saved]")
    paper = tmp_path / "证明.pdf"
    paper.write_bytes(PDF["buffer"])
    upload(sme, "proofs", paper)
    page.check("[name=declared]")
    page.click("button:has-text('提交申报')")
    confirm(sme)
    page.wait_for_selector("text=已提交，我们会在每一步通知您")
    case = re.findall(r"/cases/(\d+)/", page.url)[0]

    assert begin(portal, f"grant_listing({case})") == ["due"]
    desk = visitor("city")
    desk.open(f"/financing/payables/?q={account.removeprefix('own-')}&state=due")
    says(desk.page, SCHEME, "2,800,000.00")
    desk.shot("listing-payable")
