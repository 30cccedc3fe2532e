"""Rewards for a listing, end to end with the shipped rules: what was paid before is taken off."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from financing.listings.proposals import begin_claim, events_of
from financing.models import ListingProposal, SubsidyClaim
from financing.subsidies.claims import claim_of
from financing.subsidies.sums import recompute
from procedures.models import Application, Batch
from schemes.models import SchemeVersion
from tests.financing.listings.people import done, filed, on_the_way, stage
from tests.procedures import factories

STAGES = ["shareholding", "tutoring", "accepted", "listed"]


def batch_of(code):
    now = timezone.now()
    with system_scope(reason="test"):
        version = SchemeVersion.objects.filter(scheme__code=code).latest("id")
        return Batch.objects.create(
            version=version, name=f"示例 {code}", year=2026, opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=9),
        )  # fmt: skip


def claim(people, code, state="city_review", amount=None, **answers) -> SubsidyClaim:
    with system_scope(reason="test"):
        case = factories.case(
            people.staff, people.district_id, batch_of(code), state=state, answers=answers
        )
        rows = Application.objects.select_related("scheme_version__scheme", "batch")
        made = claim_of(rows.get(pk=case.pk))
        if amount:
            SubsidyClaim.objects.filter(pk=made.pk).update(approved_amount=Decimal(amount))
        return made


def worked(people, of):
    with acting_as(people.city):
        return recompute(of, "audited")


def test_change_of_board_pays_the_difference_up_to_the_total(people):
    """120 for 新三板, then the four stages of an IPO: 400 − 120 = 280 万元."""
    claim(people, "neeq-listing", "approved", 1_200_000, listing_kind="neeq_listed")
    found = worked(people, claim(people, "listing-stages", reached=STAGES))
    assert (found.amount, found.refusals) == (Decimal("2800000.00"), ())


def test_earlier_stages_are_taken_off_once(people):
    """50 for 股改 under the same scheme and 120 for 新三板: 400 − 50 − 120 = 230 万元."""
    claim(people, "neeq-listing", "approved", 1_200_000, listing_kind="neeq_listed")
    claim(people, "listing-stages", "approved", 500_000, reached=STAGES[:1])
    found = worked(people, claim(people, "listing-stages", reached=STAGES))
    assert found.amount == Decimal("2300000.00")


@pytest.mark.parametrize("reached", [[], STAGES[:1]])
def test_confirmed_milestones_count_though_nobody_ticked_them(people, reached):
    """股改 is confirmed on the path: 50 万元, ticked or not."""
    on_the_way(people.staff)
    done(people.reviewer, filed(people.staff, stage("股改")))
    found = worked(people, claim(people, "listing-stages", reached=reached))
    assert found.amount == Decimal("500000.00")


def test_claim_by_stages_settles_all_that_was_confirmed(people):
    """Three milestones have proposed; one claim counts them all, and none is begun again."""
    on_the_way(people.staff)
    for name in ("股改", "辅导备案", "申报受理"):
        done(people.reviewer, filed(people.staff, stage(name)))
    batch_of("listing-stages")
    with acting_as(people.staff):
        case = begin_claim(people.staff, ListingProposal.objects.latest("id").pk)
        assert set(events_of(case)) == set(STAGES[:3])
        assert set(case.answers["reached"]) == set(STAGES[:3])
        assert not ListingProposal.objects.filter(application=None).exists()


def test_financed_sum_of_a_milestone_is_told_in_the_unit_of_the_form(people):
    """300 万元 through the regional market: the first band, 20 万元."""
    on_the_way(people.staff, "区域股权市场")
    filing = filed(people.staff, stage("融资备案", "区域股权市场"), financed=Decimal(300))
    done(people.reviewer, filing)
    batch_of("regional-equity")
    with acting_as(people.staff):
        case = begin_claim(people.staff, ListingProposal.objects.latest("id").pk)
        found = recompute(claim_of(case), "declared")
    assert Decimal(str(case.answers["financed"])) == 300
    assert (found.counted, found.amount) == (Decimal(3_000_000), Decimal(200_000))
