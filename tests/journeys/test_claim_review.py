"""A claim's review in a real browser: twelve lines, a letter answered by link, a cut told and
answered."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.journeys.conftest import Portal, Visitor, confirm
from tests.journeys.portal_database import run_in_portal

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

FILED = "from tests.financing.subsidies.review.claims import filed_by; print(filed_by('sme'))"


def decide(
    district: Visitor, number: int, verdict: str, amount: str = "", reason: str = ""
) -> None:
    page = district.page
    form = page.locator(f"#line-{number} form")
    with page.expect_navigation() if verdict == "accept" else _nothing():
        form.locator(f"label:has(input[value={verdict}])").click()
    if verdict == "accept":
        return
    if amount:
        form.locator("[name=counted]").fill(amount)
    form.locator("[name=reason]").fill(reason)
    with page.expect_navigation():
        form.locator("button[type=submit]").click()


class _nothing:
    def __enter__(self) -> SimpleNamespace:
        return SimpleNamespace()

    def __exit__(self, *_: object) -> None:
        return None


def test_district_reviews_asks_tells_and_recommends(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    pk = int(run_in_portal(portal, FILED).strip().splitlines()[-1])
    district = visitor("district")
    page = district.open(f"/financing/review/{pk}/")
    assert "11 行明细还没有看" in page.locator("h1").inner_text()
    decide(district, 1, "accept")
    decide(district, 4, "reduce", "192.00", "安装费不属设备：安装调试费 8.00 万元")
    decide(district, 7, "reduce", "56.00", "现场未见第 3 台")
    decide(district, 11, "strike", reason="以旧代新：出厂编号与另一企业已付设备一致")
    page.click("button:has-text('其余全部认可')")
    confirm(district)
    page.wait_for_selector("h1:has-text('核减 3 行、154.00 万元')")
    district.check()
    district.shot("claim-review")

    # A letter goes out by mail, and is answered without an account.
    page = district.open(f"/financing/review/{pk}/letters/")
    page.fill("[name=office_name]", "示例生态环境部门")
    page.fill("[name=email]", "office@portal.example")
    page.select_option("[name=check]", "绿色门槛")
    page.fill("[name=subject]", "环保处罚、绿色门槛")
    page.fill("[name=text]", "请函复该企业近三年有无环保处罚。")
    district.follow("button:has-text('发函')")
    page.wait_for_selector("#letters :text('链接还没有打开')")
    mail = portal.wait_for_mail("office@portal.example", "绿色门槛")
    link = re.search(r"https?://\S+/letters/link/\S+/", mail.body)
    assert link is not None
    office = Visitor(district.page.context.browser.new_context().new_page(), portal)
    office.open(re.sub(r"^https?://[^/]+", "", link.group(0)))
    assert "1,235" not in office.page.content()
    office.page.check("input[name=position][value=none]")
    office.page.fill("[name=department]", "示例生态环境部门 法规处")
    office.page.fill("[name=name]", "周示例")
    office.page.fill("[name=phone]", "0532-55500009")
    office.follow("button:has-text('答复')")
    office.page.wait_for_selector("text=已收到复函")
    office.check()

    # The checklist.
    page = district.open(f"/financing/review/{pk}/")
    page.wait_for_selector("#letters :text('无异议')")
    for place in range(4):
        page.locator("#checks details").nth(place).locator("summary").click()
        form = page.locator("#checks form").nth(place)
        form.locator("[name=result]").select_option("clear")
        form.locator("[name=evidence]").fill("示例：已核对，一致")
        form.locator("[name=source]").fill("示例系统 9:02 查询")
        with page.expect_navigation():
            form.locator("button[type=submit]").click()

    # The cut is told, and answered once.
    page.click("button:has-text('告知核减')")
    confirm(district)
    page.wait_for_selector("#cut :text('等待企业答复')")
    sme = visitor("sme")
    case = page.locator(".crumbs a").last.get_attribute("href")
    assert case is not None
    sme.open(case)
    sme.follow("a:has-text('核减 3 行')")
    sme.check()
    sme.shot("claim-cut")
    sme.page.check("input[name=position][value=agrees]")
    sme.page.click("button:has-text('提交答复')")
    confirm(sme)
    sme.page.wait_for_selector("text=企业答复：同意核减")

    page = district.open(f"/financing/review/{pk}/")
    page.fill("#cut textarea[name=reason]", "企业同意，按认定办理。")
    district.follow("#cut button:has-text('处理完答复')")
    page.fill("#decide textarea[name=reason]", "条件由市级判断")
    page.click("button:has-text('推荐到市级')")
    page.wait_for_selector("text=推荐到市级，已通知有关人员")
