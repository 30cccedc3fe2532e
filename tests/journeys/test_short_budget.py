"""A budget that is too short for a round is shared pro rata to the cent, by two officers."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Portal, Visitor
from tests.journeys.money_steps import begin, press, says
from tests.journeys.two_persons import approve

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]
SHARES = ("444,444.45", "333,333.33", "222,222.22")  # of 600,000 / 450,000 / 300,000


def test_short_budget_is_shared_pro_rata(portal: Portal, visitor: Callable[..., Visitor]) -> None:
    batch, account = begin(portal, "round_of_three()")
    first = visitor("city")
    page = first.open(f"/financing/review/decisions/?batch={batch}")
    page.check("[data-check-all=row]")
    first.follow("button[name=bulk][value=propose]")
    assert "超出预算 35.00 万元" in page.inner_text("h1")
    says(page, "预算不足", "60.00", "45.00", "30.00")
    first.check()
    first.shot("decisions")
    first.follow("a:has-text('按办法分配预算')")
    first.check()
    first.shot("budget-rounds")

    first.follow(f"a[href$='/budget/{batch}/']")
    assert "预算差 350,000.00 元，按同一比例核减" in page.inner_text("h1")
    says(page, "0.7407", "1,350,000.00", "1,000,000.00", *SHARES)
    first.shot("budget-share")
    press(first, "button:has-text('提出分配')")
    first.check()
    first.shot("budget-share-proposed")

    second = visitor("city2")
    approve(second, "预算分配：")
    second.page.wait_for_selector("a.btn.go")
    second.check()
    second.shot("budget-share-run")

    sme = visitor(account)
    page = sme.open("/financing/claims/mine/")
    says(page, "60.00", "44.44")
    sme.follow("a:has-text('设备购置奖补')")
    sme.follow(".crumbs a[href^='/procedures/cases/']")
    page.click("summary:has-text('审定金额怎样算出')")
    says(page, "拟支持", "444,444.45", "系数 0.7407")
    sme.check()
    sme.shot("own-share")
