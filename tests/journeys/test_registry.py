"""From a new person's sign-up to a confirmed enterprise, and a bureau's import of a workbook."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from enterprises.rules.credit_code import complete_credit_code
from tests.enterprises.imports import line, workbook
from tests.journeys.conftest import Portal, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

PASSWORD = "海边的-Weather-39"
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def new_code() -> str:
    """A valid credit code that no other test uses."""
    body = "".join(secrets.choice(DIGITS) for _ in range(6))
    return complete_credit_code("91370212", f"MY{body}")


def sign_up(person: Visitor, portal: Portal) -> str:
    """A new account with a confirmed address; returns the address."""
    name = f"new{secrets.token_hex(4)}"
    address = f"{name}@demo.example"
    page = person.open("/accounts/signup/")
    page.fill("input[name=name]", "新来的")
    page.fill("input[name=email]", address)
    page.fill("input[name=username]", name)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile("confirm-email"))
    person.check()
    mail = portal.wait_for_mail(address, "")
    found = re.search(r"https?://\S+/accounts/confirm-email/\S+", mail.body)
    assert found, mail.body
    path = "/accounts/" + found[0].split("/accounts/", 1)[1]
    person.open(path)
    page.click("main form button[type=submit]")
    return address


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_new_person_registers_an_enterprise_and_the_district_confirms_it(
    portal: Portal, visitor: Callable[..., Visitor], phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    owner = visitor(phone=phone)
    address = sign_up(owner, portal)
    page = owner.open("/home/")
    page.click("main a:has-text('登记企业')")
    owner.check()
    code = new_code()
    name = f"青岛旅程{code[9:17]}（示例）有限公司"
    page.fill("input[name=credit_code]", code[:-1] + ("A" if code[-1] != "A" else "B"))
    page.locator("input[name=credit_code]").blur()
    page.wait_for_selector("#code-check :text('校验')")
    page.fill("input[name=credit_code]", code)
    page.locator("input[name=credit_code]").blur()
    page.fill("input[name=name]", name)
    page.select_option("select[name=district]", label="崂山区")
    page.fill("input[name=address]", "示例路 1 号")
    page.fill("input[name=legal_representative]", "新来的")
    page.select_option("select[name=industry_code]", "34")
    page.fill("input[name=staff]", "86")
    page.fill("input[name=revenue]", "3200")
    page.fill("input[name=assets]", "4100")
    page.fill("input[name=contact_name]", "新来的")
    page.fill("input[name=contact_phone]", "0532-55501234")
    owner.check()
    owner.shot(f"{shape}-register")
    page.click("main form button[type=submit]")
    page.wait_for_selector("h1:has-text('确认')")
    owner.check()
    owner.shot(f"{shape}-registered")

    clerk = visitor("district", phone=phone)
    clerk.open("/enterprises/queue/")
    desk = clerk.page
    desk.click(f"tr:has-text('{name}') a")
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
