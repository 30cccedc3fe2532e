"""What the two sides and an investor have of direct financing."""

from datetime import timedelta

from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.models import District, Organisation
from accounts.tenancy import Actor
from enterprises.models import Enterprise
from financing.models import (
    Adviser,
    ContestWinner,
    FinancingProject,
    Introduction,
    InvestorProfile,
    ListingPath,
    ListingProposal,
    ListingStage,
    Milestone,
    RoadShow,
    RoadShowBooking,
)
from tests.accounts.wall_world import Side, stored
from tests.factories import OrganisationFactory

NUMBERED = (
    "listing_path", "milestone", "listing_stage", "listing_track", "adviser", "listing_proposal",
    "project", "investor", "investor_org", "introduction", "winner", "road_show", "booking",
)  # fmt: skip
NAMED = ("winner_import",)


def shared() -> dict[str, object]:
    """What everybody of direct financing reads."""
    stage = ListingStage.objects.get(track__name="科创板", name="股改")
    begins = timezone.now() + timedelta(days=9)
    show = RoadShow.objects.create(
        title="示例路演", starts_at=begins, ends_at=begins + timedelta(hours=2), place="示例",
        book_until=begins, project_seats=9, investor_seats=9, description="示例",
    )  # fmt: skip
    winner = ContestWinner.objects.create(
        kind="mayor_cup", year=2025, project_name="示例", domain="marine",
        enterprise_name="示例", credit_code="91370212MA3C000000",
    )  # fmt: skip
    return {
        "listing_stage": stage.pk, "listing_track": stage.track_id, "road_show": show.pk,
        "adviser": Adviser.objects.create(name="示例证券", kind="sponsor").pk, "winner": winner.pk,
    }  # fmt: skip


def profile_of(organisation_id: int, *, is_open: bool) -> int:
    home = Organisation.objects.get(pk=organisation_id)
    row = InvestorProfile.objects.create(
        organisation=home, district_id=home.district_id, name=home.name, domains=["marine"],
        rounds=["a"], smallest=1, largest=9, introduction="示例", is_open=is_open,
    )  # fmt: skip
    return int(row.pk)


def hidden_investor() -> tuple[int, int]:
    """Another investor, which is not open: its profile and its organisation."""
    other = OrganisationFactory(
        kind=OrganisationKind.INVESTOR,
        name="示例墙外创投",
        district=District.objects.get(code="370200"),
    )
    return profile_of(other.pk, is_open=False), int(other.pk)


def listings_of(
    side: Side, investor_id: int, common: dict[str, object], *, is_open: bool
) -> dict[str, object]:
    """A path with a milestone, a project put to an investor, a seat of the road show."""
    entry = Enterprise.objects.get(pk=side.enterprise)
    home = {"organisation_id": entry.pk, "district_id": entry.district_id}
    today = timezone.localdate()
    path = ListingPath.objects.create(
        **home, track_id=common["listing_track"], enterprise_name=entry.name,
        credit_code=entry.credit_code, began_on=today,
    )  # fmt: skip
    milestone = Milestone.objects.create(
        **home, path=path, stage_id=common["listing_stage"], reached_on=today, proof_number="1",
        proof=stored(side.staff, home, "listing-milestone"), filed_by_id=side.staff.user_id,
    )  # fmt: skip
    proposal = ListingProposal.objects.create(
        **home, milestone=milestone, scheme_code="listing-stages", event_key="shareholding"
    )
    project = FinancingProject.objects.create(
        **home, enterprise_name=entry.name, name="示例项目", domain="marine", round="a", amount=5,
        summary="示例", is_open=is_open, plan=stored(side.staff, home, "business-plan"),
        plan_readers="investors",
    )  # fmt: skip
    introduction = Introduction.objects.create(
        **home, project=project, investor_id=investor_id, investor_name="示例",
        enterprise_name=entry.name, project_name="示例项目", asked_by="investor", due_on=today,
    )  # fmt: skip
    booking = RoadShowBooking.objects.create(
        **home, show_id=common["road_show"], role="project", project=project,
        party_name=entry.name, booked_by_id=side.staff.user_id,
    )  # fmt: skip
    return {
        "listing_path": path.pk, "milestone": milestone.pk, "listing_proposal": proposal.pk,
        "project": project.pk, "introduction": introduction.pk, "booking": booking.pk,
    }  # fmt: skip


def build(a: Side, b: Side, investor: Actor) -> dict[str, object]:
    """Fill both sides; returns what an investor, and everybody, has of it."""
    common = shared()
    own = profile_of(investor.organisation_id, is_open=True)
    profile, organisation = hidden_investor()
    seen = {**common, "investor": own, "investor_org": investor.organisation_id}
    a.things |= listings_of(a, investor.organisation_id, common, is_open=True)
    b.things |= listings_of(b, organisation, common, is_open=False)
    b.things |= {"investor": profile, "investor_org": organisation}
    return {**seen, "project": a.things["project"], "introduction": a.things["introduction"]}
