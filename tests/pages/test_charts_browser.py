"""Every kind of chart in a real browser, under the portal's own content security policy."""

import os
import struct

import pytest
from django.conf import settings as portal_settings
from playwright.sync_api import sync_playwright

from accounts.duties import Duty
from tests.journeys.conftest import AXE, CHROMIUM, DESKTOP, PHONE, WCAG
from tests.pages.sample_charts import EVIL, sample_templates  # noqa: F401

pytestmark = [
    pytest.mark.journey,
    pytest.mark.urls("tests.pages.sample_charts"),
    pytest.mark.usefixtures("sample_templates"),
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"),
        reason="NO CHROMIUM FOUND (apt-get install chromium)",
    ),
]
SHOTS = portal_settings.BASE_DIR / "var" / "screenshots" / "charts"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
BY_ECHARTS = ("paid_out", "margin", "forecast", "yearly", "states", "rungs_by_year", "steps")


@pytest.fixture
def session(live_server, signed_in, as_actor):
    """The cookie of an officer of the city. Made before the browser starts: Playwright's event
    loop would give Django another connection, which nobody closes."""
    return signed_in(as_actor(Duty.CITY_OFFICER)).cookies["sessionid"].value


@pytest.fixture
def browser(session, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(live_server, session, browser):
    """Opens the sample page at a size of window; what the console says is in its `faults`."""

    def open_at(size, **options):
        context = browser.new_context(viewport=size, locale="zh-CN", **options)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.faults = []
        page.on("console", lambda said: page.faults.append(said.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        assert page.goto(f"{live_server.url}/charts-sample/").status == 200
        page.wait_for_load_state("networkidle")
        return page

    return open_at


def drawings(page):
    """The height of each drawing, by chart."""
    return page.evaluate(
        "keys => keys.map(key => document.querySelector(`#chart-${key} [data-chart-drawing] svg`)"
        "?.getBoundingClientRect().height ?? 0)",
        list(BY_ECHARTS),
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_kind_is_drawn_accessible_and_fits(opened, size):
    page = opened(size)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{size['width']}.png", full_page=True)
    assert all(height > 100 for height in drawings(page))
    assert page.locator("#chart-by_district .tiles a").count() == 11
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert page.faults == []


def test_names_of_people_are_drawn_as_text(opened):
    page = opened(PHONE)
    assert EVIL in page.locator("#chart-paid_out [data-chart-drawing]").text_content()
    assert page.faults == []


def test_arrows_go_through_the_rows_and_read_each_out(opened):
    page = opened(DESKTOP)
    picture = page.locator("#chart-paid_out [data-chart]")
    picture.focus()
    live = page.locator("#chart-paid_out [data-chart-live]")
    picture.press("ArrowDown")
    assert live.text_content().startswith("青岛银行，放款金额  18,230 万元")
    picture.press("End")
    assert live.text_content().startswith(EVIL)
    assert page.faults == []


def test_bar_with_a_link_leads_there(opened):
    page = opened(DESKTOP)
    box = page.locator("#chart-paid_out [data-chart]").bounding_box()
    with page.expect_navigation(url="**/home/?bank=*"):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 49)


def test_form_follows_the_width_of_the_window_both_ways(opened):
    page = opened(DESKTOP)
    figures = page.locator("#chart-paid_out [data-chart-drawing] text")
    wide = figures.all_text_contents()
    page.set_viewport_size(PHONE)
    page.wait_for_function(
        "!document.querySelector('#chart-paid_out [data-chart-drawing] svg').textContent"
        ".includes('...')"
    )
    assert "中国工商银行股份有限公司青岛市分行" in figures.all_text_contents()
    page.set_viewport_size(DESKTOP)
    page.wait_for_function(
        "document.querySelector('#chart-paid_out [data-chart-drawing] svg').textContent"
        ".includes('...')"
    )
    assert figures.all_text_contents() == wide


def test_chart_in_a_fragment_is_drawn(opened):
    page = opened(DESKTOP)
    page.evaluate(
        "htmx.ajax('GET', location.href, {target: '#main', select: '#main', swap: 'outerHTML'})"
        ".then(() => (document.body.dataset.swapped = 'yes'))"
    )
    page.wait_for_selector("body[data-swapped]")
    page.wait_for_selector("#chart-steps [data-chart-drawing] svg")
    assert all(height > 100 for height in drawings(page))
    assert page.locator("#chart-steps [data-chart-save]").is_visible()
    assert page.faults == []


@pytest.mark.parametrize("key", ["forecast", "by_district"])
def test_picture_is_saved_with_title_and_source(opened, key):
    page = opened(PHONE)
    with page.expect_download() as download:
        page.click(f"#chart-{key} [data-chart-save]")
    title = page.locator(f"#chart-{key}").get_attribute("data-chart-title")
    assert download.value.suggested_filename == f"{title}.png"
    SHOTS.mkdir(parents=True, exist_ok=True)
    target = SHOTS / f"{key}.png"
    download.value.save_as(target)
    width, height = struct.unpack(">II", target.read_bytes()[16:24])
    assert width == (1120 if key == "by_district" else 1920) and height > 400
    assert page.faults == []


def test_paper_has_drawing_and_table(opened):
    page = opened(DESKTOP)
    page.emulate_media(media="print")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "print.png", full_page=True)
    assert all(height > 60 for height in drawings(page))
    assert page.locator("#chart-paid_out table").bounding_box()["height"] > 100
    assert not page.locator("#chart-paid_out [data-chart-save]").is_visible()


def test_table_can_be_read_without_script(opened):
    page = opened(PHONE, java_script_enabled=False)
    page.click("#chart-paid_out summary")
    assert page.locator("#chart-paid_out tbody tr").first.is_visible()
    assert page.locator("#chart-by_district a").first.is_visible()
