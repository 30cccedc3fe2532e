"""Money without a claim: put right, withdrawn, and beside what was paid years ago."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from financing.models import GrantCandidate, Payable, SubsidyClaim
from financing.subsidies.auto.candidate_machine import MACHINE
from lifecycle.transitions import TransitionInput
from procedures.models import Application, Batch
from schemes.models import SchemeVersion
from tests.financing.subsidies.auto import lists
from tests.financing.subsidies.claims import EQUIPMENT, batch_of
from tests.financing.subsidies.flow import steps
from tests.procedures import filings

pytestmark = pytest.mark.django_db
State = GrantCandidate.State


def confirmed(people: SimpleNamespace, row: GrantCandidate) -> Application:
    with acting_as(people.staff):
        MACHINE.execute(people.staff, row.pk, "confirm", TransitionInput(reason=""))
    return filings.fresh(lists.only().application)


def test_a_grant_without_a_claim_is_put_right(people: SimpleNamespace, holder: Certificate) -> None:
    case = confirmed(people, lists.pushed(people, holder))
    steps.decided(people, case)
    again = steps.corrected(people, case)
    with system_scope(reason="test"):
        claim = SubsidyClaim.objects.get(application=again)
        payable = Payable.objects.get(application=again)
    assert (claim.origin, payable.amount) == ("auto", Decimal(100_000))
    assert lists.only().application_id == again.pk


def test_an_annulled_grant_ends_its_candidate(people: SimpleNamespace, holder: Certificate) -> None:
    case = confirmed(people, lists.pushed(people, holder))
    steps.decided(people, case)
    filings.done(people.city, steps.reopened(people, case).application, "decline", "示例")
    assert lists.only().state == State.STOPPED


def test_what_was_withdrawn_may_be_claimed_again(
    people: SimpleNamespace, holder: Certificate
) -> None:
    row = lists.pushed(people, holder)
    case = confirmed(people, row)
    filings.done(people.staff, case, "withdraw", "填错")
    assert lists.only().state == State.PUSHED
    assert steps.now("jigai").reserved == 0
    again = confirmed(people, row)
    assert (again.pk != case.pk, again.state) == (True, "proposed")
    assert steps.now("jigai").reserved == Decimal(100_000)


@pytest.mark.parametrize(("year", "state"), [(2025, State.MATCHED), (2026, State.BARRED)])
def test_money_of_years_that_no_longer_count_bars_no_list(
    people: SimpleNamespace, holder: Certificate, year: int, state: str
) -> None:
    """The rule looks at its own year alone."""
    exclusion = {"group": "g1", "label": "同类", "mode": "forbid"}
    with system_scope(reason="test"):
        version = SchemeVersion.objects.get(scheme__code=lists.CODE)
        amount = {**version.definition["amount"], "exclusion": {**exclusion, "years": 1}}
        newer = SchemeVersion.objects.create(
            scheme=version.scheme, label="修订版", state="published", valid_from=date(2026, 2, 1),
            source_document="示例", definition={**version.definition, "amount": amount},
        )  # fmt: skip
        now = timezone.now()
        Batch.objects.update(closes_at=now - timedelta(minutes=1))
        Batch.objects.create(
            version=newer, name="下一批", year=2026, opens_at=now - timedelta(hours=1),
            closes_at=now + timedelta(days=30),
        )  # fmt: skip
    other = steps.filed(
        people.staff, batch_of({**EQUIPMENT, "exclusion": exclusion}, "old", "旧项"),
        state="approved",
    )  # fmt: skip
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(pk=other.pk).update(approved_amount=50_000, fiscal_year=year)
    lists.drawn(people, holder)
    assert lists.only().state == state
