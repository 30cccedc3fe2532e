"""Of what was decided counts what was paid or is to be paid still."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from financing.ledger.commitments import cancel_commitment
from financing.ledger.recoveries import propose_recovery
from financing.ledger.recovery_machine import MACHINE as RECOVERY
from financing.ledger.recovery_machine import RecoveryInput
from financing.models import SubsidyClaim
from financing.subsidies.facts_of import facts_of
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.flow.test_following import AMOUNT, paid_case
from tests.financing.subsidies.review import claims


@pytest.fixture
def counted(people, claim, district):
    """What another claim of the same project is told that was granted."""
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(pk=claim.pk).update(project="示例项目")
    other = claims.claim(
        people.staff, district.pk, claim.application.batch, state="city_review", project="示例项目"
    )

    def now():
        with acting_as(people.city):
            return facts_of(claims.fresh(other), "audited").paid_for_project

    return now


def test_what_is_to_be_paid_counts(people, fund, claim, counted):
    steps.decided(people, steps.proposed(people, claims.fresh(claim)))
    assert counted() == AMOUNT


def test_cancelled_money_counts_no_more(people, fund, claim, counted):
    case = steps.proposed(people, claims.fresh(claim))
    steps.decided(people, case)
    with system_scope(reason="test"):
        cancel_commitment(case, "企业放弃")
    assert counted() == 0


def test_money_that_came_back_counts_no_more(people, fund, claim, counted):
    case, today = paid_case(people, claims.fresh(claim)), timezone.localdate()
    with acting_as(people.city):
        row = propose_recovery(case, "overpaid", Decimal(1_000_000), "示例", actor=people.city)
    given = RecoveryInput(number="示例 1 号", day=today + timedelta(days=5))
    with acting_as(people.city2):
        RECOVERY.execute(people.city2, row.pk, "notice", given)
    assert counted() == AMOUNT
    given = RecoveryInput(number="示例 2 号", day=today, amount=Decimal(1_000_000))
    with acting_as(people.city2):
        RECOVERY.execute(people.city2, row.pk, "receive", given)
    assert counted() == AMOUNT - 1_000_000


def test_correction_stands_for_the_money_of_both(people, fund, claim, counted):
    case = paid_case(people, claims.fresh(claim))
    steps.corrected(people, case)
    assert counted() == AMOUNT
