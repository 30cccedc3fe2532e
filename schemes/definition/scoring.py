"""The scoring table of a scheme: dimensions, items, bands of points, as typed data."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemes.definition.criteria import Key, Misfit, Strict, Text
from schemes.expressions.numbers import Exact

_INTERVAL = re.compile(
    r"^(?P<left>[\[(])\s*(?P<low>-?[0-9]{1,15}(?:\.[0-9]{1,6})?)?\s*,"
    r"\s*(?P<high>-?[0-9]{1,15}(?:\.[0-9]{1,6})?)?\s*(?P<right>[\])])$"
)


Points = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=4)]
MorePoints = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=4)]


def plain_number(number: Decimal) -> str:
    """Without an exponent and without zeros at the end."""
    return f"{number.normalize():f}"


def range_in_words(text: str) -> str:
    """What a written range says; the text itself where it is none yet."""
    try:
        return Interval.read(text).words
    except ValueError:
        return text


@dataclass(frozen=True)
class Interval:
    """A range whose every edge says whether it belongs to it; None is without an end."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool
    high_included: bool

    @classmethod
    def read(cls, text: str) -> "Interval":
        """From "[3, 5)": square brackets include the edge, a missing number has no end."""
        found = _INTERVAL.match(text.strip())
        if found is None:
            raise ValueError(f"区间“{text}”应写成 [3, 5) 的样子：方括号含端点，圆括号不含")
        low, high = (Decimal(found[name]) if found[name] else None for name in ("low", "high"))
        interval = cls(low, high, found["left"] == "[", found["right"] == "]")
        if (low is None and interval.low_included) or (high is None and interval.high_included):
            raise ValueError(f"区间“{text}”没有端点的一侧用圆括号")
        if low is not None and high is not None:
            closed = interval.low_included and interval.high_included
            if low > high or (low == high and not closed):
                raise ValueError(f"区间“{text}”是空的")
        return interval

    @property
    def words(self) -> str:
        """The range as people say it: 不低于 3、低于 5."""
        if self.low is not None and self.low == self.high:
            return f"等于 {plain_number(self.low)}"
        ends = []
        if self.low is not None:
            ends.append(f"{'不低于' if self.low_included else '高于'} {plain_number(self.low)}")
        if self.high is not None:
            ends.append(f"{'不高于' if self.high_included else '低于'} {plain_number(self.high)}")
        return "、".join(ends) or "不论多少"

    def holds(self, value: Exact) -> bool:
        above = self.low is None or value > self.low or (self.low_included and value == self.low)
        below = (
            self.high is None or value < self.high or (self.high_included and value == self.high)
        )
        return above and below

    def meets(self, following: "Interval") -> bool:
        """Whether `following` begins exactly where this one ends: no gap, nothing twice."""
        return (
            self.high is not None
            and self.high == following.low
            and self.high_included != following.low_included
        )


class Band(Strict):
    """Points for a range such as "[3, 5)"."""

    range: Annotated[str, StringConstraints(max_length=60)]
    points: Points

    @model_validator(mode="after")
    def range_is_read(self) -> Self:
        Interval.read(self.range)
        return self

    @cached_property
    def interval(self) -> Interval:
        return Interval.read(self.range)


class Measure(Strict):
    """Points by the bands of an indicator; without bands the indicator's value is the points."""

    indicator: Key
    bands: tuple[Band, ...] = Field(default=(), max_length=30)

    @model_validator(mode="after")
    def bands_cover_everything_once(self) -> Self:
        if not self.bands:
            return self
        ordered = sorted(
            (band.interval for band in self.bands),
            key=lambda one: (one.low is not None, one.low or 0, not one.low_included),
        )
        for one, following in pairwise(ordered):
            if not one.meets(following):
                raise Misfit(f"指标 {self.indicator} 的分档有重叠或空缺：各档应首尾相接", "bands")
        if ordered[0].low is not None or ordered[-1].high is not None:
            raise Misfit(
                f"指标 {self.indicator} 的分档应从最小到最大都有分值，首尾两档不写端点", "bands"
            )
        return self

    @cached_property
    def _steps(self) -> list[tuple[tuple[int, int] | None, bool, Decimal]]:
        """Upper edge as a whole ratio, whether it is included, points: from the lowest band to the
        highest."""
        ends = [
            (band.interval.high, band.interval.high_included, band.points) for band in self.bands
        ]
        ends.sort(key=lambda end: (end[0] is None, end[0] or 0, end[1]))
        return [
            (None if high is None else high.as_integer_ratio(), included, points)
            for high, included, points in ends
        ]

    def points_for(self, value: Exact) -> Exact:
        if not self.bands:
            return value
        up, down = value.as_integer_ratio()
        for edge, included, points in self._steps:
            if edge is None:
                return points
            reached, high = up * edge[1], edge[0] * down
            if reached < high or (included and reached == high):
                return points
        raise AssertionError("the bands cover every value")


class ScoreItem(Strict):
    """One row of the table: the best of its measures, or a mark that experts give.

    `maximum` caps the item. Points of one that is `stated` are the enterprise's own word: without
    a file in answer to one of the questions `proof` a person judges them. `weight` is
    that of an expert's mark among the panel's items; an item without one weighs as many points as
    it has.
    """

    key: Key
    label: Text
    maximum: MorePoints
    measures: tuple[Measure, ...] = Field(default=(), max_length=5)
    weight: MorePoints | None = None
    source: Text
    hint: Annotated[str, StringConstraints(max_length=500)] = ""
    stated: bool = False
    proof: tuple[Key, ...] = Field(default=(), max_length=10)

    @model_validator(mode="after")
    def proof_of_a_statement(self) -> Self:
        if self.proof and not self.stated:
            raise Misfit(f"评分项 {self.key}：只有企业自述的评分项才要证明", "stated")
        if self.stated and not self.measures:
            raise Misfit(f"评分项 {self.key}：由专家评分的项目不用注明企业自述", "stated")
        return self

    @property
    def by_experts(self) -> bool:
        return not self.measures


class Dimension(Strict):
    """Items that are added up, with a cap."""

    key: Key
    title: Text
    cap: MorePoints
    items: tuple[ScoreItem, ...] = Field(min_length=1, max_length=40)


class Scoring(Strict):
    """The whole table; `score` and `score_<dimension>` may be compared in criteria."""

    dimensions: tuple[Dimension, ...] = Field(min_length=1, max_length=20)

    def items(self) -> list[ScoreItem]:
        return [item for dimension in self.dimensions for item in dimension.items]
