"""Direct financing in the browser: a milestone is filed, confirmed, and proposes its claim; an
investor and an enterprise agree and see each other's contacts."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]
PDF = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


def confirmed(page: Page, button: str) -> None:
    """Press a button that asks once more, and say yes."""
    page.click(button)
    with page.expect_navigation():
        page.click("dialog[open] button:has-text('确定')")


def test_a_milestone_is_filed_confirmed_and_proposes_its_claim(
    visitor: Callable[..., Visitor],
) -> None:
    staff = visitor("sme")
    own = staff.open("/financing/listings/mine/")
    staff.shot("listing-own")
    staff.follow("a.btn.go:has-text('填报')")
    staff.check()
    with own.expect_navigation():
        own.click("button:has-text('提交区市确认')")
    own.wait_for_selector(".field .error")
    own.fill("input[name=reached_on]", date.today().isoformat())
    own.fill("input[name=proof_number]", "示例〔2026〕9 号")
    own.set_input_files("input[name=proof]", PDF)
    staff.shot("listing-milestone")
    with own.expect_navigation():
        own.click("button:has-text('提交区市确认')")
    assert "等区市确认" in own.inner_text("h1")

    office = visitor("district")
    desk = office.open("/financing/listings/paths/?desk=waiting")
    own_name = own.inner_text(".shell")
    links = desk.locator("table tbody tr a")
    mine = [one for one in links.all() if one.inner_text() and one.inner_text() in own_name]
    assert mine or links.count(), "the milestone waits"
    with desk.expect_navigation():
        (mine[0] if mine else links.first).click()
    office.check()
    office.shot("listing-path")
    address, end = desk.url, time.monotonic() + 40
    while not desk.locator("button:has-text('确认')").count() and time.monotonic() < end:
        time.sleep(1)  # until the paper is scanned
        desk.goto(address)
    confirmed(desk, "form[action$='/confirm/'] button")
    assert desk.locator(".pill:has-text('已确认')").count()

    staff.open("/financing/listings/mine/")
    assert own.locator("h2:has-text('对应的资金')").count()
    assert own.locator("td:has-text('辅导备案')").count()
    staff.shot("listing-proposal")


def test_an_investor_agrees_and_both_see_whom_to_call(visitor: Callable[..., Visitor]) -> None:
    office = visitor("investor3")
    desk = office.open("/home/")
    office.shot("investor-home")
    with desk.expect_navigation():
        desk.click("a:has-text('示例精密减速机扩产项目')")
    office.check()
    assert "0532-55500001" not in desk.content()
    confirmed(desk, "form[action$='/agree/'] button")
    assert "0532-55500001" in desk.content()
    office.shot("introduction")
    staff = visitor("sme")
    page = staff.open(desk.url)
    assert "0532-55500009" in page.content()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_page_of_direct_financing_stands(
    visitor: Callable[..., Visitor], phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    for account, paths in {
        "sme": ("listings/mine/", "projects/", "investors/", "introductions/", "roadshows/"),
        "investor": ("projects/", "introductions/", "roadshows/"),
        "city": ("listings/", "listings/paths/", "winners/", "listings/tracks/", "projects/"),
        "leader": ("listings/?market=neeq",),
    }.items():
        somebody = visitor(account, phone=phone)
        for path in paths:
            somebody.open(f"/financing/{path}")
            name = path.replace("/", "-").replace("?", "-").replace("=", "-")
            somebody.shot(f"{shape}-capital-{account}-{name}")
