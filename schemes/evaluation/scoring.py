"""Adding up a scheme's scoring table. Points that are not known yet stay a span: missing is not
zero, and an expert's mark is not known before it is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple, TypeAlias

from schemes.definition.scoring import Dimension, ScoreItem, Scoring

ZERO = Decimal(0)
# Indicator -> what it came to, None where that cannot be told.
Values: TypeAlias = Mapping[str, Decimal | bool | None]


class Span(NamedTuple):
    """The points are at least `low` and at most `high`; equal when they are known."""

    low: Decimal
    high: Decimal

    @property
    def is_known(self) -> bool:
        return self.low == self.high

    def capped(self, cap: Decimal) -> "Span":
        if self.high <= cap:
            return self
        return Span(min(self.low, cap), cap)

    def __str__(self) -> str:
        if self.is_known:
            return shown(self.low)
        return f"{shown(self.low)}～{shown(self.high)}"


class ItemScore(NamedTuple):
    """The points of one row of the table."""

    item: ScoreItem
    span: Span

    @property
    def by_experts(self) -> bool:
        return self.item.by_experts

    @property
    def sentence(self) -> str:
        maximum = shown(self.item.maximum)
        if self.span.is_known:
            return f"得 {self.span} 分，满分 {maximum}"
        if self.by_experts:
            return f"由专家评分，满分 {maximum}"
        return self.item.hint or "缺少计算所需的数据"


class DimensionScore(NamedTuple):
    """The points of a dimension, capped."""

    key: str
    title: str
    cap: Decimal
    span: Span
    items: tuple[ItemScore, ...]


@dataclass(frozen=True)
class ScoreResult:
    """The table with points; `spans` are those that criteria may compare, by name."""

    dimensions: tuple[DimensionScore, ...]
    span: Span

    @cached_property
    def spans(self) -> dict[str, Span]:
        parts = {f"score_{dimension.key}": dimension.span for dimension in self.dimensions}
        return {"score": self.span, **parts}

    @property
    def waits_for_experts(self) -> bool:
        """Whether nothing but experts' marks is missing."""
        open_ = [
            item
            for dimension in self.dimensions
            for item in dimension.items
            if not item.span.is_known
        ]
        return bool(open_) and all(item.by_experts for item in open_)

    def as_json(self) -> dict[str, object]:
        return {
            "total": str(self.span),
            "dimensions": [
                {
                    "key": one.key, "title": one.title, "cap": shown(one.cap),
                    "points": str(one.span),
                    "rows": [
                        {
                            "key": row.item.key,
                            "label": row.item.label,
                            "source": row.item.source,
                            "maximum": shown(row.item.maximum),
                            "points": str(row.span),
                            "sentence": row.sentence,
                        }
                        for row in one.items
                    ],
                }
                for one in self.dimensions
            ],
        }  # fmt: skip


def score(
    scoring: Scoring,
    values: Values,
    marks: Mapping[str, Decimal] | None = None,
) -> ScoreResult:
    """The points for `values` and the panel's `marks`."""
    dimensions = tuple(_dimension(one, values, marks or {}) for one in scoring.dimensions)
    return ScoreResult(dimensions, _sum([one.span for one in dimensions]))


def _dimension(
    dimension: Dimension, values: Values, marks: Mapping[str, Decimal]
) -> DimensionScore:
    rows = []
    low = high = ZERO
    for item in dimension.items:
        span = _marked(item, marks) if item.by_experts else _measured(item, values)
        rows.append(ItemScore(item, span))
        low += span.low
        high += span.high
    span = Span(low, high).capped(dimension.cap)
    return DimensionScore(dimension.key, dimension.title, dimension.cap, span, tuple(rows))


def _sum(spans: list[Span]) -> Span:
    return Span(sum([one.low for one in spans], ZERO), sum([one.high for one in spans], ZERO))


def _marked(item: ScoreItem, marks: Mapping[str, Decimal]) -> Span:
    mark = marks.get(item.key)
    return Span(ZERO, item.maximum) if mark is None else Span(mark, mark).capped(item.maximum)


def _measured(item: ScoreItem, values: Values) -> Span:
    """The best of the measures; one that is missing may still bring the most."""
    best, missing = ZERO, False
    for measure in item.measures:
        value = values.get(measure.indicator)
        if value is None or value is True or value is False:
            missing = True
        else:
            points = measure.points_for(value)
            if points > best:
                best = points
    if best > item.maximum:
        best = item.maximum
    return Span(best, item.maximum if missing else best)


def shown(value: Decimal, decimals: int = 2) -> str:
    """A figure for people: thousands separated, without trailing zeros."""
    place = Decimal(1).scaleb(-decimals)
    text = f"{value.quantize(place, rounding=ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
