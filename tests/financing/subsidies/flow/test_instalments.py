"""Instalments of a grant, and what was paid twice."""

from decimal import Decimal

import pytest

from accounts.tenancy import acting_as, system_scope
from financing.ledger.conditions import instalment_may_be_paid
from financing.models import Recovery, RecoveryCause, SubsidyKey, SubsidyLine
from financing.subsidies.effect import follow_up
from financing.subsidies.money.paid_twice import propose_what_was_paid_twice
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


def keyed(claim, number, key):
    with system_scope(reason="test"):
        line = SubsidyLine.objects.get(claim=claim, number=number)
        SubsidyKey.objects.create(**line.home, claim=claim, line=line, kind="invoice", key=key)


@pytest.fixture
def both_paid(people, fund, claim, as_actor, district):
    """Two claims that were paid; the second has the first one's invoice in its line 4 (200.00)."""
    from accounts.duties import Duty

    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    other = claims.claim(staff, district.pk, claim.application.batch, state="city_review")
    money.account_of(staff, "802010200009999")
    cases = [steps.proposed(people, one) for one in (claim, other)]
    steps.decided(people, *cases)
    steps.paid(people, *cases)
    keyed(claim, 1, "25370000000000000007")
    keyed(other, 4, "25370000000000000007")
    return claim, other


def test_what_was_paid_twice_is_proposed_to_be_asked_back_once(people, both_paid):
    """200.00 万元 at 16 % are 32.00 万元."""
    assert propose_what_was_paid_twice() == 1
    assert propose_what_was_paid_twice() == 0
    with acting_as(people.city):
        [row] = Recovery.objects.all()
    assert (row.application_id, row.cause) == (both_paid[1].application_id, RecoveryCause.DOUBLE)
    assert (row.amount, row.state) == (Decimal("320000.00"), "proposed")
