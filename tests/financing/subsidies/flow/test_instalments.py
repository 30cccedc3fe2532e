"""Instalments of a grant."""

from decimal import Decimal

import pytest

from accounts.tenancy import acting_as
from financing.ledger.conditions import instalment_may_be_paid
from financing.subsidies.effect import follow_up
from tests.financing.ledger import money
from tests.financing.subsidies.claims import EQUIPMENT, batch_of
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.review import claims

PAY = {
    "mode": "staged",
    "instalments": [
        {"key": "first", "label": "首付", "percent": 60},
        {"key": "rest", "label": "尾款", "percent": 40, "needs": ["growth"], "clause": "第九条"},
    ],
    "goals": [{"key": "growth", "label": "营业收入增速", "target": 10, "unit": "%"}],
}


@pytest.fixture
def staged(people, fund, district):
    """The claim decided under a rule that pays 60 now and 40 once a goal is met."""
    batch = batch_of({**EQUIPMENT, "pay": PAY})
    made = claims.claim(people.staff, district.pk, batch, state="city_review")
    money.account_of(people.staff)
    case = steps.proposed(people, made)
    steps.decided(people, case)
    return case


def test_rule_pays_in_instalments_that_make_the_whole(people, staged):
    first, rest = steps.payables(staged)
    assert (first.amount, rest.amount) == (Decimal("1233600.00"), Decimal("822400.00"))
    assert (first.state, rest.state) == ("due", "waiting")
    assert (rest.condition, rest.clause) == ("营业收入增速不低于 10 %", "第九条")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (None, "“营业收入增速”还没有全部核实完成"),
        (Decimal("9.9"), "“营业收入增速”未完成（实际 9.9 %，目标 ≥ 10 %）：余款不付"),
        (Decimal(10), ""),
    ],
)
def test_next_instalment_waits_for_its_goal(people, staged, monkeypatch, value, why):
    monkeypatch.setattr(follow_up, "actuals_of", lambda application: {"growth": value})
    with acting_as(people.city):
        reasons = "".join(instalment_may_be_paid(steps.payables(staged)[1]))
    assert (why in reasons) if why else reasons == ""
