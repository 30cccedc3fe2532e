"""Next year's 示范企业 scheme through to certificates: city, enterprise, district, experts."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import Portal, Visitor, choose_version, confirm
from tests.journeys.portal_database import run_in_portal
from tests.journeys.test_filing import PDF, upload
from tests.journeys.two_persons import approve

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

LABEL = f"明年版 {datetime.now():%H%M%S}"
BATCH = "明年专精特新示范企业认定"
SCHEME = "专精特新示范企业认定"
PRODUCT = "行星减速机（全年旅程）"
ANSWERS = {
    "main_product": PRODUCT,
    "segment": "工业机器人用精密减速机",
    "years_in_field": "12",
    "innovation": "新齿形已用于批量生产。",
}
NAMES = {"sme": "海纳精密机械", "sme2": "蓝岳智能装备"}
EXPERTS = ("expert", "expert2", "expert3")


def make_scheme(city: Visitor, second: Visitor) -> None:
    """This year's version becomes next year's: one threshold changed, tried, published."""
    desk = city.open("/procedures/designer/")
    city.follow(f"section:has-text('{SCHEME}') a:has-text('2018 版')")
    desk.fill("input[name=label]", LABEL)
    city.follow("button:has-text('复制为新草稿')")
    city.check()
    version = desk.url
    city.shot("guide-version")
    city.open(f"{version}parts/criteria.1.criteria.1/")
    city.shot("guide-condition")
    desk.fill("input[name=threshold]", "3.5")
    city.follow("main form button:has-text('保存') >> nth=0")
    city.open(version)
    city.follow("button:has-text('在全部企业上测算')")
    desk.wait_for_selector("a:has-text('查看测算结果')", timeout=60_000)
    city.follow("a:has-text('查看测算结果')")
    city.shot("guide-trial")
    city.open(version)
    desk.click("button:has-text('提请发布')")
    confirm(city)
    desk.wait_for_selector("text=已提请发布")
    other = second.open(version)
    other.click("button:has-text('复核无误，发布')")
    confirm(second)
    other.wait_for_selector("#messages :text('已发布')")


def open_batch(city: Visitor) -> None:
    desk = city.open("/procedures/batches/new/")
    choose_version(city, f"{SCHEME} · {LABEL}")
    desk.fill("input[name=name]", BATCH)
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    desk.fill("input[name=opens_at]", f"{now:%Y-%m-%dT%H:%M}")
    desk.fill("input[name=closes_at]", f"{now + timedelta(days=5):%Y-%m-%dT%H:%M}")
    city.shot("guide-batch")
    city.follow("main form button[type=submit]")
    desk.wait_for_selector(f"tr:has-text('{BATCH}')")


def file(staff: Visitor, name: str, report: Path, shape: str) -> str:
    """The enterprise's filing; returns the address of the case."""
    page = staff.open("/procedures/schemes/")
    staff.shot(f"guide-schemes-{shape}")
    staff.follow(f"tr:has-text('{SCHEME}') button:has-text('开始申报')")
    page.wait_for_url(re.compile(r"/fill/"))
    staff.check()
    strategy = f"{name}专注减速机十二年，回程间隙小于一弧分。"
    for key, text in {**ANSWERS, "strategy": strategy}.items():
        page.fill(f"[name={key}]", text)
        page.locator(f"[name={key}]").blur()
    page.check("input[name=systems][value=quality]")
    page.check("input[name=research_unit][value=own]")
    page.wait_for_selector("#save-state[data-state=saved]")
    upload(staff, "audit_reports", report)
    page.check("#declared")
    staff.shot(f"guide-fill-{shape}")
    page.click("button:has-text('提交申报')")
    confirm(staff)
    page.wait_for_selector("text=已提交")
    staff.check()
    staff.shot(f"guide-submitted-{shape}")
    return page.url.removeprefix(staff.portal.url)


def act(person: Visitor, case: str, label: str) -> None:
    page = person.open(case)
    page.fill("#decide textarea[name=reason]", "材料已核对，条件由市级研究。")
    button = page.locator(f"#decide button:has-text('{label}')")
    # A recommendation asks only where a condition is not met; another journey may have brought
    # the enterprise the certificate of the rung below.
    asks = button.get_attribute("data-confirm")
    button.click()
    if asks:
        confirm(person)
    page.wait_for_selector("text=已通知有关人员")


def waive(city: Visitor, case: str) -> None:
    """The city lets the certificate of the rung below not count for this case; another journey
    may have brought the enterprise one."""
    desk = city.open(case)
    waiving = desk.locator("summary:has-text('豁免一项条件')")
    if not waiving.count():
        return
    waiving.click()
    desk.select_option("[name=waiver-criterion]", label="持有有效的专精特新产品（技术）认定")
    desk.fill("[name=waiver-reason]", "产品认定与本次申报同批办理。")
    desk.fill("[name=waiver-document]", "市局会议纪要〔2026〕3 号")
    desk.fill("[name=waiver-expires_on]", f"{datetime.now() + timedelta(days=200):%Y-%m-%d}")
    city.shot("guide-waiver")
    desk.click("#waivers button:text-is('豁免')")
    confirm(city)
    desk.wait_for_selector("text=已豁免，企业会收到通知")


