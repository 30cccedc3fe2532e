"""Next year's scheme: made by the city, published by a second person, its batch opened."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import Portal, Visitor, choose_version, confirm

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]


def test_city_makes_next_years_scheme_and_opens_its_batch(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    city = visitor("city")
    desk = city.open("/procedures/designer/")
    city.shot("desktop-designer")
    city.follow("section:has-text('小巨人') a:has-text('2026 版')")
    city.check()
    label = "旅程版"
    desk.fill("input[name=label]", label)
    city.follow("button:has-text('复制为新草稿')")
    city.check()
    version = desk.url.removeprefix(portal.url)

    # The content comes back from a file with one threshold lower.
    with desk.expect_download() as download:
        desk.click("a:has-text('导出方案文件')")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "threshold: 75" in text
    changed = tmp_path / "scheme.yaml"
    changed.write_text(text.replace("threshold: 75", "threshold: 80"), encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: [", encoding="utf-8")
    desk.set_input_files("input[name=file]", str(broken))
    desk.click("button:has-text('用文件替换内容')")
    confirm(city)
    desk.wait_for_selector("text=文件没有读入")
    city.check()
    desk.set_input_files("input[name=file]", str(changed))
    desk.click("button:has-text('用文件替换内容')")
    confirm(city)
    desk.wait_for_selector("text=没有发现问题")
    city.follow("a:has-text('与其他版本对比')")
    desk.wait_for_selector("h1:has-text('改了 1 处')")
    city.check()
    city.shot("desktop-scheme-compare")
    city.follow("a:has-text('企业看到的样子')")
    city.check()
    city.shot("desktop-scheme-preview")

    # Tried on the registry; then another person publishes it.
    city.open(version)
    assert desk.locator("button:has-text('提请发布')").is_disabled()
    city.follow("button:has-text('在全部企业上测算')")
    desk.wait_for_selector("a:has-text('查看测算结果')", timeout=60_000)
    city.follow("a:has-text('查看测算结果')")
    desk.wait_for_selector("h2:has-text('哪一条最难')")
    city.check()
    city.shot("desktop-simulation")
    city.open(version)
    desk.click("button:has-text('提请发布')")
    confirm(city)
    desk.wait_for_selector("text=已提请发布")
    city.check()
    assert desk.locator("button:has-text('复核无误，发布')").count() == 0
    portal.wait_for_mail("city2@demo.example", "等待您复核发布")

    second = visitor("city2")
    other = second.open(version)
    second.shot("desktop-scheme-review")
    other.click("button:has-text('复核无误，发布')")
    confirm(second)
    other.wait_for_selector("#messages :text('已发布')")
    second.check()

    # An enterprise waits for it; the batch opens, and is announced.
    staff = visitor("sme")
    page = staff.open("/procedures/schemes/")
    staff.shot("desktop-schemes")
    staff.follow("tr:has-text('小巨人') button:has-text('开放时提醒我')")
    page.wait_for_selector("text=开放申报时会通知您")
    city.open("/procedures/batches/new/")
    choose_version(city, f"专精特新“小巨人”企业认定 · {label}")
    desk.fill("input[name=name]", "旅程批次")
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    desk.fill("input[name=opens_at]", f"{now:%Y-%m-%dT%H:%M}")
    city.follow("main form button[type=submit]")
    desk.wait_for_selector("tr:has-text('旅程批次')")
    city.check()
    city.shot("desktop-batches-planned")
    portal.wait_for_mail("sme@demo.example", "开始受理申报")
    page = staff.open("/procedures/schemes/")
    staff.follow("tr:has-text('小巨人') button:has-text('开始申报')")
    page.wait_for_url(re.compile(r"/fill/"))
    staff.check()
    page.click("button:has-text('删除草稿')")
    confirm(staff)
    page.wait_for_selector("text=草稿已删除")


def test_self_checks_of_every_scheme_on_a_phone(visitor: Callable[..., Visitor]) -> None:
    staff = visitor("sme2", phone=True)
    staff.open("/procedures/schemes/")
    staff.shot("phone-schemes")
    staff.follow("a:has-text('专精特新中小企业认定')")
    staff.check()
    staff.shot("phone-scheme-check")
