"""What waits for enterprises, districts and investors on the way to capital."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from financing.models import Introduction, ListingProposal, Milestone, RoadShowBooking
from pages.todo import TodoRow, todo_of
from procedures.models import Batch


def returned(actor: Actor) -> QuerySet[Milestone]:
    rows: QuerySet[Milestone] = Milestone.objects.filter(
        organisation_id=actor.organisation_id, state=Milestone.State.RETURNED
    )
    return rows


def to_claim(actor: Actor) -> QuerySet[ListingProposal]:
    """Those whose scheme takes filings now."""
    now = timezone.now()
    takes = Batch.objects.filter(
        version__scheme__code=OuterRef("scheme_code"), opens_at__lte=now, closes_at__gt=now
    )
    rows: QuerySet[ListingProposal] = ListingProposal.objects.filter(
        Exists(takes), organisation_id=actor.organisation_id, application=None
    )
    return rows


def asked_of_enterprise(actor: Actor) -> QuerySet[Introduction]:
    rows: QuerySet[Introduction] = Introduction.objects.filter(
        organisation_id=actor.organisation_id
    ).asked_of("enterprise")
    return rows


def asked_of_investor(actor: Actor) -> QuerySet[Introduction]:
    rows: QuerySet[Introduction] = Introduction.objects.filter(
        investor_id=actor.organisation_id
    ).asked_of("investor")
    return rows


def to_report(actor: Actor) -> QuerySet[Introduction]:
    rows: QuerySet[Introduction] = Introduction.objects.to_report()
    return rows


def seats_offered(actor: Actor) -> QuerySet[RoadShowBooking]:
    rows: QuerySet[RoadShowBooking] = RoadShowBooking.objects.filter(
        organisation_id=actor.organisation_id, state=RoadShowBooking.State.OFFERED
    )
    return rows


def milestones_waiting(actor: Actor) -> QuerySet[Milestone]:
    rows: QuerySet[Milestone] = Milestone.objects.waiting()
    return rows


@todo_of(
    Duty.ENTERPRISE_STAFF,
    counts=(returned, to_claim, asked_of_enterprise, to_report, seats_offered),
)
def own_capital(
    actor: Actor, back: int, claims: int, asked: int, late: int, seats: int
) -> list[TodoRow]:
    """Milestones that came back, claims to begin, investors and seats that wait."""
    own, talks = reverse("financing:own_listing"), reverse("financing:introductions")
    rows = []
    if back:
        rows.append(TodoRow("bad", "补正", f"{back} 项上市里程碑被退回，请补正", own))
    if seats:
        shows = reverse("financing:road_shows")
        rows.append(TodoRow("bad", "候补", f"{seats} 场路演有名额空出，请尽快确认", shows))
    if claims:
        rows.append(TodoRow("wait", "资金", f"{claims} 项上市奖补可以申报", own))
    if asked:
        rows.append(TodoRow("wait", "对接", f"{asked} 家投资机构希望对接，请答复", talks))
    if late:
        rows.append(TodoRow("wait", "反馈", f"{late} 项对接请报告进展", talks))
    return rows


@todo_of(Duty.INVESTOR, counts=(asked_of_investor, to_report, seats_offered))
def investors_desk(actor: Actor, asked: int, late: int, seats: int) -> list[TodoRow]:
    """Projects that ask, reports that are due, seats that are held."""
    talks, rows = reverse("financing:introductions"), []
    if seats:
        shows = reverse("financing:road_shows")
        rows.append(TodoRow("bad", "候补", f"{seats} 场路演有名额空出，请尽快确认", shows))
    if asked:
        rows.append(TodoRow("wait", "对接", f"{asked} 个项目希望对接，请答复", talks))
    if late:
        rows.append(TodoRow("wait", "反馈", f"{late} 项对接请报告进展", talks))
    return rows


@todo_of(Duty.DISTRICT_REVIEWER, counts=(milestones_waiting,))
def milestones_to_confirm(actor: Actor, waiting: int) -> list[TodoRow]:
    """Milestones of the district's enterprises."""
    if not waiting:
        return []
    where = f"{reverse('financing:listing_paths')}?desk=waiting"
    return [TodoRow("wait", "上市", f"{waiting} 项上市里程碑等待确认", where)]
