"""Money without a claim in a browser: a new champion confirms with one click and is paid."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from tests.journeys.conftest import Portal, Visitor
from tests.journeys.money_steps import act, begin, says

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]


def test_new_champion_is_rewarded_with_one_click(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    account, scheme = begin(portal, "new_champion()")
    first = visitor("city")
    page = first.open("/financing/grants/new/")
    page.select_option("[name=scheme]", scheme)
    page.select_option("[name=kind]", label="隐形冠军")
    page.fill("[name=issued_from]", date.today().isoformat())
    first.follow("button:has-text('比对并冻结')")
    first.check()
    first.shot("grant-list-frozen")
    address = page.url
    says(page, "待第二人推送")

    second = visitor("city2")
    second.open(address)
    act(second, "push", "推送")
    says(second.page, "待企业确认", "30.00")

    sme = visitor(account, phone=True)
    mine = sme.open("/financing/find/")
    mine.click("summary:has-text('30.00 是怎样算出来的')")
    says(mine, "30.00", "与企业名称一致", "新获隐形冠军认定", "示例 第三条")
    sme.shot("phone-grant-before")
    sme.follow("button:has-text('确认领取')")
    sme.check()
    sme.shot("phone-grant-confirmed")
    says(mine, "已确认，等待公示和拨付", "公示无异议即拨付")
    way = mine.get_attribute("a:has-text('查看办理进度')", "href") or ""
    case = re.findall(r"/(\d+)/", way)[-1]

    assert begin(portal, f"decide_case({case})") == ["due"]
    assert begin(portal, f"pay_case({case})") == ["paid"]
    mine.reload()
    says(mine, "已到账")
    sme.open("/financing/mine/payments/")
    says(mine, "300,000.00")
    sme.shot("phone-grant-paid")
    page = first.open(address)
    says(page, "1 家已到账")
    first.shot("grant-list-paid")
