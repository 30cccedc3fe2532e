"""A session that ends under somebody's hands: nothing typed is lost, and the way back is short."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import PASSWORD, Portal, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

PROFILE = "/enterprises/mine/edit/"
KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('kept:')).length"
IS_KEPT = f"() => ({KEPT})() === 1"


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def sign_in_here(page: Page, account: str) -> None:
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]")


def test_plain_form_comes_back_after_the_session_has_ended(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    person = visitor("sme")
    page = person.open(PROFILE)
    page.fill("[name=contact_name]", "还没有提交的人")
    page.wait_for_function(IS_KEPT)
    end_session(page)
    page.click("main form.form button.go")
    page.wait_for_selector("text=登录已失效，刚才的内容没有提交")
    sign_in_here(page, "sme")
    page.wait_for_url(f"**{PROFILE}")
    page.wait_for_selector(".kept-note:has-text('已找回')")
    assert page.input_value("[name=contact_name]") == "还没有提交的人"
    person.check()
    page.click("text=不要了，恢复原样")
    assert page.input_value("[name=contact_name]") != "还没有提交的人"


def test_what_was_carried_out_is_kept_no_longer(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    person = visitor("sme")
    page = person.open(PROFILE)
    before = page.input_value("[name=contact_phone]")
    page.fill("[name=contact_phone]", "13800000007")
    page.wait_for_function(IS_KEPT)
    person.follow("main form.form button.go")
    assert page.evaluate(KEPT) == 0
    page.goto(f"{portal.url}{PROFILE}")
    assert page.locator(".kept-note").count() == 0
    page.fill("[name=contact_phone]", before)
    person.follow("main form.form button.go")


def test_refused_form_keeps_its_words_without_asking_twice(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    person = visitor("sme")
    page = person.open(PROFILE)
    page.fill("[name=contact_phone]", "打总机")
    person.follow("main form.form button.go")
    assert page.locator(".kept-note").count() == 0
    assert page.input_value("[name=contact_phone]") == "打总机"
    # Leaving and coming back finds it again.
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{portal.url}/home/")
    page.goto(f"{portal.url}{PROFILE}")
    page.wait_for_selector(".kept-note")
    page.click("text=不要了，恢复原样")


def test_signing_out_forgets_what_was_kept(portal: Portal, visitor: Callable[..., Visitor]) -> None:
    person = visitor("sme")
    page = person.open(PROFILE)
    page.fill("[name=contact_name]", "不该留下的人")
    page.wait_for_function(IS_KEPT)
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("summary[aria-label=我的账号]")
    page.click("text=退出登录")
    page.wait_for_url(f"{portal.url}/")
    assert page.evaluate(KEPT) == 0


def test_form_goes_on_after_signing_in_in_another_window(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    person = visitor("sme")
    page = person.open(PROFILE)
    end_session(page)
    page.evaluate("document.dispatchEvent(new Event('portal:signed-out'))")
    page.wait_for_selector(".session-line:has-text('登录已失效')")
    person.check()
    with page.context.expect_page() as opened:
        page.click(".session-line a:has-text('在新窗口登录')")
    other = opened.value
    sign_in_here(other, "sme")
    other.wait_for_selector("text=已登录，请回到原来的窗口")
    other.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector(".session-line", state="hidden")
    page.wait_for_timeout(300)
    person.follow("main form.form button.go")
    assert "页面已过期" not in page.content()


def test_end_of_the_session_is_announced_and_put_off(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    person = visitor("sme")
    page = person.page
    page.route(
        f"**{PROFILE}",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace('data-session-left="', 'data-session-left="120" data-was="'),
        ),
    )
    page.goto(f"{portal.url}{PROFILE}")
    line = page.locator(".session-line:has-text('失效，到时要重新登录')")
    line.wait_for()
    assert line.bounding_box()["y"] + line.bounding_box()["height"] <= 1000
    page.click("text=继续使用")
    page.wait_for_selector(".session-line", state="hidden")


def test_yearly_figures_come_back_in_another_window(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    person = visitor("sme3")
    page = person.open("/enterprises/mine/reports/")
    page.click("main table a >> nth=0")
    page.wait_for_url("**/reports/2*/")
    year = page.url.removeprefix(portal.url)
    if page.locator("[name=revenue]").count() == 0:
        page.click("button:has-text('撤回上报')")
        with page.expect_navigation():
            page.click("#confirm-dialog [data-confirm-yes]")
    page.fill("[name=revenue]", "7654.32")
    page.wait_for_function(IS_KEPT)
    end_session(page)
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(f"{portal.url}{year}")
    sign_in_here(other, "sme3")
    other.wait_for_selector(".kept-note")
    assert other.input_value("[name=revenue]") == "7654.32"
    other.click("text=不要了，恢复原样")
    assert other.evaluate(KEPT) == 0
