"""The bank line in the browser: a demand from its posting to the reported credit; a bank connects
a program and is told of a change."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.journeys.conftest import Portal, Visitor, free_port

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]
CLIENT = settings.BASE_DIR / "docs" / "bank_line" / "follow_whitelist.py"


def day(ahead: int) -> str:
    return (date.today() + timedelta(days=ahead)).isoformat()


def confirmed(page: Page, button: str) -> None:
    """Press a button that asks once more, and say yes."""
    page.click(button)
    with page.expect_navigation():
        page.click("dialog[open] button:has-text('确定')")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_demand_is_offered_accepted_and_reported(
    visitor: Callable[..., Visitor], phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    amount = f"{200 + os.getpid() % 790}.{17 + phone}"  # found again by it, in 万元
    staff = visitor("sme3", phone=phone)
    desk = staff.open("/financing/mine/demands/new/")
    desk.click("button:has-text('送达银行')")
    desk.wait_for_selector(".field .error")
    desk.fill("input[name=amount]", amount)
    desk.fill("input[name=term_months]", "12")
    desk.select_option("select[name=purpose]", "working_capital")
    desk.fill("textarea[name=explanation]", "示例：采购轴承钢，以销售回款归还。")
    desk.check("input[name=guarantees][value=credit]")
    desk.fill("input[name=contact_name]", "林晓")
    desk.fill("input[name=contact_phone]", "0532-55500001")
    for box in desk.locator("input[name=banks]").all():
        box.check()
    staff.shot(f"{shape}-demand-new")
    confirmed(desk, "button:has-text('送达银行')")
    staff.check()
    address = desk.url

    for account, rate in (("bank", "3.45"), ("bank2", "3.2")):
        officer = visitor(account, phone=phone)
        bank = officer.open("/financing/bank/demands/")
        cell = bank.locator(
            "td[data-label='金额（万元）']", has_text=re.compile(rf"^\s*{re.escape(amount)}\b")
        )
        row = bank.locator("table tbody tr", has=cell).first
        with bank.expect_navigation():
            row.locator("a").first.click()
        officer.check()
        fold = bank.locator("details.fold", has=bank.locator("input[name=rate]"))
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        fold.locator("input[name=rate]").fill(rate)
        fold.locator("input[name=valid_to]").fill(day(30))
        for name in ("guarantee", "repayment"):
            choice = fold.locator(f"select[name={name}]")
            if not choice.input_value():
                choice.select_option(index=1)
        officer.shot(f"{shape}-offer-{account}")
        fold.locator("button[type=submit]").click()
        with bank.expect_navigation():
            bank.click("dialog[open] button:has-text('确定')")
        bank.wait_for_selector("h2:has-text('已报方案')")
        officer.check()

    desk.goto(address)
    compared = desk.locator("section", has=desk.locator("h2:has-text('比较方案')"))
    rates = compared.locator("td[data-label=年利率]").all_inner_texts()
    assert rates == ["3.20%", "3.45%"], "the lowest first"
    staff.check()
    staff.shot(f"{shape}-offers")
    confirmed(desk, "button[aria-label*='选定示例山海银行']")
    desk.wait_for_selector(".pill:has-text('已选定')")

    officer = visitor("bank2", phone=phone)
    bank = officer.open("/financing/bank/feedback/new/")
    code = own_code(staff)
    bank.select_option("select[name=state]", "paid_out")
    for name, value in {
        "reference": f"J-{amount}", "credit_code": code, "contacted_on": day(-5),
        "credit_line": amount, "rate": "3.2", "paid_out": amount, "paid_out_on": day(-1),
        "due_on": day(60), "balance": amount,
    }.items():  # fmt: skip
        bank.fill(f"[name={name}]", value)
    bank.select_option("select[name=guarantee]", "credit")
    with bank.expect_navigation():
        bank.click("button:has-text('提交反馈')")
    officer.check()
    assert bank.locator(f"text=J-{amount}").count()

    own = staff.open("/financing/mine/credits/")
    assert own.locator(f"text=J-{amount}").count()
    staff.shot(f"{shape}-credits")
    city = visitor("city", phone=phone)
    office = city.open(f"/financing/credits/?q=J-{amount}")
    assert office.locator("table tbody tr").count() == 1
    results = city.open("/financing/results/?by=bank&sort=margin")
    assert results.locator("td:has-text('示例山海银行')").count()
    city.shot(f"{shape}-results")


def own_code(staff: Visitor) -> str:
    """The enterprise's credit code, as its own page shows it."""
    page = staff.open("/enterprises/mine/")
    return str(page.locator("text=/^\\s*9[0-9A-Z]{17}\\s*$/").first.inner_text()).strip()


