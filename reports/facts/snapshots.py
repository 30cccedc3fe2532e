"""Snapshots: what counted at the end of each day, published once and never changed unseen."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.tenancy import system_scope
from pages.metrics import metrics
from reports.facts.background import outlook_of
from reports.facts.refresh import in_turn, refresh_stays
from reports.facts.stages import stages_of
from reports.facts.stays import known_at
from reports.models import CountedStay, DailySnapshot, DistrictFact, Fact, Plan

YEARS_BACK = 12  # of month ends, when the first snapshots are taken
NOTHING = (0, 0, 0)
BACKGROUND = ("outlook", "stages", "late_cases")


class Cell(NamedTuple):
    """Where a fact belongs."""

    metric: str
    district_id: int
    industry: str
    size: str


class Counted(NamedTuple):
    """What counts at the end of a day, and what came and went up to it."""

    stock: int
    organisations: int
    recognised: int
    entered: int
    left: int
    taken: int
    moved_in: int
    moved_out: int


NONE = Counted(0, 0, 0, 0, 0, 0, 0, 0)
Figures = dict[Cell, tuple[int, int, int]]  # stock, organisations, recognised


def run_facts(now: datetime | None = None) -> int:
    """Bring the facts up to the day before `now`; returns how many snapshots were written.

    A day that was missed is made up for. A day whose facts would be others by what has become
    known since is published again, and a run that was stopped is taken up where it stopped. What a
    clock that was ahead has published of days that are still to come holds no more.
    """
    moment = now or timezone.now()
    refresh_stays(moment)
    written, today = 0, timezone.localdate(moment)
    with system_scope(reason="compute facts"):
        in_turn()
        DailySnapshot.objects.filter(day__gte=today, is_current=True).update(is_current=False)
    for day in days_due(today, moment):
        with system_scope(reason="compute facts"):
            in_turn()
            written += take_snapshot(day, moment)
    return written


def days_due(today: date, moment: datetime | None = None) -> list[date]:
    """The local days before `today` that have no snapshot, or one that does not hold any more, or
    that was checked by a clock ahead of `moment`."""
    with system_scope(reason="compute facts"):
        current = DailySnapshot.objects.filter(is_current=True)
        last: date | None = current.aggregate(last=Max("day"))["last"]
        missing = _since(last, today) if last else _at_first(today)
        last_year = _year_before(current, today)
        return sorted(
            {
                *_outdated(moment or timezone.now()),
                *missing,
                *_before_plans(current, today),
                *last_year,
            }
        )


def _since(last: date, today: date) -> list[date]:
    return [last + timedelta(days=number) for number in range(1, (today - last).days)]


def _at_first(today: date) -> list[date]:
    """The ends of the months since the first stay, and yesterday."""
    first: date | None = CountedStay.objects.aggregate(first=Min("starts_on"))["first"]
    days = [today - timedelta(days=1)]
    while first and days[-1] > first and today.year - days[-1].year < YEARS_BACK:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def year_before(day: date) -> date:
    """The same day of the year before; of the last day of a month the last day of that month."""
    if (day + timedelta(days=1)).day == 1:
        return (day + timedelta(days=1)).replace(year=day.year - 1) - timedelta(days=1)
    return day.replace(year=day.year - 1)


def _year_before(current: QuerySet[DailySnapshot], today: date) -> Iterator[date]:
    """The day with which yesterday is compared for the twelve months up to it: before the first
    snapshot there are those of the ends of months alone."""
    day = year_before(today - timedelta(days=1))
    if not current.filter(day=day).exists():
        yield day


def _before_plans(current: QuerySet[DailySnapshot], today: date) -> Iterator[date]:
    """The days before the plans began, with whose figures theirs are compared."""
    for first in Plan.objects.filter(starts_on__lte=today).values_list("starts_on", flat=True):
        day = first - timedelta(days=1)
        if not current.filter(day=day).exists():
            yield day


def _outdated(moment: datetime) -> Iterator[date]:
    """The days about which something became known after their snapshot was last checked, those
    checked later than `moment`, and those whose snapshot is from before there were sums of
    districts."""
    news = CountedStay.objects.filter(
        Q(known_from__gt=OuterRef("checked_at")) | Q(known_until__gt=OuterRef("checked_at")),
        starts_on__lte=OuterRef("day"),
    )
    again = Exists(news) | Q(outlook__isnull=True) | Q(checked_at__gt=moment)
    rows = DailySnapshot.objects.filter(again, is_current=True)
    yield from rows.order_by("day").values_list("day", flat=True)


def take_snapshot(day: date, as_of: datetime) -> bool:
    """Publish the facts of the local `day` as they are known at `as_of`; False where the current
    snapshot says just that, and is only marked as checked. Needs a system scope."""
    with transaction.atomic():
        counted = counted_on(day, as_of)
        figures = _figures(counted)
        current = DailySnapshot.objects.filter(day=day, is_current=True).first()
        before = published(current) if current else {}
        if current and figures == before:
            current.checked_at = as_of
            if current.outlook is None:
                _add_background(current, counted)
            current.save(update_fields=["checked_at", *BACKGROUND])
            return False
        DailySnapshot.objects.filter(day=day, is_current=True).update(is_current=False)
        snapshot = DailySnapshot.objects.create(
            day=day,
            as_of=as_of,
            checked_at=as_of,
            differences=differences_between(before, figures) if current else [],
            corrections=corrections_between(before, figures) if current else [],
        )
        _add_background(snapshot, counted)
        snapshot.save(update_fields=BACKGROUND)
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


def _add_background(snapshot: DailySnapshot, counted: dict[Cell, Counted]) -> None:
    """Write the sums of the districts down, and give the snapshot what was known beside them."""
    sums: dict[tuple[str, int], Counted] = {}
    for cell, one in counted.items():
        key = cell.metric, cell.district_id
        sums[key] = Counted(*map(sum, zip(sums.get(key, NONE), one, strict=True)))
    DistrictFact.objects.bulk_create(
        (
            DistrictFact(snapshot=snapshot, metric=metric, district_id=district, **one._asdict())
            for (metric, district), one in sums.items()
        ),
        ignore_conflicts=True,
    )
    snapshot.outlook = outlook_of(snapshot.day, snapshot.checked_at)
    if (found := stages_of(snapshot.day)) is not None:
        snapshot.stages, snapshot.late_cases = found


def counted_on(day: date, as_of: datetime) -> dict[Cell, Counted]:
    """What counted at the end of the local `day`, and all that came and went up to it, by what was
    known at `as_of`. One query, in the districts of the active scope."""
    counts, over = Q(ends_on=None) | Q(ends_on__gt=day), Q(ends_on__lte=day)
    moves, taken = CountedStay.MOVES, Q(went=CountedStay.TAKEN)
    rows = (
        CountedStay.objects.filter(known_at(as_of), starts_on__lte=day)
        .order_by()
        .values_list("metric", "district_id", "industry", "size")
        .annotate(
            stock=Count("pk", filter=counts),
            organisations=Count("organisation_id", filter=counts, distinct=True),
            recognised=Count("pk", filter=acts_of_recognition()),
            entered=Count("pk", filter=~Q(came__in=moves)),
            left=Count("pk", filter=over & ~Q(went__in=moves) & ~taken),
            taken=Count("pk", filter=over & taken),
            moved_in=Count("pk", filter=Q(came=CountedStay.MOVED_IN)),
            moved_out=Count("pk", filter=over & Q(went=CountedStay.MOVED_OUT)),
        )
    )
    return {Cell(*row[:4]): Counted(*row[4:]) for row in rows}


def acts_of_recognition() -> Q:
    """The stays that began with an act of recognition, by the names that their metrics gave."""
    found = Q(pk=None)
    for metric in metrics().values():
        found |= Q(metric=metric.key, came__in=metric.recognised)
    return found


def figures_of(day: date, as_of: datetime) -> Figures:
    """What a snapshot of the local `day` says, by what was known at `as_of`."""
    return _figures(counted_on(day, as_of))


def _figures(counted: dict[Cell, Counted]) -> Figures:
    found = {cell: (one.stock, one.organisations, one.recognised) for cell, one in counted.items()}
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


def corrections_between(before: Figures, after: Figures) -> list[list[str | int]]:
    """[metric, "stock" or "recognised", before, after] for each sum of the whole city that is
    another now."""
    changed: list[list[str | int]] = []
    for metric in sorted({cell.metric for cell in (*before, *after)}):
        for place, name in ((0, "stock"), (2, "recognised")):
            old, new = (
                sum(one[place] for cell, one in figures.items() if cell.metric == metric)
                for figures in (before, after)
            )
            if old != new:
                changed.append([metric, name, old, new])
    return changed


def _pair(old: tuple[int, int] | None, new: tuple[int, int] | None) -> tuple[int, ...]:
    was, now = old or (0, 0), new or (0, 0)
    return (was[0], now[0], was[1], now[1]) if was != now else ()


def _by_district(figures: Figures) -> dict[tuple[str, int], tuple[int, int]]:
    sums: dict[tuple[str, int], tuple[int, int]] = {}
    for cell, (stock, _, recognised) in figures.items():
        key = cell.metric, cell.district_id
        sums[key] = (sums.get(key, (0, 0))[0] + stock, sums.get(key, (0, 0))[1] + recognised)
    return sums