def score(person: Visitor, place: int) -> None:
    """The next sheet of the panel, judged by a paper that names nobody."""
    page = person.page
    person.follow("tr:has-text('全年旅程评审组') a:has-text('开始评审') >> nth=0")
    person.check()
    paper = page.inner_text("main")
    assert "本企业专注减速机" in paper
    assert not any(name in paper for name in NAMES.values())
    page.fill("[name=mark-distinct]", "12")
    page.fill("[name=mark-novelty]", str(8 + place * 0.5))
    page.fill("[name=opinion]", "材料充分，建议推荐。")
    page.locator("[name=opinion]").blur()
    page.wait_for_selector("#save-state[data-state=saved]")
    person.shot("guide-expert-sheet")
    page.click("button:has-text('提交评分')")
    confirm(person)
    page.wait_for_selector("text=已提交，总分")


def review(visitor: Callable[..., Visitor], city: Visitor) -> None:
    """Three experts judge both cases."""
    desk = city.open("/procedures/panels/")
    city.shot("guide-panels")
    city.follow(f".banner:has-text('{BATCH}') a:has-text('抽取专家')")
    city.check()
    desk.fill("input[name=title]", "全年旅程评审组")
    for box in desk.locator("label:has(input[name=experts])", has_text="知识产权").all():
        box.locator("input").uncheck()
    city.follow("button:has-text('先看回避情况')")
    city.check()
    city.shot("guide-draw")
    desk.click("button:has-text('随机抽取')")
    confirm(city)
    desk.wait_for_selector("text=抽取记录")
    city.check()
    panel = desk.url
    for place, account in enumerate(EXPERTS):
        person = visitor(account)
        person.check()
        person.shot("guide-expert-desk")
        for _ in range(2):
            score(person, place)
    city.open(panel)
    city.shot("guide-panel")
    desk.click("button:has-text('结束评审')")
    confirm(city)
    desk.wait_for_selector("text=可以对这些申报作出决定")


def decide(city: Visitor) -> None:
    """One decision over the batch, looked at first."""
    desk = city.open("/procedures/batches/")
    city.follow(f"tr:has-text('{BATCH}') a:has-text('审议')")
    desk.wait_for_selector("text=先列出有申报的“专家评审”")
    city.check()
    city.follow(".tabs a:has-text('专家评审')")
    city.check()
    desk.check("[data-check-all=row]")
    city.shot("guide-deliberation")
    city.follow("button[name=bulk][value=propose]")
    city.check()
    city.shot("guide-preview")
    desk.click("button:has-text('确认办理 2 件')")
    confirm(city)
    desk.wait_for_selector("a:has-text('查看每一件的结果')", timeout=60_000)
    city.follow("a:has-text('查看每一件的结果')")
    city.check()
    city.shot("guide-decided")


def publish(portal: Portal, city: Visitor, second: Visitor) -> None:
    desk = city.open("/procedures/batches/")
    city.follow(f"tr:has-text('{BATCH}') a:has-text('发布公示')")
    desk.fill("[name=title]", "全年旅程拟认定名单公示")
    desk.fill("[name=objection_contact]", "示例处 0532-55500000")
    for box in desk.locator("input[name=cases]").all():
        box.check()
    city.shot("guide-notice")
    desk.click("button:has-text('提交批准')")
    confirm(city)
    desk.wait_for_selector("text=提出人不能批准自己提出的办理")
    approve(second, "全年旅程拟认定名单公示")
    second.page.wait_for_selector("h1:has-text('全年旅程拟认定名单公示')")
    notice = second.page.url
    number = notice.rstrip("/").rpartition("/")[2]
    run_in_portal(
        portal,
        "from procedures.models import PublicNotice; import datetime as d; "
        f"PublicNotice.objects.filter(pk={number}).update("
        "starts_on=d.date.today() - d.timedelta(9), ends_on=d.date.today() - d.timedelta(2))",
    )
    city.open(notice)
    desk.click("button:has-text('认定发证')")
    confirm(city)
    desk.wait_for_selector("text=等待批准")
    approve(second, "认定发证：全年旅程")
    second.page.wait_for_selector("text=已认定 2 件", timeout=60_000)


def test_city_takes_next_years_scheme_through_to_certificates(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    report = tmp_path / "审计报告.pdf"
    report.write_bytes(PDF)
    city, second = visitor("city"), visitor("city2")
    make_scheme(city, second)
    open_batch(city)
    desktop, phone = visitor("sme"), visitor("sme2", phone=True)
    cases = [
        file(desktop, NAMES["sme"], report, "desktop"),
        file(phone, NAMES["sme2"], report, "phone"),
    ]
    for district, case in zip(("district", "district2"), cases, strict=True):
        reviewer = visitor(district)
        reviewer.open(case)
        reviewer.shot("guide-review")
        act(reviewer, case, "推荐到市级")
        waive(city, case)
        act(city, case, "提交专家评审")
    review(visitor, city)
    decide(city)
    publish(portal, city, second)
    for staff, shape in ((desktop, "desktop"), (phone, "phone")):
        page = staff.open("/certification/")
        page.wait_for_selector("text=示范企业")
        staff.shot(f"guide-certificate-{shape}")
