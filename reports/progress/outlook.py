"""What will become of each target of a plan: its path so far, and what is to be expected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Count, Sum

from pages.metrics import metrics
from reports.models import CountedStay, Fact, Plan, Target
from reports.progress.forecast import Forecast, Outlook, forecast, needed_a_month
from reports.targets.standing import (
    Counting,
    Standing,
    Sums,
    counted,
    due_on,
    figures_for,
    standings,
)

HISTORY = 60  # months of acts that a forecast looks back to
# Acts are written down late: the figures of the last days are not final (domain-2.md, B2).
PRELIMINARY = timedelta(days=45)
LIKELY, UNLIKELY = 0.8, 0.2


@dataclass(frozen=True, kw_only=True)
class Prospect(Standing):
    """A target with what is to be expected of it. `path` has (day, counted or None, due) at the
    ends of the months."""

    path: list[tuple[date, int | None, int]]
    outlook: Outlook
    forecast: Forecast | None

    @property
    def expected_gap(self) -> int:
        """How many will be missing at the end, by the middle of the forecast."""
        return max(0, self.target.value - self.forecast.middle) if self.forecast else 0

    @property
    def chance(self) -> str:
        """The chance of reaching the target, as people say it; "" where nothing is foretold."""
        if self.forecast is None:
            return ""
        percent = round(100 * self.forecast.chance)
        return "不足 1%" if percent < 1 else "超过 99%" if percent > 99 else f"{percent}%"

    @property
    def tone(self) -> str:
        if not self.missing:
            return "ok"
        if self.forecast is None:
            return "ok" if self.is_on_course else "wait"
        if self.forecast.chance >= LIKELY:
            return "ok"
        return "wait" if self.forecast.chance >= UNLIKELY else "bad"

    @property
    def word(self) -> str:
        if not self.missing:
            return "已达成"
        return {"ok": "可按期", "wait": "把握不足", "bad": "难以完成"}[self.tone]

    @property
    def needed_a_month(self) -> float:
        """How many new ones each month takes that is left."""
        return needed_a_month(self.outlook)

    @property
    def chart_key(self) -> str:
        return f"path_{self.target.measure}"


def prospects(targets: Sequence[Target]) -> list[Prospect]:
    """The targets of one plan with their paths and forecasts; none where there are no facts. A
    fixed number of queries."""
    if not targets:
        return []
    plan = targets[0].plan
    found = standings(targets, figures_for(plan))
    if not found:
        return []
    last = found[0].day
    days = month_ends(plan.starts_on - timedelta(days=31 * HISTORY), plan.ends_on)
    sums = _sums(day for day in [*days, plan.starts_on - timedelta(days=1)] if day <= last)
    lost = _lost(plan, last)
    return [_prospect(plan, one, days, sums, lost) for one in found]


def since_the_first(months: list[int]) -> list[int]:
    """The months from the first one with an act: before it there was nothing to be recognised."""
    first = next((place for place, acts in enumerate(months) if acts), len(months))
    return months[first:]


def month_ends(first: date, last: date) -> list[date]:
    """The last days of the months from that of `first` to that of `last`."""
    days: list[date] = []
    day = first.replace(day=1)
    while day <= last:
        following = (day + timedelta(days=32)).replace(day=1)
        days.append(following - timedelta(days=1))
        day = following
    return days


def _sums(days: Iterable[date]) -> dict[tuple[str, date], Sums]:
    rows = (
        Fact.objects.filter(snapshot__day__in=days, snapshot__is_current=True)
        .order_by()
        .values_list("metric", "snapshot__day")
        .annotate(Sum("stock"), Sum("recognised"))
    )
    return {(metric, day): Sums(stock, acts) for metric, day, stock, acts in rows}


def _lost(plan: Plan, last: date) -> dict[str, int]:
    """How many of those that count on `last` and have a known end before that of the plan will be
    lost, if as many of them are kept as in the past two years."""
    rows = (
        CountedStay.objects.filter(
            starts_on__lte=last, ends_on__gt=last, ends_on__lte=plan.ends_on, known_until=None
        )
        .order_by()
        .values_list("metric")
        .annotate(Count("pk"))
    )
    return {metric: _not_kept(metric, ending, last) for metric, ending in rows}


def _not_kept(metric: str, ending: int, last: date) -> int:
    kept, over = metrics()[metric].kept(last - timedelta(days=730))
    return ending - (ending * kept // over if over else 0)


def _prospect(
    plan: Plan,
    one: Standing,
    days: list[date],
    sums: Mapping[tuple[str, date], Sums],
    lost: Mapping[str, int],
) -> Prospect:
    key, counting = one.target.measure, one.target.counting
    before = sums.get((key, plan.starts_on - timedelta(days=1)), Sums())

    known = {day for _, day in sums}

    def at(day: date) -> int | None:
        if day not in known:
            return None
        return counted(counting, sums.get((key, day), Sums()), before)

    within = [day for day in days if plan.starts_on <= day <= plan.ends_on]
    acts = [sums.get((key, day), Sums()).recognised for day in days if day in known]
    outlook = Outlook(
        months=since_the_first([after - former for former, after in pairwise(acts)][-HISTORY:]),
        ahead=len([day for day in within if day > one.day]),
        held=one.actual,
        wanted=one.target.value,
        lost=0 if counting == Counting.RECOGNISED else lost.get(key, 0),
    )
    return Prospect(
        **{field.name: getattr(one, field.name) for field in fields(one)},
        path=[(day, at(day), due_on(one.target, one.start, day)) for day in within],
        outlook=outlook,
        forecast=forecast(outlook),
    )