@pytest.fixture
def follower(portal: Portal, tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Starts the reference client; gives the file that it prints to."""
    started: list[subprocess.Popen[bytes]] = []

    def start(client_id: str, secret: str, key: str, port: int) -> Path:
        log = tmp_path / "client.log"
        known = {"CLIENT_ID": client_id, "CLIENT_SECRET": secret, "WEBHOOK_KEY": key}
        started.append(
            subprocess.Popen(
                [sys.executable, str(CLIENT), str(tmp_path / "copy.json"), "--listen", str(port)],
                env={**os.environ, **known, "PORTAL": portal.url},
                stdout=log.open("wb"),
            )
        )
        return log

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(log: Path, text: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while text not in log.read_text():
        assert time.monotonic() < end, f"no {text!r} in {log.read_text()!r}"
        time.sleep(0.2)


def test_bank_connects_a_program_and_is_told_of_a_change(
    visitor: Callable[..., Visitor], follower: Callable[..., Path]
) -> None:
    officer = visitor("bank")
    bank = officer.open("/financing/bank/programs/")
    bank.fill("input[name=name]", f"参考程序 {os.getpid()}")
    for box in bank.locator("input[name=scopes]").all():
        box.check()
    officer.follow("button:has-text('登记并生成密钥')")
    client_id, secret = (bank.inner_text(f"#client-{part}").strip() for part in ("id", "secret"))

    port = free_port()
    officer.open("/financing/bank/webhooks/")
    bank.fill("input[name=name]", f"核心系统 {os.getpid()}")
    bank.fill("input[name=url]", "http://10.0.0.8/hook")
    officer.follow("button:has-text('登记并生成签名密钥')")
    assert bank.locator(".field .error:has-text('内网')").count(), "inner addresses are refused"
    bank.fill("input[name=url]", f"http://127.0.0.1:{port}/hook")
    officer.follow("button:has-text('登记并生成签名密钥')")
    officer.check()
    log = follower(client_id, secret, bank.inner_text("#webhook-key").strip(), port)
    wait_for(log, "on the list")

    officer.follow(f"table a:has-text('核心系统 {os.getpid()}')")
    officer.follow("button:has-text('发送测试消息')")
    wait_for(log, "message ping")
    hook = bank.url

    city = visitor("city")
    office = city.open("/financing/whitelist/?state=proposed")
    city.follow("main table tbody a >> nth=0")
    office.click("main button:has-text('同意入库')")
    if office.locator("dialog[open]").count():
        with office.expect_navigation():
            office.click("dialog[open] button.go")
    wait_for(log, "message whitelist.changed")
    wait_for(log, "1 changed")

    bank.goto(hook)
    bank.wait_for_selector(".pill:has-text('已送达')")
    officer.check()
    officer.shot("desktop-webhook")
    officer.follow("main table tbody a >> nth=0")
    officer.check()
    confirmed(bank, "button:has-text('重新发送')")
    bank.wait_for_selector("text=正在重新发送")


def test_documentation_of_the_interface_draws_without_outside_hosts(
    visitor: Callable[..., Visitor],
) -> None:
    person = visitor()
    hosts: set[str] = set()
    person.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    person.page.goto(f"{person.portal.url}/api/docs/")
    person.page.wait_for_selector("#swagger-ui >> text=/api/v1/whitelist/changes/")
    person.page.wait_for_selector("#swagger-ui >> text=whitelist.changed")
    assert hosts == {person.portal.url.split("/")[2]}
    person.open("/api/docs/problems/")
