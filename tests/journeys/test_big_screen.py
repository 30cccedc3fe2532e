"""The wall in a real browser: it fits 1920 by 1080 and 4K, turns, and says when it stands still."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Portal, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

SCREEN = "/reports/screen/"
AGAIN = "htmx.ajax('GET', '/reports/screen/', {target: '#wall', swap: 'outerHTML'}).catch(() => 0)"
# What reaches out of the screen, of all that is shown.
OUTSIDE = """() => [...document.querySelectorAll("#wall *")]
    .filter(one => one.getBoundingClientRect().bottom > innerHeight + 1
        || one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 160))"""


def shown(page: Page) -> str:
    return page.inner_text("[data-wall-name]")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
def test_every_page_fits_the_screen(
    portal: Portal, visitor: Callable[..., Visitor], width: int, height: int
) -> None:
    person = visitor("leader")
    person.page.set_viewport_size({"width": width, "height": height})
    page = person.open(SCREEN)
    for _ in range(page.locator(".wall-turn").count()):
        person.check()
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        page.keyboard.press("ArrowRight")


def test_arrows_turn_and_the_space_bar_pauses(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    page = visitor("leader").open(SCREEN)
    number = page.locator(".wall-turn").count()
    page.keyboard.press("ArrowRight")
    assert f"2 / {number}" in shown(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert f"{number} / {number}" in shown(page)
    page.keyboard.press(" ")
    assert "已暂停" in shown(page)


def test_new_figures_leave_the_page_that_is_shown(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    page = visitor("leader").open(SCREEN)
    page.keyboard.press("ArrowRight")
    before = shown(page)
    made = page.get_attribute("#wall", "data-made")
    page.wait_for_timeout(1100)
    page.evaluate(AGAIN)
    page.wait_for_function(
        "made => document.getElementById('wall').dataset.made !== made", arg=made
    )
    assert shown(page) == before


def test_ended_session_is_said_and_what_was_there_stays(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    page = visitor("leader").open(SCREEN)
    before = page.inner_text("h1 >> visible=true")
    page.context.clear_cookies(name="sessionid")
    page.evaluate(AGAIN)
    page.wait_for_selector("#wall-notice:has-text('登录已过期')")
    assert page.inner_text("h1 >> visible=true") == before
    page.click("#wall-notice a")
    page.wait_for_url("**/accounts/login/**")
