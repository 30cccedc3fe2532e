"""A staged grant whose goal was missed: the recovery is proposed, noticed, and paid in parts."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.journeys.conftest import Portal, Visitor
from tests.journeys.money_steps import act, begin, press, says

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]
PDF = {"name": "投资明细.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


def test_missed_goal_brings_the_money_back(portal: Portal, visitor: Callable[..., Visitor]) -> None:
    account, report = begin(portal, "half_paid_grant()")
    sme = visitor(account)
    page = sme.open(f"/financing/effect/reports/{report}/")
    says(page, "2,000 万元，未达到的追回已付", "3,000,000.00", "等待条件")
    assert "还没有填报" in page.inner_text("h1")
    for number, (actual, reason) in enumerate((("1800", "示例：市场变化"), ("100", "")), 1):
        page.fill(f"[name=actual_{number}]", actual)
        page.fill(f"[name=reason_{number}]", reason)
        page.set_input_files(f"[name=files_{number}]", PDF)
    page.fill("[name=summary]", "示例：用于购置设备。")
    press(sme, "button:has-text('提交')[value=file]")
    sme.check()
    sme.shot("effect-filed")

    district = visitor("district")
    page = district.open(f"/financing/effect/reports/{report}/")
    says(page, "实际 1,800 万元，目标 ≥ 2,000 万元", "“绩效评价后的余款” 3,000,000.00 元不再支付")
    act(district, "confirm", "核实")
    says(page, "已提出追回 3,000,000.00 元")
    district.check()
    district.shot("effect-confirmed")

    city = visitor("city")
    city.open(f"/financing/effect/reports/{report}/")
    city.follow("a:has-text('查看') >> nth=0")
    says(city.page, "3,000,000.00")
    city.shot("recovery-proposed")
    city.page.fill("#notice [name=number]", "示例追〔2026〕7 号")
    city.page.fill("#notice [name=day]", (date.today() + timedelta(days=30)).isoformat())
    act(city, "notice", "发出追回通知")
    says(city.page, "还有 3,000,000.00 元待缴回")
    parts = (("1000000", "还有 2,000,000.00 元待缴回"), ("2000000", "已缴清"))
    for number, (amount, left) in enumerate(parts, 1):
        city.page.fill("#receive [name=amount]", amount)
        city.page.fill("#receive [name=day]", date.today().isoformat())
        city.page.fill("#receive [name=number]", f"示例缴款 {number}")
        act(city, "receive", "登记缴款")
        says(city.page, left)
        if number == 1:
            sme.open("/financing/mine/payments/")
            sme.shot("own-recovery")
    city.check()
    city.shot("recovery-closed")
