"""Snapshots: what counted at the end of each day, published once and never changed unseen."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.tenancy import system_scope
from pages.metrics import metrics
from reports.facts.refresh import in_turn, refresh_stays
from reports.models import CountedStay, DailySnapshot, Fact, Plan

YEARS_BACK = 12  # of month ends, when the first snapshots are taken
NOTHING = (0, 0, 0)


class Cell(NamedTuple):
    """Where a fact belongs."""

    metric: str
    district_id: int
    industry: str
    size: str


Figures = dict[Cell, tuple[int, int, int]]  # stock, organisations, recognised


def run_facts(now: datetime | None = None) -> int:
    """Bring the facts up to the day before `now`; returns how many snapshots were written.

    A day that was missed is made up for. A day whose facts would be others by what has become
    known since is published again, and a run that was stopped is taken up where it stopped.
    """
    moment = now or timezone.now()
    refresh_stays(moment)
    written = 0
    for day in days_due(timezone.localdate(moment)):
        with system_scope(reason="compute facts"):
            in_turn()
            written += take_snapshot(day, moment)
    return written


def days_due(today: date) -> list[date]:
    """The local days before `today` that have no snapshot, or one that does not hold any more."""
    with system_scope(reason="compute facts"):
        current = DailySnapshot.objects.filter(is_current=True)
        last: date | None = current.aggregate(last=Max("day"))["last"]
        missing = _since(last, today) if last else _at_first(today)
        return sorted({*_outdated(), *missing, *_before_plans(current, today)})


def _since(last: date, today: date) -> list[date]:
    return [last + timedelta(days=number) for number in range(1, (today - last).days)]


def _at_first(today: date) -> list[date]:
    """The ends of the months since the first stay, and yesterday."""
    first: date | None = CountedStay.objects.aggregate(first=Min("starts_on"))["first"]
    days = [today - timedelta(days=1)]
    while first and days[-1] > first and today.year - days[-1].year < YEARS_BACK:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def _before_plans(current: QuerySet[DailySnapshot], today: date) -> Iterator[date]:
    """The days before the plans began, with whose figures theirs are compared."""
    for first in Plan.objects.filter(starts_on__lte=today).values_list("starts_on", flat=True):
        day = first - timedelta(days=1)
        if not current.filter(day=day).exists():
            yield day


def _outdated() -> Iterator[date]:
    """The days about which something became known after their snapshot was last checked."""
    news = CountedStay.objects.filter(
        Q(known_from__gt=OuterRef("checked_at")) | Q(known_until__gt=OuterRef("checked_at")),
        starts_on__lte=OuterRef("day"),
    )
    rows = DailySnapshot.objects.filter(Exists(news), is_current=True)
    yield from rows.order_by("day").values_list("day", flat=True)


def take_snapshot(day: date, as_of: datetime) -> bool:
    """Publish the facts of the local `day` as they are known at `as_of`; False where the current
    snapshot says just that, and is only marked as checked. Needs a system scope."""
    with transaction.atomic():
        figures = figures_of(day, as_of)
        current = DailySnapshot.objects.filter(day=day, is_current=True).first()
        before = published(current) if current else {}
        if current and figures == before:
            current.checked_at = as_of
            current.save(update_fields=["checked_at"])
            return False
        differences = differences_between(before, figures) if current else []
        DailySnapshot.objects.filter(day=day, is_current=True).update(is_current=False)
        snapshot = DailySnapshot.objects.create(
            day=day, as_of=as_of, checked_at=as_of, differences=differences
        )
        Fact.objects.bulk_create(
            [
                Fact(
                    snapshot=snapshot,
                    **cell._asdict(),
                    stock=stock,
                    organisations=organisations,
                    recognised=recognised,
                )
                for cell, (stock, organisations, recognised) in figures.items()
            ],
            batch_size=2000,
        )
    return True


def figures_of(day: date, as_of: datetime) -> Figures:
    """What counted at the end of the local `day`, by what was known at `as_of`. One query, in the
    districts of the active scope."""
    counts = Q(ends_on=None) | Q(ends_on__gt=day)
    recognised = Q(pk=None)
    for metric in metrics().values():
        recognised |= Q(metric=metric.key, came__in=metric.recognised)
    rows = (
        CountedStay.objects.filter(
            Q(known_until=None) | Q(known_until__gt=as_of),
            starts_on__lte=day,
            known_from__lte=as_of,
        )
        .order_by()
        .values_list("metric", "district_id", "industry", "size")
        .annotate(
            stock=Count("pk", filter=counts),
            organisations=Count("organisation_id", filter=counts, distinct=True),
            recognised=Count("pk", filter=recognised),
        )
    )
    found = {Cell(*row[:4]): (row[4], row[5], row[6]) for row in rows}
    return {cell: figures for cell, figures in found.items() if figures != NOTHING}


def published(snapshot: DailySnapshot) -> Figures:
    """What the snapshot says."""
    rows = snapshot.facts.values_list(
        "metric", "district_id", "industry", "size", "stock", "organisations", "recognised"
    )
    return {Cell(*row[:4]): (row[4], row[5], row[6]) for row in rows}


def differences_between(before: Figures, after: Figures) -> list[list[str | int]]:
    """[metric, district, stock before, after, recognised before, after] for each metric and
    district whose sums are not the same; a move between industries alone is no difference."""
    old, new = _by_district(before), _by_district(after)
    return [
        [metric, district, *one]
        for (metric, district) in sorted(old.keys() | new.keys())
        if (one := _pair(old.get((metric, district)), new.get((metric, district))))
    ]


def _pair(old: tuple[int, int] | None, new: tuple[int, int] | None) -> tuple[int, ...]:
    was, now = old or (0, 0), new or (0, 0)
    return (was[0], now[0], was[1], now[1]) if was != now else ()


def _by_district(figures: Figures) -> dict[tuple[str, int], tuple[int, int]]:
    sums: dict[tuple[str, int], tuple[int, int]] = {}
    for cell, (stock, _, recognised) in figures.items():
        key = cell.metric, cell.district_id
        sums[key] = (sums.get(key, (0, 0))[0] + stock, sums.get(key, (0, 0))[1] + recognised)
    return sums
