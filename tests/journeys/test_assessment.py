"""A round of the assessment goes from indicators to a published ranking: one appeal is sustained,
one refused, and the round is frozen in the browser."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.journeys.conftest import Portal, Visitor, confirm
from tests.journeys.portal_database import run_in_portal

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

# Of its own, also in a portal in which the journey was walked before.
TITLE = f"2026 年示例综合评价 {uuid4().hex[:6]}"
ROUND = f"AssessmentRound.objects.filter(title='{TITLE}').latest('pk')"
# Departments have answered, all but the one whose figure is typed in the browser.
CONFIRM = f"""
from decimal import Decimal
from accounts.actors import actor_of_membership
from accounts.models import Membership
from reports.assessment.actions.confirm_figure import Confirmation, confirm_figure
from reports.models import AssessmentRound, RoundFigure
from accounts.tenancy import acting_as
city = actor_of_membership(Membership.objects.get(user__username='city').pk)
with acting_as(city):
    waiting = RoundFigure.objects.filter(
        round={ROUND}, taken_at=None, confirmed_at=None)
    for one in list(waiting):
        confirm_figure(city, one.pk, Confirmation(
            value=Decimal(40), department='示例部门', confirmed_by_name='赵示例',
            source='示例报表', explanation='示例'), version=None)
"""
TERM_OVER = f"""
from datetime import timedelta
from django.utils import timezone
from reports.models import AssessmentRound
AssessmentRound.objects.filter(pk={ROUND}.pk).update(
    appeals_until=timezone.localdate() - timedelta(days=1))
"""


def scripted(portal: Portal, code: str) -> None:
    run_in_portal(portal, code.strip().replace("\n", "\n    "))


def take_step(city: Visitor, home: str, name: str, **asked: str) -> None:
    """Open a step of the round, answer what it asks, and carry it out."""
    page = city.page
    page.goto(f"{city.portal.url}{home}steps/{name}/")
    for field, value in asked.items():
        page.check(f"input[name={field}][value={value}]")
    page.click("main form button[type=submit]")
    if page.locator("#confirm-dialog[open]").count():
        confirm(city)
    page.wait_for_url(f"**{home}")


def appeal(district: Visitor, line: str, reason: str) -> str:
    """Appeal against a line; where the appeal is read."""
    page = district.open(f"{line}appeal/")
    page.fill("textarea[name=reason]", reason)
    page.click("button:has-text('提交申诉')")
    page.wait_for_url("**/assessments/appeals/*/")
    return page.url


def test_round_goes_from_indicators_to_a_published_ranking(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    city = visitor("city")
    page = city.open("/reports/assessments/new/")
    for name, value in (("title", TITLE), ("starts_on", "2026-01-01"), ("ends_on", "2026-09-30")):
        page.fill(f"input[name={name}]", value)
    city.follow("main form button[type=submit]")
    page.wait_for_selector("h1:has-text('项指标')")
    home = page.url.removeprefix(portal.url).removesuffix("indicators/")
    take_step(city, home, "consult")

    district = visitor("district")
    desk = district.open(f"{home}indicators/")
    desk.fill("textarea[name=text]", "建议说明新增企业按认定日期计。")
    desk.click("button:has-text('提交意见')")
    desk.wait_for_selector("text=待答复")
    page = city.open(f"{home}indicators/")
    page.click("summary:has-text('答复')")
    page.check("input[name$=is_taken][value=yes]")
    page.fill("article textarea[name$=answer]", "采纳，已写入统计内容。")
    page.click("article button:has-text('答复')")
    page.wait_for_selector("text=采纳")
    for name in ("settle", "collect"):
        take_step(city, home, name)

    page = city.open(f"{home}figures/?waits=yes")
    city.follow("table a:has-text('录入') >> nth=0")
    page.fill("input[name=value]", "42")
    page.fill("input[name=confirmed_by_name]", "赵示例")
    page.fill("input[name=source]", "示例报表")
    city.follow("button:has-text('确认')")
    scripted(portal, CONFIRM)
    for name in ("prescore", "open_appeals"):
        take_step(city, home, name)

    desk = district.open(home)
    desk.wait_for_selector("h1:has-text('名之间')")
    district.shot("assessment-own")
    lines = desk.locator("table.lines tbody th a")
    first, second = (lines.nth(n).get_attribute("href") or "" for n in (0, 1))
    own = desk.url.removeprefix(portal.url)
    won = appeal(district, first, "漏计一家示例企业，认定文件见平台。")
    lost = appeal(district, second, "口径应按注册地。")

    page = city.open(won)
    page.check("input[name=decision][value=sustain]")
    page.fill("input[name=new_points]", "5")
    page.fill("textarea[name=ruling]", "经核对属实。")
    city.follow("main form:has(input[name=decision]) button[type=submit]")
    page = city.open(lost)
    page.check("input[name=decision][value=refuse]")
    page.fill("textarea[name=ruling]", "口径与定稿一致。")
    city.follow("main form:has(input[name=decision]) button[type=submit]")
    desk = district.open(own)
    assert desk.locator("td:has-text('已更正')").count() == 1
    assert desk.locator("td:has-text('维持原分')").count() == 1
    desk = district.open(first)
    desk.wait_for_selector("text=申诉裁定：得分更正为 5.00 分")

    scripted(portal, TERM_OVER)
    for name in ("close_appeals", "freeze"):
        take_step(city, home, name)
    page = city.open(f"{home}?check=yes")
    city.shot("assessment-frozen")
    take_step(city, home, "publish", shown="totals")

    desk = district.open(f"{home}ranking/")
    desk.wait_for_selector("h1:has-text('列第 1')")
    assert desk.locator("table tbody tr").count() >= 10
    desk = district.open(own)
    assert "名之间" not in desk.inner_text("h1")
    district.shot("assessment-public")
