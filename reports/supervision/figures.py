"""What the metric of an order says: when it was made, and now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accounts.models import District
from pages.metrics import Metric, metrics
from reports.models import Order, Target
from reports.targets.parts import parts_of
from reports.targets.standing import Figures, due_on, figures_for, standing, targets_in_use

STOCK = "现有"
# What a figure that counts as its target does is called on a day of the plan.
COUNTED = {
    Target.Counting.RECOGNISED: "计划期内累计认定",
    Target.Counting.STOCK: "有效存量",
    Target.Counting.NET_ADDED: "计划期内净增",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a district stands at the end of the local `day`: what it has of the metric, and what
    is missing against its part of the target's path, or else of the target. `share` is that part,
    None without one; `counted` says what the figure is."""

    district_id: int
    day: date
    figure: int
    due: int
    share: int | None
    counted: str = STOCK

    @property
    def missing(self) -> int:
        return max(0, self.due - self.figure) or max(0, (self.share or 0) - self.figure)


@dataclass(frozen=True, slots=True)
class FigureNow:
    """The figure of an order's metric at the end of the local `day`."""

    day: date
    value: int


def target_of(metric: str) -> Target | None:
    """The target that the current plan has for the metric."""
    return targets_in_use().filter(plan__is_current=True, measure=metric).first()


def gaps_of(metric: str, target: Target | None, district_ids: Collection[int]) -> dict[int, Gap]:
    """The gaps of districts in a metric; none where there are no facts yet."""
    found = figures_for(target.plan if target else None)
    if found.day is None or metric not in metrics():
        return {}
    shares: dict[int, int] = {}
    parts: dict[int, int] = {}
    if target is not None:
        shares = dict(target.shares.values_list("district_id", "value"))
        start = standing(target, found.day, found).start
        parts = parts_of(due_on(target, start, found.day), shares)
    by_district = _by_district(metric, target, found)
    counted = counted_as(target)
    return {
        pk: Gap(pk, found.day, by_district.get(pk, 0), parts.get(pk, 0), shares.get(pk), counted)
        for pk in district_ids
    }


def counted_as(target: Target | None) -> str:
    """What the figure of a metric is called: it counts as the target does, or as the stock."""
    return COUNTED[Target.Counting(target.counting)] if target else STOCK


def gap_in_words(name: str, gap: Gap, metric: Metric) -> str:
    """What is missing in the district `name`, against its path or else its part, in a sentence."""
    day, unit = gap.day, metric.unit
    said = f"截至 {day.year} 年 {day.month} 月 {day.day} 日，{name}{metric.label}{gap.counted} "
    said += f"{gap.figure:,} {unit}"
    if gap.share is not None:
        said += f"，分解任务 {gap.share:,} {unit}，今日应达 {gap.due:,} {unit}"
    if gap.figure < gap.due:
        return f"{said}，比应达少 {gap.missing:,} {unit}。"
    return f"{said}，距分解任务还差 {gap.missing:,} {unit}。" if gap.missing else f"{said}。"


def figure_now(order: Order) -> FigureNow | None:
    """What the order's metric says of its district, or of the whole city where the city leads;
    None where it has none. At most three queries."""
    if not order.metric or order.metric not in metrics():
        return None
    found = figures_for(order.target.plan if order.target else None)
    if found.day is None:
        return None
    by_district = _by_district(order.metric, order.target, found)
    if order.district.kind == District.Kind.CITY:
        return FigureNow(found.day, sum(by_district.values()))
    return FigureNow(found.day, by_district.get(order.district_id, 0))


def _by_district(metric: str, target: Target | None, found: Figures) -> dict[int, int]:
    """The figure by district, counted as the target counts, or as the stock without one."""
    if target is not None and found.day is not None:
        return dict(standing(target, found.day, found).by_district)
    return {district: sums.stock for (key, district), sums in found.now.items() if key == metric}
