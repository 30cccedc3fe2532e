"""What the parts of a paper read: the targets, and the published facts at the ends of days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import District
from pages.metrics import metrics
from pages.paper_sections import Period
from reports.models import CountedStay, DistrictShare, Fact, Plan, Target
from reports.progress.forecast import Outlook, forecast
from reports.progress.headline import DistrictStanding, districts_of
from reports.progress.outlook import HISTORY, Prospect, month_ends, since_the_first
from reports.targets.standing import Counting, Figures, Sums, counted, standing

DAY = timedelta(days=1)
BY_DAY = dict[date, dict[tuple[str, int], Sums]]


@dataclass(frozen=True, kw_only=True)
class Progress(Prospect):
    """A target at the end of a period. `gained` is how much more counts than before it; None
    where nothing was published of the day before."""

    gained: int | None


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
    """The targets of the plan that ran, as they stood at the end of the period. Four queries."""
    plan = plan_of(period.last)
    if plan is None:
        return []
    targets = list(Target.objects.filter(plan=plan, retired_at=None).select_related("plan"))
    ends = month_ends(plan.starts_on - 31 * HISTORY * DAY, plan.ends_on)
    before, eve = plan.starts_on - DAY, period.first - DAY
    wanted = {before, eve, period.last, *(day for day in ends if day <= period.last)}
    sums = published_on(wanted)
    if period.last not in sums:
        return []
    lost = _lost(plan, period)
    return [_progress(one, period, sums, [eve, before], ends, lost) for one in targets]


def _progress(
    target: Target,
    period: Period,
    sums: BY_DAY,
    former: list[date],
    ends: list[date],
    lost: Mapping[str, int],
) -> Progress:
    eve, before = former
    plan, key, counting = target.plan, target.measure, target.counting
    start = sums.get(before, {})
    now = standing(target, period.last, Figures(period.last, sums[period.last], start))
    gained = None
    if eve in sums:
        own = standing(target, eve, Figures(eve, sums[eve], start))
        gained = now.actual - own.actual
    history = [day for day in ends if day in sums and day <= period.last]
    acts = [_whole(sums[day], key).recognised for day in history]
    outlook = Outlook(
        months=since_the_first([after - less for less, after in pairwise(acts)][-HISTORY:]),
        ahead=len([day for day in ends if period.last < day and plan.starts_on <= day]),
        held=now.actual,
        wanted=target.value,
        lost=0 if counting == Counting.RECOGNISED else lost.get(key, 0),
    )
    return Progress(
        **{one.name: getattr(now, one.name) for one in fields(now)},
        path=[],
        outlook=outlook,
        forecast=forecast(outlook),
        gained=gained,
    )


def _whole(by_district: Mapping[tuple[str, int], Sums], key: str) -> Sums:
    own = [one for (metric, _), one in by_district.items() if metric == key]
    return Sums(sum(one.stock for one in own), sum(one.recognised for one in own))


def _lost(plan: Plan, period: Period) -> dict[str, int]:
    """How many of those that count will be lost by the plan's end, if as many are kept as in the
    two years before."""
    rows = (
        known_stays(period)
        .filter(
            starts_on__lte=period.last, ends_on__gt=period.last + DAY, ends_on__lte=plan.ends_on
        )
        .order_by()
        .values_list("metric")
        .annotate(Count("pk"))
    )
    lost = {}
    for key, ending in rows:
        kept, over = metrics()[key].kept(period.last - 730 * DAY, period.last)
        lost[key] = ending - (ending * kept // over if over else 0)
    return lost


def standings_by_district(one: Progress) -> list[DistrictStanding]:
    """The districts' parts of a target in the city's order. Two queries."""
    places = District.objects.exclude(kind=District.Kind.CITY).order_by("sort")
    names = dict(places.values_list("pk", "short_name"))
    shares = dict(
        DistrictShare.objects.filter(target=one.target).values_list("district_id", "value")
    )
    found = {row.pk: row for row in districts_of(one, names, shares)}
    return [found[pk] for pk in names]


def later_figure(
    day: date, plan_starts: date, measure: str, counting: str, sums: BY_DAY
) -> int | None:
    """What is published now of a figure that a paper printed of `day`."""
    if day not in sums:
        return None
    before = sums.get(plan_starts - DAY, {})
    return counted(counting, _whole(sums[day], measure), _whole(before, measure))
