"""From a new person's sign-up to a confirmed enterprise, and a bureau's import of a workbook."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.enterprises.imports import line, workbook
from tests.journeys.conftest import Portal, Visitor
from tests.journeys.newcomers import fill_registration, new_code, sign_up

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_new_person_registers_an_enterprise_and_the_district_confirms_it(
    portal: Portal, visitor: Callable[..., Visitor], phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    owner = visitor(phone=phone)
    address = sign_up(owner, portal)
    page = owner.open("/home/")
    owner.follow("main a:has-text('登记企业')")
    owner.check()
    name, _ = fill_registration(page)
    owner.check()
    owner.shot(f"{shape}-register")
    page.click("main form button[type=submit]")
    page.wait_for_selector("h1:has-text('确认')")
    owner.check()
    owner.shot(f"{shape}-registered")

    clerk = visitor("district", phone=phone)
    clerk.open("/enterprises/queue/")
    desk = clerk.page
    clerk.follow(f"tr:has-text('{name}') a")
    clerk.check()
    clerk.shot(f"{shape}-registration-review")
    desk.click("button:has-text('确认登记')")
    desk.click("#confirm-dialog [data-confirm-yes]")
    desk.wait_for_url(re.compile("/enterprises/queue/"))
    portal.wait_for_mail(address, "登记")

    owner.open("/home/")
    owner.shot(f"{shape}-new-enterprise-home")
    page = owner.open("/enterprises/mine/")
    assert "小型" in page.inner_text("main")


def test_district_imports_the_good_rows_of_a_half_wrong_workbook(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    code = new_code()
    good = line(1, credit_code=code, name=f"青岛导入{code[9:17]}（示例）有限公司")
    wrong = line(2, credit_code="91370212MA0000000X", staff="很多")
    file = tmp_path / "企业名单.xlsx"
    file.write_bytes(workbook([good, wrong]))
    clerk = visitor("district")
    desk = clerk.open("/enterprises/imports/")
    desk.set_input_files("input[type=file]", str(file))
    desk.click("main form button[type=submit]")
    desk.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}|/people/jobs/"))
    if "/people/jobs/" in desk.url:
        desk.wait_for_selector("main a.btn", timeout=60_000)
        desk.click("main a.btn")
    desk.wait_for_selector("text=需要更正")
    clerk.check()
    clerk.shot("desktop-import-checked")
    with desk.expect_download() as download:
        desk.click("a:has-text('下载批注副本')")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    desk.click("button:has-text('只导入正确的行')")
    desk.click("#apply button[type=submit]")
    desk.wait_for_selector("a:has-text('查看企业名录'), main a.btn", timeout=60_000)
    clerk.shot("desktop-import-applied")
    listing = clerk.open(f"/enterprises/?q={code}")
    assert good[0] in listing.inner_text("table") or code in listing.inner_text("table")
