"""A work plan against what came of it: the district's own milestones, its share, the facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from reports.models import DailySnapshot, Fact, WorkPlan
from reports.targets.parts import parts_of
from reports.targets.rules import named
from reports.targets.standing import Sums, counted, due_on, figures_for
from reports.targets.workplans.content import Content


@dataclass(frozen=True, slots=True)
class Milestone:
    """What the district planned for the end of a local day; `actual` is None while the day is to
    come, or where there are no facts of it."""

    day: date
    planned: int
    actual: int | None

    @property
    def name(self) -> str:
        return named(self.day)

    @property
    def gap(self) -> int | None:
        """By how many it was passed; below zero missed."""
        return None if self.actual is None else self.actual - self.planned


@dataclass(frozen=True, slots=True)
class Tracked:
    """A target in one district: `actual` at the end of the last day with facts, the district's
    `share` (None: not split) and what of it is `due` by then; its own milestones."""

    label: str
    unit: str
    counting: str
    share: int | None
    due: int | None
    actual: int | None
    planned: int | None
    milestones: list[Milestone]

    @property
    def next_one(self) -> Milestone | None:
        """The nearest milestone that is to come."""
        return next((one for one in self.milestones if one.actual is None), None)

    @property
    def behind(self) -> int:
        """How many are missing against the share's path by now."""
        if self.due is None or self.actual is None:
            return 0
        return max(0, self.due - self.actual)


def tracked(row: WorkPlan, content: Content) -> tuple[date | None, list[Tracked]]:
    """The last day with facts, and every target of the plan. A fixed number of queries."""
    figures = figures_for(row.plan)
    targets = list(
        row.plan.targets.filter(retired_at=None).select_related("plan").prefetch_related("shares")
    )
    days = {day for path in content.milestones.values() for day in path}
    at = _at_days(days, row.district_id)
    known = set(
        DailySnapshot.objects.filter(is_current=True, day__in=days).values_list("day", flat=True)
    )
    start_day = row.plan.starts_on - timedelta(days=1)
    found = []
    for one in targets:
        key = (one.measure, row.district_id)
        before = figures.before.get(key, Sums())
        shares = {share.district_id: share.value for share in one.shares.all()}
        share = shares.get(row.district_id)
        path = content.milestones.get(one.pk, {})
        stock_before = sum(
            sums.stock for (metric, _), sums in figures.before.items() if metric == one.measure
        )
        whole = due_on(
            one, stock_before if one.counting == "stock" else 0, figures.day or start_day
        )
        found.append(
            Tracked(
                label=str(one.get_measure_display()),
                unit=one.unit,
                counting=str(one.get_counting_display()),
                share=share,
                due=parts_of(whole, shares).get(row.district_id) if shares else None,
                actual=counted(one.counting, figures.now.get(key, Sums()), before)
                if figures.day
                else None,
                planned=path.get(row.plan.ends_on),
                milestones=[
                    Milestone(
                        day,
                        planned,
                        counted(one.counting, at.get((one.measure, day), Sums()), before)
                        if day in known
                        else None,
                    )
                    for day, planned in sorted(path.items())
                ],
            )
        )
    return figures.day, found


def _at_days(days: set[date], district: int) -> Mapping[tuple[str, date], Sums]:
    rows = (
        Fact.objects.filter(snapshot__day__in=days, snapshot__is_current=True, district_id=district)
        .order_by()
        .values_list("metric", "snapshot__day")
        .annotate(Sum("stock"), Sum("recognised"))
    )
    return {(metric, day): Sums(stock, acts) for metric, day, stock, acts in rows}


def present_of(row: WorkPlan) -> dict[int, int]:
    """What the district has of each target at the end of the last day with facts, by its id."""
    figures = figures_for(row.plan)
    if figures.day is None:
        return {}
    found = {}
    for one in row.plan.targets.filter(retired_at=None):
        key = (one.measure, row.district_id)
        now, before = figures.now.get(key, Sums()), figures.before.get(key, Sums())
        found[one.pk] = counted(one.counting, now, before)
    return found
