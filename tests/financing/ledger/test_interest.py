"""Recoveries with interest: worked out, demanded, settled in instalments; the ledger agrees."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.demands import demand_of
from financing.ledger.positions import position_of
from financing.ledger.recoveries import propose_by_hand, propose_recovery
from financing.ledger.recovery_machine import MACHINE, RecoveryInput
from financing.ledger.recovery_notice import recovery_document
from financing.ledger.replaying import replay
from financing.models import FundYear, Payable, Recovery, RecoveryReceipt
from procedures.cases.bans import bans_against
from tests.financing.ledger import money
from tests.financing.ledger.money import fresh, imported, line, orders
from tests.financing.subsidies import claims

D = Decimal
DAYS = 100
CLAWBACK = {
    "causes": [
        {"cause": "fraud", "with_interest": True, "clause": "第十条"},
        {"cause": "overpaid", "clause": "第十一条"},
    ],
    "interest": {"kind": "fixed", "percent": "3.6", "basis": 360, "clause": "第十条"},
}


@pytest.fixture
def batch_of_cases(db):
    return claims.batch_of({**claims.EQUIPMENT, "clawback": CLAWBACK})


@pytest.fixture
def paid(people, batch, case):
    """The case was paid 253,130.00 a hundred days ago."""
    imported(people.city, batch, [line(one, n) for n, one in enumerate(orders(batch), 2)])
    with system_scope(reason="test"):
        Payable.objects.update(paid_on=timezone.localdate() - timedelta(days=DAYS))
    return case


@pytest.fixture
def demanded(people, paid):
    """All of it with 2,531.30 of interest (253,130 x 3.6 % x 100 / 360)."""
    with acting_as(people.city):
        payable = Payable.objects.first()
        row = propose_by_hand(people.city, payable.pk, "fraud", None, "示例")
    due = timezone.localdate() + timedelta(days=30)
    return act(people.city2, row, "notice", number="示例 1 号", day=due)


def act(actor, row, name, **said):
    with acting_as(actor):
        return carry_out(MACHINE, actor, row.pk, name, RecoveryInput(**said))


def received(actor, row, amount, number="JK-1"):
    return act(actor, row, "receive", amount=D(amount), number=number, day=timezone.localdate())


def receipts():
    with system_scope(reason="test"):
        rows = RecoveryReceipt.objects.order_by("pk")
        return [(one.amount, one.interest) for one in rows]


def wrong_in_the_ledger():
    with system_scope(reason="test"):
        years = list(FundYear.objects.select_related("fund"))
        return [found for one in replay(years) for found in one.wrong]


def test_interest_is_asked_beside_the_principal(demanded):
    assert (demanded.amount, demanded.interest) == (D("253130.00"), D("2531.30"))
    assert demanded.total == D("255661.30")
    assert demanded.sum.lines[-1].amount == D("255661.30")


def test_interest_is_no_money_of_the_fund(demanded):
    now = position_of("jigai", money.YEAR)
    assert (now.receivable, now.difference) == (D("253130.00"), 0)


def test_instalments_settle_interest_first_and_the_ledger_agrees(people, demanded):
    received(people.city2, demanded, "2000.00")
    received(people.city2, demanded, "20000.00", "JK-2")
    assert receipts() == [(0, D("2000.00")), (D("19468.70"), D("531.30"))]
    now = position_of("jigai", money.YEAR)
    assert (now.recovered, now.receivable) == (D("19468.70"), D("233661.30"))
    assert (now.difference, wrong_in_the_ledger()) == (0, [])
    received(people.city2, demanded, "233661.30", "JK-3")
    row = fresh(demanded)
    assert (row.state, row.open_amount) == ("closed", 0)
    assert position_of("jigai", money.YEAR).recovered == D("253130.00")


def test_principal_first_where_the_scheme_says_so(people, paid):
    with system_scope(reason="test"):
        version = paid.scheme_version
        version.parsed.amount.clawback.interest.__dict__["order"] = "principal_first"
        row = propose_recovery(paid, "fraud", None, "示例")
    assert row.interest_first is False
    due = timezone.localdate() + timedelta(days=30)
    row = act(people.city, row, "notice", number="示例 1 号", day=due)
    received(people.city2, row, "254130.00")
    assert receipts() == [(D("253130.00"), D("1000.00"))]
    assert fresh(row).open_interest == D("1531.30")


def test_overpayment_is_refused_with_what_goes_back(people, demanded):
    with pytest.raises(RuleViolation, match=r"多出 338\.70 元。确实多缴的，多出的部分退回企业"):
        received(people.city2, demanded, "256000.00")
    assert receipts() == []


def test_interest_alone_may_be_written_off(people, paid, demanded):
    with system_scope(reason="test"):
        Recovery.objects.update(interest_first=False)
    received(people.city2, demanded, "253130.00")
    act(people.city, demanded, "write_off", reason="企业破产，裁定书示例")
    assert (fresh(demanded).state, wrong_in_the_ledger()) == ("written_off", [])


def test_database_refuses_more_interest_than_is_due(demanded):
    with (
        system_scope(reason="test"),
        pytest.raises(IntegrityError, match="recovery_interest"),
        transaction.atomic(),
    ):
        Recovery.objects.filter(pk=demanded.pk).update(interest_received=D("2531.31"))


def test_bar_names_principal_and_interest_together(people, demanded):
    with acting_as(people.staff):
        assert "还有 255,661.30 元未缴回" in bans_against(people.staff.organisation_id, "subsidy")


def test_second_recovery_asks_for_the_rest_alone(people, paid):
    with acting_as(people.city):
        propose_recovery(paid, "overpaid", D("100000.00"), "示例")
        worked = demand_of(paid, "fraud")
    # The latest instalments went first: 59,930.00 and 40,070.00 of the second.
    assert worked.counted == D("153130.00")
    assert worked.amount - worked.counted == D("1531.30")


def test_notice_says_interest_and_order(demanded):
    with system_scope(reason="test"):
        words = "".join(recovery_document(demanded).paragraphs)
    assert "其中本金 253,130.00 元，利息 2,531.30 元" in words
    assert "缴款先抵利息，后抵本金。" in words


def test_sum_is_shown_before_it_is_proposed(people, signed_in, paid):
    client = signed_in(people.city)
    with system_scope(reason="test"):
        payable = Payable.objects.order_by("number").first()
    page = reverse("financing:recovery_propose", args=[payable.pk])
    assert "计算要追回多少" in client.get(page).content.decode()
    said = {"cause": "fraud", "amount": "", "until": "", "note": "示例"}
    shown = client.post(page, said)
    assert "253,130.00" in shown.content.decode()
    assert "按办法应缴回 255,661.30 元" in shown.content.decode()
    with system_scope(reason="test"):
        assert not Recovery.objects.exists()
    other = client.post(page, {**said, "amount": "1000", "seen": shown.context["worked"].sha256})
    assert "按办法应缴回 1,010.00 元" in other.content.decode()  # another sum than was seen
    done = client.post(page, {**said, "seen": shown.context["worked"].sha256})
    with system_scope(reason="test"):
        row = Recovery.objects.get()
    assert done.headers["Location"] == reverse("financing:recovery", args=[row.pk])
    assert row.total == D("255661.30")


def test_too_much_is_told_beside_the_field(people, signed_in, paid):
    client = signed_in(people.city)
    with system_scope(reason="test"):
        payable = Payable.objects.order_by("number").first()
    page = reverse("financing:recovery_propose", args=[payable.pk])
    answer = client.post(page, {"cause": "overpaid", "amount": "253130.01", "note": "示例"})
    assert answer.status_code == 422
    assert "不超过已支付而未追回的 253,130.00 元" in answer.context["form"].errors["amount"][0]


def test_enterprise_reads_principal_and_interest(people, signed_in, demanded):
    page = signed_in(people.staff).get(reverse("financing:own_payments")).content.decode()
    assert "本金 253,130.00、利息 2,531.30 元" in page
