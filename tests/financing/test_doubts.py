"""Unusual figures of loans are asked about by one set of rules, once, wherever they come in."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.rules import plausibility
from financing import doubts
from financing.models import SupportPlan
from financing.whitelist.actions.save_plan import PlanTerms, save_plan
from tests.financing.credits import line, reported
from tests.financing.demands import TERMS, posted
from tests.financing.listing import listed
from tests.financing.reading import tick_on


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def plan(bank, entry, line, **more):
    today = timezone.localdate()
    terms = PlanTerms(
        measures="信用贷款", manager_name="示例经理", manager_phone="0532-55500009",
        valid_from=today, valid_to=today + timedelta(days=365),
        credit_line=line and Decimal(line), **more,
    )  # fmt: skip
    with acting_as(bank):
        return save_plan(bank, entry.credit_code, terms)


@pytest.mark.parametrize("factor", ["9.9", "10", "0.1", "0.11"])
def test_jump_of_a_loan_is_that_of_every_figure(factor):
    now = Decimal(300) * Decimal(factor)
    assert bool(doubts.jump_doubt(Decimal(300), now)) == plausibility.jumps(now, Decimal(300))


@pytest.mark.parametrize(("amount", "asked"), [("700", True), ("600", False), ("30", True)])
def test_credit_for_a_demand_is_compared_with_what_was_wanted(entry, people, bank, amount, asked):
    demand = posted(people.staff, bank, terms=TERMS)
    said = line(entry, credit_line=amount, paid_out="20", balance="20", demand=demand.number)
    (result,) = reported(bank, said)
    assert ("企业需要 300 万元" in result.errors.get("credit_line", "")) == asked
    (result,) = reported(bank, said | {"is_checked": True})
    assert result.status in ("created", "unchanged", "updated")


def test_confirmed_credit_for_a_demand_is_not_asked_about_again(entry, people, bank):
    demand = posted(people.staff, bank, terms=TERMS)
    said = line(entry, credit_line="700", demand=demand.number)
    reported(bank, said | {"is_checked": True})
    (result,) = reported(bank, said | {"balance": "200"})
    assert result.status == "updated"


@pytest.mark.parametrize("amount", ["60000", "3000", "30"])
def test_unusual_line_of_a_plan_is_asked_about_once(entry, bank, amount):
    plan(bank, entry, "300")
    with pytest.raises(RuleViolation) as refusal:
        plan(bank, entry, amount)
    assert list(refusal.value.errors) == ["credit_line"]
    assert plan(bank, entry, amount, is_checked=True).is_checked
    assert plan(bank, entry, amount).credit_line == Decimal(amount)


def test_plan_without_a_line_is_not_doubted(entry, bank):
    plan(bank, entry, "300")
    assert plan(bank, entry, None).credit_line is None


def test_form_of_a_plan_shows_the_question_and_takes_the_answer(entry, bank, signed_in):
    client, address = signed_in(bank), reverse("financing:plan", args=[entry.credit_code])
    today = timezone.localdate()
    typed = {
        "measures": "信用贷款", "credit_line": "60000", "manager_name": "示例",
        "manager_phone": "0532-55500009", "valid_from": str(today),
        "valid_to": str(today + timedelta(days=365)),
    }  # fmt: skip
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "请核对单位" in refused.content.decode()
    assert client.post(address, {**typed, "is_checked": tick_on(refused)}).status_code == 302
    with system_scope(reason="test"):
        assert SupportPlan.objects.get().is_checked
