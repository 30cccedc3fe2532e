"""An order goes from a gap on the page of progress to the end (销号): given, instructed, fed back,
reviewed, closed with the figure beside it."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Visitor, confirm

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

LEAD = "崂山区"


def take_step(person: Visitor, label: str) -> None:
    """Press the step's button, answer what it asks, and wait for the page that comes after."""
    page = person.page
    with page.expect_navigation():
        page.click(f"main form button:visible:has-text('{label}')")
        if page.locator("#confirm-dialog[open]").count():
            confirm(person)


def unfold(person: Visitor, label: str) -> None:
    """Open the sheet that has the step."""
    sheet = person.page.locator(f"details.fold:has(button:text-is('{label}'))")
    if sheet.get_attribute("open") is None:
        sheet.locator("summary").click()


def test_order_goes_from_a_gap_to_its_end(visitor: Callable[..., Visitor]) -> None:
    city = visitor("city")
    page = city.open("/reports/progress/")
    city.follow("a.btn.go:has-text('区市交办')")
    assert page.locator("h2:has-text('缺口'), caption, th:has-text('还差')").count()
    for box in page.locator("input[name=leads]").all():
        box.set_checked(LEAD in page.inner_text(f"label[for={box.get_attribute('id')}]"))
    city.check()
    take_step(city, "立项并交办")
    page.wait_for_selector(f"h1:has-text('{LEAD}')")
    order = page.url
    city.shot("order-given")

    leader = visitor("leader")
    desk = leader.open(order)
    unfold(leader, "批示")
    desk.fill("textarea[name=reason] >> visible=true", "请倒排工期，每周报进度。")
    take_step(leader, "批示")
    desk.wait_for_selector("h2:has-text('领导批示')")

    district = visitor("district")
    office = district.open(order)
    assert "倒排工期" in office.inner_text("main")
    unfold(district, "反馈进展")
    office.fill("input[name=progress] >> visible=true", "50")
    office.fill("textarea[name=reason] >> visible=true", "已摸排 8 家，3 家在准备材料。")
    take_step(district, "反馈进展")
    office.wait_for_selector("text=已摸排 8 家")
    unfold(district, "申请办结")
    office.fill("input[name=progress] >> visible=true", "100")
    if office.locator("input[name=quantity_done] >> visible=true").count():
        office.fill("input[name=quantity_done] >> visible=true", "1")
    office.fill("textarea[name=reason] >> visible=true", "补进企业名单已报送，逐户核实。")
    take_step(district, "申请办结")
    district.check()

    page = city.open(order)
    unfold(city, "审核通过，办结")
    for name in ("facts_clear", "is_solved", "is_lawful"):
        page.check(f"input[name={name}] >> visible=true")
    take_step(city, "审核通过，办结")
    page.wait_for_selector("button:has-text('销号')")
    unfold(city, "销号")
    page.check("input[name=condition_met] >> visible=true")
    page.fill("textarea[name=reason] >> visible=true", "其余企业列入下一件督办。")
    take_step(city, "销号")
    page.wait_for_selector(".pill:has-text('已销号')")
    assert "销号时" in page.inner_text("main")
    city.check()
    city.shot("order-closed")
