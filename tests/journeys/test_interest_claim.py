"""An interest subsidy with one repayment in the middle, typed and worked out in a browser."""

import re
from collections.abc import Callable

import pytest

from tests.financing.subsidies.claims import loan
from tests.journeys.conftest import Portal, Visitor
from tests.journeys.portal_database import run_in_portal

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]
BATCH = (
    "from tests.financing.subsidies import claims;"
    " print('batch', claims.batch_of(claims.LOANS, 'journey-interest').pk)"
)


def test_loan_repaid_in_the_middle_is_worked_out_in_two_stretches(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    batch = re.findall(r"batch (\d+)", run_in_portal(portal, BATCH))[0]
    sme = visitor("sme")
    page = sme.page
    page.goto(f"{portal.url}/financing/find/")
    sme.follow(f"form[action$='/batches/{batch}/start/'] button")
    page.fill("[name=project]", "技改专项贷贴息（旅程）")
    page.fill("[name=contribution]", "0")
    page.locator("[name=contribution]").blur()
    page.wait_for_selector("#save-state[data-state=saved]")
    sme.follow("text=填明细和绩效目标")
    sme.follow(".claim-tabs .acts a")
    for name, text in loan(repayments="2025-06-30 5000000").items():
        page.fill(f"[name={name}]", str(text))
    sme.check()
    sme.follow("button.go:has-text('保存')")

    # 30 million for 121 days, then 25 million for 184; 3.00 % × 35 %, 360 days: 240,041.67 元.
    assert "24.00 万元" in page.inner_text("h1")
    worked = page.inner_text("main")
    assert "2025-06-30" in worked
    assert "121" in worked
    assert "184" in worked
    sme.check()
    sme.shot("desktop-claim-interest")
