"""Who is where on the way to a listing, and what came of projects and investors, in figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from accounts.tenancy import Actor
from financing.models import (
    FinancingProject,
    Introduction,
    ListingPath,
    ListingStage,
    Milestone,
    RoadShow,
)
from financing.models.introduction import RUNNING


@dataclass(frozen=True)
class StageCount:
    """A stage of a market: how many enterprises have reached it or a later one, and how many stand
    at it."""

    name: str
    reached: int
    standing: int


def funnel(
    stages: Iterable[tuple[int, int, str]], at: Mapping[tuple[int, int | None], int]
) -> list[StageCount]:
    """The funnel of several tracks: stages of one name are one step, in the order in which they
    come. `stages` are (track, order, name), `at` counts paths by (track, order of their stage);
    None is before the first stage. Who is at a later stage has reached the earlier ones."""
    ordered = sorted(stages, key=lambda one: (one[1], one[0]))
    reached: Counter[str] = Counter()
    standing: Counter[str] = Counter()
    for track, order, name in ordered:
        standing[name] += at.get((track, order), 0)
        reached[name] += sum(
            number
            for (other, place), number in at.items()
            if other == track and place is not None and place >= order
        )
    names = list(dict.fromkeys(name for _, _, name in ordered))
    start = sum(at.values())
    before = sum(number for (_, place), number in at.items() if place is None)
    return [
        StageCount("选定路径", start, before),
        *(StageCount(name, reached[name], standing[name]) for name in names),
    ]


def funnel_of(actor: Actor, market: str) -> list[StageCount]:
    """The funnel of a market's tracks. Two queries."""
    rows = ListingPath.objects.visible_to(actor).standing().filter(track__market=market)
    counted = rows.order_by().values_list("track_id", "stage__order").annotate(n=Count("pk"))
    at = {(track, order): number for track, order, number in counted}
    stages = ListingStage.objects.filter(track__market=market, retired_at=None)
    return funnel(stages.order_by().values_list("track_id", "order", "name"), at)


@dataclass(frozen=True)
class DistrictCount:
    """A district's enterprises: on the way, and listed."""

    name: str
    on_the_way: int
    listed: int


def districts_of(actor: Actor) -> list[DistrictCount]:
    """Paths by district, the most first. One query."""
    rows = ListingPath.objects.visible_to(actor).standing()
    counted = rows.order_by().values_list("district__short_name", "state").annotate(n=Count("pk"))
    found: dict[str, Counter[str]] = {}
    for name, state, number in counted:
        found.setdefault(name, Counter())[state] = number
    counts = (
        DistrictCount(name, by[ListingPath.State.ACTIVE], by[ListingPath.State.REACHED])
        for name, by in found.items()
    )
    return sorted(counts, key=lambda one: (-one.on_the_way - one.listed, one.name))


def capital_figures(actor: Actor) -> dict[str, object]:
    """Projects, introductions and what was invested (万元). Four queries."""
    rows = Introduction.objects.visible_to(actor)
    by = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    invested = rows.filter(state=Introduction.State.INVESTED).aggregate(sum=Sum("invested"))
    projects = FinancingProject.objects.visible_to(actor).filter(retired_at=None, is_open=True)
    return {
        "projects": projects.count(),
        "asked": sum(by.values()),
        "running": sum(by.get(state, 0) for state in RUNNING),
        "invested": by.get(Introduction.State.INVESTED, 0),
        "amount": invested["sum"] or Decimal(0),
        "shows": RoadShow.objects.filter(retired_at=None).count(),
    }


def waiting_for_district(actor: Actor) -> int:
    return int(Milestone.objects.visible_to(actor).waiting().count())
