"""Where each target of a plan stands: counted from the facts as the target says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Max, Q, QuerySet, Sum

from pages.metrics import metrics
from reports.models import DailySnapshot, Fact, Plan, Target

Counting = Target.Counting


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures of a metric at the end of one day."""

    stock: int = 0
    recognised: int = 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A target at the end of the local `day`.

    `actual` is counted as the target says, and so is `by_district` (district id -> count), in the
    active scope's reading of the sums. `due` is what the path asks for by now. `other` is the
    figure that the target does not go by: the valid stock beside acts of recognition, and the
    acts beside a stock. `start` is what counted when the plan began.
    """

    target: Target
    label: str
    day: date
    actual: int
    other: int
    due: int
    start: int = 0
    by_district: Mapping[int, int]

    @property
    def ahead_of_path(self) -> int:
        """By how many it is ahead of its path; below zero behind it."""
        return self.actual - self.due

    @property
    def distance(self) -> int:
        """How far it is from its path, either way."""
        return abs(self.ahead_of_path)

    @property
    def missing(self) -> int:
        return max(0, self.target.value - self.actual)

    @property
    def percent(self) -> int:
        """How much of the target is reached, 0 to 100."""
        return min(100, self.actual * 100 // self.target.value) if self.target.value else 100

    @property
    def due_percent(self) -> int:
        """How much of the target should be reached by now, 0 to 100."""
        return min(100, self.due * 100 // self.target.value) if self.target.value else 100

    @property
    def is_on_course(self) -> bool:
        return not self.missing or self.ahead_of_path >= 0

    @property
    def tone(self) -> str:
        return "ok" if self.is_on_course else "bad"

    @property
    def note(self) -> str:
        if not self.missing:
            return "已达成"
        lack = f"还差 {self.missing:,} {self.target.unit}"
        return f"进度正常，{lack}" if self.is_on_course else lack

    @property
    def other_label(self) -> str:
        by_acts = self.target.counting == Counting.RECOGNISED
        return "现有有效" if by_acts else "计划期内累计认定"


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of all metrics by (metric, district id): those of the last local `day` that has
    facts, and those at the end of the day before the plan began."""

    day: date | None
    now: Mapping[tuple[str, int], Sums]
    before: Mapping[tuple[str, int], Sums]


def targets_in_use() -> QuerySet[Target]:
    """The targets that count, each with its plan: neither they nor their plan are retired."""
    rows: QuerySet[Target] = Target.objects.filter(retired_at=None, plan__retired_at=None)
    return rows.select_related("plan")


def targets_of_current_plan() -> list[Target]:
    """The targets of the plan that runs. One query."""
    return list(targets_in_use().filter(plan__is_current=True))


def current_plans() -> QuerySet[Plan]:
    return Plan.objects.filter(is_current=True, retired_at=None)


def one_plan_is_current() -> bool:
    """Whether some plan is the one by which the pages show targets. One query."""
    return current_plans().exists()


def figures_for(plan: Plan | None) -> Figures:
    """What a plan is measured by: after its end as things stood then. One query."""
    current = DailySnapshot.objects.filter(is_current=True)
    if plan is not None:
        current = current.filter(day__lte=plan.ends_on)
    newest = current.values("is_current").annotate(day=Max("day")).values("day")
    before = plan.starts_on - timedelta(days=1) if plan else date.min
    rows = (
        Fact.objects.filter(
            Q(snapshot__day__in=newest) | Q(snapshot__day=before), snapshot__is_current=True
        )
        .order_by()
        .values_list("metric", "district_id", "snapshot__day")
        .annotate(Sum("stock"), Sum("recognised"))
    )
    sums: dict[date, dict[tuple[str, int], Sums]] = defaultdict(dict)
    for metric, district, day, stock, acts in rows:
        sums[day][metric, district] = Sums(stock, acts)
    last = max((day for day in sums if day != before), default=None)
    return Figures(last, sums[last] if last else {}, sums[before])


def standings(targets: Sequence[Target], figures: Figures) -> list[Standing]:
    """Where each target stands; none where there are no facts."""
    day = figures.day
    return [standing(one, day, figures) for one in targets] if day else []


def counted(counting: str, now: Sums, before: Sums) -> int:
    """A target's figure by its counting; `before` is how it was when the plan began."""
    if counting == Counting.RECOGNISED:
        return now.recognised - before.recognised
    return now.stock if counting == Counting.STOCK else now.stock - before.stock


def due_on(target: Target, start: int, day: date) -> int:
    """What the path asks for at the end of `day`: in a straight line from `start` at the plan's
    beginning to each milestone in turn, and to the target at the end."""
    plan = target.plan
    points = [(plan.starts_on - timedelta(days=1), start), *target.path]
    points.append((plan.ends_on, target.value))
    if day <= points[0][0]:
        return start
    for (left, low), (right, high) in pairwise(points):
        if day <= right:
            return low + (high - low) * (day - left).days // max(1, (right - left).days)
    return target.value


def standing(target: Target, day: date, figures: Figures) -> Standing:
    """Where one target stands on `day`."""
    key, counting = target.measure, target.counting
    own = {
        district: (
            figures.now.get((key, district), Sums()),
            figures.before.get((key, district), Sums()),
        )
        for metric, district in {*figures.now, *figures.before}
        if metric == key
    }
    now = _together(pair[0] for pair in own.values())
    before = _together(pair[1] for pair in own.values())
    start = before.stock if counting == Counting.STOCK else 0
    goes_by_acts = counting == Counting.RECOGNISED
    return Standing(
        target=target,
        label=metrics()[key].label,
        day=day,
        actual=counted(counting, now, before),
        other=now.stock if goes_by_acts else now.recognised - before.recognised,
        due=due_on(target, start, day),
        start=start,
        by_district={district: counted(counting, *pair) for district, pair in own.items()},
    )


def _together(sums: Iterable[Sums]) -> Sums:
    rows = list(sums)
    return Sums(sum(one.stock for one in rows), sum(one.recognised for one in rows))


def finding(standings: Sequence[Standing]) -> str:
    """How many targets are on course, and which is furthest behind, in a line."""
    if not standings:
        return "还没有目标的统计数据"
    late = [one for one in standings if not one.is_on_course]
    if not late:
        return f"{len(standings)} 项目标进度都正常"
    worst = min(late, key=lambda one: one.actual / one.target.value)
    if len(late) == len(standings):
        return f"{len(standings)} 项目标都需要加力，{worst.label}差距最大"
    fine = len(standings) - len(late)
    return f"{len(standings)} 项目标中 {fine} 项进度正常，{worst.label}需要加力"
