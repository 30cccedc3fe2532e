"""Adding up a scheme's scoring table. Points that are not known yet stay a span: missing is not
zero, and an expert's mark is not known before it is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from procedures.scheme_scoring import Dimension, ScoreItem, Scoring

ZERO = Decimal(0)


@dataclass(frozen=True)
class Span:
    """The points are at least `low` and at most `high`; equal when they are known."""

    low: Decimal
    high: Decimal

    @property
    def is_known(self) -> bool:
        return self.low == self.high

    def capped(self, cap: Decimal) -> "Span":
        return Span(min(self.low, cap), min(self.high, cap))

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        if self.is_known:
            return shown(self.low)
        return f"{shown(self.low)}～{shown(self.high)}"


@dataclass(frozen=True)
class ItemScore:
    key: str
    label: str
    maximum: Decimal
    span: Span
    sentence: str
    source: str
    by_experts: bool


@dataclass(frozen=True)
class DimensionScore:
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

    @property
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

    def as_json(self) -> dict[str, Any]:
        return {
            "total": str(self.span),
            "dimensions": [
                {
                    "key": one.key, "title": one.title, "cap": shown(one.cap),
                    "points": str(one.span),
                    "rows": [
                        {
                            "key": item.key, "label": item.label, "source": item.source,
                            "maximum": shown(item.maximum), "points": str(item.span),
                            "sentence": item.sentence,
                        }
                        for item in one.items
                    ],
                }
                for one in self.dimensions
            ],
        }  # fmt: skip


def score(
    scoring: Scoring,
    values: Mapping[str, Any],
    marks: Mapping[str, Decimal] | None = None,
) -> ScoreResult:
    """The points for `values` (indicator key -> number or None) and the panel's `marks`."""
    dimensions = tuple(_dimension(one, values, marks or {}) for one in scoring.dimensions)
    span = sum((one.span for one in dimensions), Span(ZERO, ZERO))
    return ScoreResult(dimensions, span)


def _dimension(
    dimension: Dimension, values: Mapping[str, Any], marks: Mapping[str, Decimal]
) -> DimensionScore:
    items = tuple(_item(item, values, marks) for item in dimension.items)
    span = sum((item.span for item in items), Span(ZERO, ZERO)).capped(dimension.cap)
    return DimensionScore(dimension.key, dimension.title, dimension.cap, span, items)


def _item(item: ScoreItem, values: Mapping[str, Any], marks: Mapping[str, Decimal]) -> ItemScore:
    if item.by_experts:
        mark = marks.get(item.key)
        span = Span(ZERO, item.maximum) if mark is None else Span(mark, mark).capped(item.maximum)
        sentence = f"由专家评分，满分 {shown(item.maximum)}" if mark is None else "专家评分"
    else:
        span = _measured(item, values)
        sentence = item.hint or "缺少计算所需的数据"
    if span.is_known:
        sentence = f"得 {span} 分，满分 {shown(item.maximum)}"
    return ItemScore(
        item.key, item.label, item.maximum, span, sentence, item.source, item.by_experts
    )


def _measured(item: ScoreItem, values: Mapping[str, Any]) -> Span:
    """The best of the measures; one that is missing may still bring the most."""
    known, missing = [ZERO], False
    for measure in item.measures:
        value = values.get(measure.indicator)
        if value is None or isinstance(value, bool):
            missing = True
        else:
            known.append(min(max(measure.points_for(value), ZERO), item.maximum))
    best = max(known)
    return Span(best, item.maximum if missing else best)


def shown(value: Decimal, decimals: int = 2) -> str:
    """A figure for people: thousands separated, without trailing zeros."""
    place = Decimal(1).scaleb(-decimals)
    text = f"{value.quantize(place, rounding=ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
