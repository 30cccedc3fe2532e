"""Lights, scores and grades of goals: pure, exact until they are shown.

Source: domain-2 A11: 财预〔2020〕10号 for the 100 points and the grades; the split of the points
(预算执行率 10, 产出 50, 效益 30, 满意度 10) and the lights are 示例.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from financing.models import PerformanceReview, SubsidyGoal

Dimension, Direction, Grade = SubsidyGoal.Dimension, SubsidyGoal.Direction, PerformanceReview.Grade
FULL, CENT = Decimal(100), Decimal("0.01")
GREEN_FROM, YELLOW_FROM = Decimal(95), Decimal(80)
FILE_DAYS = 30  # 示例: calendar days from the day of the goals to the last day of filing
REMIND_BEFORE = (14, 3)  # 示例: calendar days before the last day
GRADES = ((Decimal(90), Grade.EXCELLENT), (Decimal(80), Grade.GOOD), (Decimal(60), Grade.FAIR))


@dataclass(frozen=True)
class Head:
    """A first-level heading of a review: its points, and the goals that count for it."""

    key: str
    label: str
    points: Decimal
    dimensions: frozenset[str]


HEADS = (
    Head("budget", "预算执行率", Decimal(10), frozenset({Dimension.BUDGET})),
    Head("output", "产出", Decimal(50), frozenset(
        {Dimension.QUANTITY, Dimension.QUALITY, Dimension.TIME, Dimension.COST}
    )),
    Head("benefit", "效益", Decimal(30), frozenset(
        {Dimension.ECONOMY, Dimension.SOCIETY, Dimension.ECOLOGY, Dimension.LASTING}
    )),
    Head("satisfaction", "满意度", Decimal(10), frozenset({Dimension.SATISFACTION})),
)  # fmt: skip


class Figure(Protocol):
    """What a goal is judged by."""

    dimension: str
    direction: str
    base: Decimal | None
    target: Decimal
    due_on: date
    weight: Decimal
    actual: Decimal | None


def path_value(figure: Figure, begins: date, day: date) -> Decimal:
    """Where the goal should stand on `day` (local): on the straight line from its base on `begins`
    to its target on its own day; the target from then on, and where it has no base."""
    if figure.base is None or day >= figure.due_on or figure.due_on <= begins:
        return figure.target
    passed = max(0, (day - begins).days)
    return figure.base + (figure.target - figure.base) * passed / (figure.due_on - begins).days


def attained(direction: str, actual: Decimal, wanted: Decimal) -> Decimal:
    """How much of what was wanted is reached, in per cent, never below 0. "≤" goals are full up to
    the value wanted and fall in proportion beyond it; "=" goals lose what they are off."""
    if direction == Direction.AT_LEAST:
        if actual >= wanted:
            return FULL if wanted <= 0 else actual * 100 / wanted
        return max(Decimal(0), actual * 100 / wanted) if wanted > 0 else Decimal(0)
    if direction == Direction.AT_MOST:
        if actual <= wanted:
            return FULL
        return max(Decimal(0), wanted * 100 / actual)
    if actual == wanted:
        return FULL
    return (
        max(Decimal(0), FULL - abs(actual - wanted) * 100 / abs(wanted)) if wanted else Decimal(0)
    )


def attained_on_path(figure: Figure, begins: date, day: date) -> Decimal | None:
    """How much of its path the goal has reached; None while nobody has said."""
    if figure.actual is None:
        return None
    return attained(figure.direction, figure.actual, path_value(figure, begins, day))


def light_of(share: Decimal | None) -> str:
    """The tone of an attainment: at least 95 % green, 80 (含) to 95 yellow, below 80 red."""
    if share is None:
        return ""
    return "ok" if share >= GREEN_FROM else "wait" if share >= YELLOW_FROM else "bad"


LIGHT_WORDS = {"ok": "绿灯", "wait": "黄灯", "bad": "红灯", "": "未报"}


def whole_of(parts: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The mean of (weight, attainment), each attainment counting up to 100; the weights are shared
    equally where none has one. None without parts."""
    rows = list(parts)
    if not rows:
        return None
    if not any(weight for weight, _ in rows):
        rows = [(Decimal(1), share) for _, share in rows]
    weights = sum((weight for weight, _ in rows), Decimal(0))
    return sum((weight * min(share, FULL) for weight, share in rows), Decimal(0)) / weights


@dataclass(frozen=True)
class Point:
    """A line of a review's score: what was reached (in per cent; None for no goal of the kind),
    over how many goals, and the points that it gives of `full`."""

    label: str
    note: str
    share: Decimal | None
    full: Decimal
    points: Decimal

    def as_json(self) -> dict[str, str | None]:
        return {
            "label": self.label, "note": self.note, "full": f"{self.full:f}",
            "share": None if self.share is None else f"{rounded(self.share):f}",
            "points": f"{rounded(self.points):f}",
        }  # fmt: skip


def points_of(shares: Sequence[tuple[Head, Decimal | None, str]]) -> tuple[list[Point], Decimal]:
    """The points by heading and the score. Headings without any figure give no points and their
    full points are taken off what the score is measured by: the score is always out of 100."""
    lines = [
        Point(head.label, note, share, head.points,
              Decimal(0) if share is None else head.points * min(share, FULL) / 100)
        for head, share, note in shares
    ]  # fmt: skip
    reachable = sum((one.full for one in lines if one.share is not None), Decimal(0))
    points = sum((one.points for one in lines), Decimal(0))
    return lines, rounded(points * 100 / reachable) if reachable else Decimal(0)


def rounded(value: Decimal) -> Decimal:
    """Two decimals, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def grade_of(score: Decimal) -> PerformanceReview.Grade:
    """优 from 90, 良 from 80, 中 from 60 (含), 差 below."""
    return next((grade for least, grade in GRADES if score >= least), Grade.POOR)


def a_year_after(day: date) -> date:
    """The anniversary; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def last_day_to_file(day: date) -> date:
    return day + timedelta(days=FILE_DAYS)
