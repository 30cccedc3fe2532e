"""Adding up a scheme's scoring table. Points that are not known yet stay a span: missing is not
zero, and an expert's mark is not known before it is given."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from schemes.definition.scoring import Dimension, ScoreItem, Scoring
from schemes.expressions.numbers import Exact, as_decimal, points_together

ZERO: Exact = Decimal(0)
# Indicator -> what it came to, None where that cannot be told.
Values: TypeAlias = Mapping[str, Exact | bool | None]


class Span(NamedTuple):
    """The points are at least `low` and at most `high`; equal when they are known."""

    low: Exact
    high: Exact

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


class Wait(StrEnum):
    """What the points of a row wait for."""

    NOTHING = ""
    EXPERTS = "experts"
    PERSON = "person"
    DATA = "data"


NOTHING, EXPERTS, PERSON, DATA = Wait


class ItemScore(NamedTuple):
    """The points of one row of the table, and what they wait for."""

    item: ScoreItem
    span: Span
    wait: Wait = NOTHING

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
        if self.wait == PERSON and self.item.stated:
            return f"按填报得 {shown(self.span.high)} 分，没有附证明，由审核人核实，满分 {maximum}"
        if self.wait == PERSON:
            return f"按上报的数据算不出，由审核人判断，满分 {maximum}"
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

    def waits_of(self, name: str) -> set[Wait]:
        """What the points of `score` or `score_<dimension>` that are not known yet wait for."""
        return {
            item.wait
            for dimension in self.dimensions
            if name in ("score", f"score_{dimension.key}")
            for item in dimension.items
            if not item.span.is_known
        }

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
    files: Set[str] = frozenset(),
    beyond: Set[str] = frozenset(),
) -> ScoreResult:
    """The points for `values` and the panel's `marks`. `files` are the questions that a file
    answers; `beyond` are the indicators that no further data would tell."""
    given = _Given(values, marks or {}, files, beyond)
    dimensions = tuple(_dimension(one, given) for one in scoring.dimensions)
    return ScoreResult(dimensions, _sum([one.span for one in dimensions]))


class _Given(NamedTuple):
    values: Values
    marks: Mapping[str, Decimal]
    files: Set[str]
    beyond: Set[str]


def _dimension(dimension: Dimension, given: _Given) -> DimensionScore:
    rows = tuple(
        _marked(item, given) if item.by_experts else _measured(item, given)
        for item in dimension.items
    )
    span = _sum([row.span for row in rows]).capped(dimension.cap)
    return DimensionScore(dimension.key, dimension.title, dimension.cap, span, rows)


def _sum(spans: list[Span]) -> Span:
    low = points_together([span.low for span in spans])
    return Span(low, points_together([span.high for span in spans]))


def _marked(item: ScoreItem, given: _Given) -> ItemScore:
    mark = given.marks.get(item.key)
    if mark is None:
        return ItemScore(item, Span(ZERO, item.maximum), EXPERTS)
    return ItemScore(item, Span(mark, mark).capped(item.maximum))


def _measured(item: ScoreItem, given: _Given) -> ItemScore:
    """The best of the measures; one that is missing may still bring the most, and what is only
    stated may bring nothing."""
    best, wait = ZERO, NOTHING
    for measure in item.measures:
        value = given.values.get(measure.indicator)
        if value is None or value is True or value is False:
            if wait is not DATA:
                wait = PERSON if measure.indicator in given.beyond else DATA
        else:
            points = measure.points_for(value)
            if points > best:
                best = points
    if best > item.maximum:
        best = item.maximum
    if wait is not NOTHING:
        return ItemScore(item, Span(best, item.maximum), wait)
    if item.stated and best and given.files.isdisjoint(item.proof):
        return ItemScore(item, Span(ZERO, best), PERSON)
    return ItemScore(item, Span(best, best))


def shown(value: Exact, decimals: int = 2) -> str:
    """A figure for people: thousands separated, without trailing zeros."""
    text = f"{as_decimal(value, decimals):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
