"""What the parts of a paper read: the targets, and the published facts at the ends of days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from accounts.models import District
from pages.paper_sections import Period
from reports.models import CountedStay, DistrictShare, Fact, Plan
from reports.progress.headline import DistrictStanding
from reports.progress.outlook import Prospect, prospects
from reports.progress.ranking import ranking
from reports.progress.reading import Reading, find_snapshot, read
from reports.targets.standing import Sums, counted, targets_in_use

DAY = timedelta(days=1)
BY_DAY = dict[date, dict[tuple[str, int], Sums]]


@dataclass(frozen=True, kw_only=True)
class Progress(Prospect):
    """A target at the end of a period. `gained` is how much more counts than before it; None
    where nothing was published of the day before. `reading` are the figures it was told by."""

    gained: int | None
    reading: Reading


def known_stays(period: Period) -> QuerySet[CountedStay]:
    """What had counted, as it was known when the period's facts were published."""
    rows: QuerySet[CountedStay] = CountedStay.objects.filter(
        Q(known_until=None) | Q(known_until__gt=period.as_of), known_from__lte=period.as_of
    )
    return rows


def plan_of(day: date) -> Plan | None:
    """The plan in whose time the local `day` lies: the current one before others."""
    plans = Plan.objects.filter(retired_at=None, starts_on__lte=day, ends_on__gte=day)
    return plans.order_by("-is_current", "-starts_on").first()


def published_on(days: Iterable[date]) -> BY_DAY:
    """The published sums by (metric, district id), for those of the days that have any. One
    query."""
    rows = (
        Fact.objects.filter(snapshot__day__in=list(days), snapshot__is_current=True)
        .order_by()
        .values_list("snapshot__day", "metric", "district_id")
        .annotate(Sum("stock"), Sum("recognised"))
    )
    found: BY_DAY = defaultdict(dict)
    for day, metric, district, stock, acts in rows:
        found[day][metric, district] = Sums(stock, acts)
    return dict(found)


def progress_of(period: Period) -> list[Progress]:
    """The targets of the plan that ran, as they stood at the end of the period, by the same figures
    as the page of progress of that day. At most four queries."""
    plan = plan_of(period.last)
    snapshot = find_snapshot(plan, period.last, as_of=period.as_of) if plan else None
    if plan is None or snapshot is None:
        return []
    targets = list(targets_in_use().filter(plan=plan))
    reading = read(plan, snapshot, period.first)
    return [
        Progress(**vars(one), gained=_gained(one, reading), reading=reading)
        for one in prospects(targets, reading)
    ]


def _gained(one: Prospect, reading: Reading) -> int | None:
    key, eve = one.target.measure, reading.since - DAY
    if not reading.has(eve):
        return None
    start = reading.at(key, one.target.plan.starts_on - DAY)
    then = reading.at(key, eve)
    counting = one.target.counting
    return one.actual - counted(
        counting, Sums(then.stock, then.recognised), Sums(start.stock, start.recognised)
    )


def _whole(by_district: Mapping[tuple[str, int], Sums], key: str) -> Sums:
    own = [one for (metric, _), one in by_district.items() if metric == key]
    return Sums(sum(one.stock for one in own), sum(one.recognised for one in own))


def standings_by_district(one: Progress) -> list[DistrictStanding]:
    """The districts' parts of a target in the city's order. Two queries."""
    places = list(District.objects.exclude(kind=District.Kind.CITY).order_by("sort"))
    shares = dict(
        DistrictShare.objects.filter(target=one.target).values_list("district_id", "value")
    )
    found = {row.pk: row for row in ranking(one, one.reading, places, shares).rows}
    return [found[place.pk] for place in places]


def later_figure(
    day: date, plan_starts: date, measure: str, counting: str, sums: BY_DAY
) -> int | None:
    """What is published now of a figure that a paper printed of `day`."""
    if day not in sums:
        return None
    before = sums.get(plan_starts - DAY, {})
    return counted(counting, _whole(sums[day], measure), _whole(before, measure))
