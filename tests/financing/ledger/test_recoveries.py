"""Asking money back: by hand, and by itself when something happens."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE as CERTIFICATE
from certification.models import CertificateEvent
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.positions import position_of
from financing.ledger.recoveries import goal_missed, propose_by_hand, propose_recovery
from financing.ledger.recovery_machine import MACHINE, RecoveryInput
from financing.models import Payable, Recovery
from procedures.cases.bans import bans_against
from tests.certification.certificates import certified
from tests.financing.ledger import money
from tests.financing.ledger.money import fresh, imported, line, orders


def now():
    return position_of("jigai", money.YEAR)


@pytest.fixture
def paid(people, batch, case):
    """The case was paid 253,130.00."""
    imported(people.city, batch, [line(one, n) for n, one in enumerate(orders(batch), 2)])
    return case


@pytest.fixture
def demanded(people, paid):
    with acting_as(people.city):
        payable = Payable.objects.first()
        row = propose_by_hand(people.city, payable.pk, "goal", Decimal("50000.00"), "示例")
    return act(people.city2, row, "notice", number="示例 1 号", day=timezone.localdate(MORE))


MORE = timezone.now() + timedelta(days=30)


def act(actor, row, name, **said):
    with acting_as(actor):
        return carry_out(MACHINE, actor, row.pk, name, RecoveryInput(**said))


def received(actor, row, amount, number="JK-1"):
    day = timezone.localdate()
    return act(actor, row, "receive", amount=Decimal(amount), number=number, day=day)


def test_notice_makes_what_was_paid_receivable(demanded):
    assert (now().receivable, now().paid, now().difference) == (50_000, Decimal("203130.00"), 0)


def test_who_proposes_does_not_send_the_notice(people, paid):
    with acting_as(people.city):
        payable = Payable.objects.first()
        row = propose_by_hand(people.city, payable.pk, "goal", Decimal(1), "示例")
    with pytest.raises(RuleViolation, match="提出人不能决定"):
        act(people.city, row, "notice", number="1", day=timezone.localdate(MORE))


def test_more_than_was_paid_is_not_asked_back(people, paid):
    with acting_as(people.city), pytest.raises(RuleViolation, match=r"不超过.* 253,130\.00 元"):
        propose_recovery(paid, "goal", Decimal("253130.01"), "示例")


def test_same_cause_again_gives_the_open_proposal(people, paid):
    with acting_as(people.city):
        first = goal_missed(paid, Decimal(1000), "目标未完成")
        assert goal_missed(paid, Decimal(2000), "又一次").pk == first.pk


def test_instalments_end_it(people, demanded):
    received(people.city2, demanded, "20000.00")
    assert fresh(demanded).state == "noticed"
    received(people.city2, demanded, "30000.00", "JK-2")
    assert fresh(demanded).state == "closed"
    assert (now().recovered, now().receivable) == (50_000, 0)


def test_too_large_an_instalment_and_the_same_receipt_twice_are_refused(people, demanded):
    with pytest.raises(RuleViolation, match="超过了还未缴回"):
        received(people.city2, demanded, "50000.01")
    received(people.city2, demanded, "100.00")
    with pytest.raises(RuleViolation, match="已经登记过"):
        received(people.city2, demanded, "100.00")


def test_what_is_written_off_stays_paid(people, demanded):
    received(people.city2, demanded, "20000.00")
    with pytest.raises(RuleViolation, match="发出通知的人不能核销"):
        act(people.city2, demanded, "write_off", reason="示例")
    act(people.city, demanded, "write_off", reason="企业破产，裁定书示例")
    assert (now().receivable, now().recovered) == (0, 20_000)
    assert now().paid == Decimal("233130.00")


def test_new_claims_are_barred_until_it_is_settled(people, demanded):
    with acting_as(people.staff):
        assert "还有 50,000.00 元未缴回" in bans_against(people.staff.organisation_id, "subsidy")
    received(people.city2, demanded, "50000.00")
    with acting_as(people.staff):
        assert "追回" not in bans_against(people.staff.organisation_id, "subsidy")


def test_enterprise_sees_a_recovery_once_it_was_told(people, paid):
    with acting_as(people.city):
        row = goal_missed(paid, Decimal(1000), "目标未完成")
    with acting_as(people.staff):
        assert not Recovery.objects.visible_to(people.staff).exists()
    act(people.city2, row, "notice", number="示例 1 号", day=timezone.localdate(MORE))
    with acting_as(people.staff):
        assert Recovery.objects.visible_to(people.staff).exists()


def test_revoked_certificate_stops_what_is_due_and_proposes_the_rest(
    people, paid, year, batch_of_cases, one_person
):
    certificate = certified(people)
    another = money.case_of(people.staff, people.district_id, batch_of_cases)
    [due] = money.granted(people.city, another, "1000.00")
    kind = CertificateEvent.ReasonKind.values[0]
    with acting_as(people.city2):
        given = CertificateInput(reason="示例", reason_kind=kind)
        CERTIFICATE.execute(people.city2, certificate.pk, "revoke", given)
    assert fresh(due).state == "stopped"
    with system_scope(reason="test"):
        rows = Recovery.objects.filter(application=paid, cause="revoked")
        assert [one.amount for one in rows] == [Decimal("253130.00")]


def test_enterprise_reads_what_it_gave_back_and_what_is_open(people, demanded, signed_in):
    received(people.city2, demanded, "20000.00")
    html = signed_in(people.staff).get(reverse("financing:own_payments")).content.decode()
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "已到账 253,130.00 元，已缴回 20,000.00 元" in page
    assert "应缴回 50,000.00 元，已缴回 20,000.00 元" in page
