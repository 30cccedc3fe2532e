"""What an assessment consists of: indicators and sets of them, as typed data.

Stored as JSON (`model_dump(mode="json")`) and always read through these models. Whether a set makes
sense as a whole is said by `checking`. Source of fields and formulas: docs/assessment.md.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from pages.district_figures import Measured
from reports.assessment.parameters import (
    AnchorsScorer,
    CountScorer,
    FixedMark,
    PowerScorer,
    RangeScorer,
    Scorer,
)
from schemes.definition.criteria import Misfit, Strict, Text

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,19}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(max_length=300)]
Ceiling = Annotated[Decimal, Field(ge=0, le=20, decimal_places=2)]

Kind = Literal["normal", "bonus", "penalty"]
Direction = Literal["more", "less"]
Missing = Literal["zero", "last", "exclude"]

NORMAL: Final = "normal"
BONUS: Final = "bonus"
PENALTY: Final = "penalty"
MORE: Final = "more"
LESS: Final = "less"
ZERO: Final = "zero"
LAST: Final = "last"
EXCLUDE: Final = "exclude"

KIND_WORDS = {NORMAL: "计分指标", BONUS: "加分项", PENALTY: "扣分项"}
DIRECTION_WORDS = {MORE: "越高越好", LESS: "越低越好"}
MISSING_WORDS = {ZERO: "按 0 分计", LAST: "用上期数值", EXCLUDE: "不计分，权重分摊给其他指标"}


class FigureSource(Strict):
    """A figure of `pages.district_figures`, by its key."""

    figure: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class DepartmentSource(Strict):
    """A department that reports and confirms each figure."""

    department: Name


class ManualSource(Strict):
    """The city types it; the words say from what."""

    manual: Name


def _kind_of_source(value: Any) -> str | None:
    for kind in ("figure", "department", "manual"):
        if (kind in value) if isinstance(value, dict) else hasattr(value, kind):
            return kind
    return None


Source = Annotated[
    Annotated[FigureSource, Tag("figure")]
    | Annotated[DepartmentSource, Tag("department")]
    | Annotated[ManualSource, Tag("manual")],
    Discriminator(_kind_of_source),
]


class RoundWindow(Strict):
    """The period of the round."""

    kind: Literal["round"] = "round"


class LastYearWindow(Strict):
    """The calendar year before the one in which the round's period begins."""

    kind: Literal["last_year"] = "last_year"


class CustomWindow(Strict):
    """Local days from `first` up to and with `last`."""

    kind: Literal["custom"] = "custom"
    first: date
    last: date

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise Misfit("止日不能早于起日", "last")
        return self


Window = Annotated[RoundWindow | LastYearWindow | CustomWindow, Field(discriminator="kind")]


class Indicator(Strict):
    """One line of an assessment.

    `value = numerator ÷ denominator × factor`, in `unit` (factor 100 for %, 1000 for 笔/千户).
    `weight` is in points: those of normal ones make 100, that of a bonus or penalty is the most
    that it can give or take. `missing` says what happens without a value. `example` is a worked
    example for readers, `owner` who answers for it.
    """

    code: Code
    name: Name
    head: Name
    kind: Kind = NORMAL
    weight: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
    unit: Annotated[str, StringConstraints(max_length=12)] = ""
    digits: int = Field(default=2, ge=0, le=6)
    factor: Literal[1, 100, 1000] = 1
    direction: Direction = MORE
    numerator: Text
    denominator: Words = ""
    source: Source
    window: Window = RoundWindow()
    scorer: Scorer
    missing: Missing = ZERO
    example: Words = ""
    owner: Annotated[str, StringConstraints(max_length=60)] = ""

    @model_validator(mode="after")
    def scorer_fits(self) -> Self:
        kind = self.scorer.kind
        if self.kind != NORMAL and kind not in ("count", "yes_no", "manual"):
            raise Misfit("加分项、扣分项只能按次计分、按是否计分或人工评定", "scorer")
        if kind in ("completion", "count", "manual") and self.direction == LESS:
            raise Misfit("这种计分办法只用于越高越好的指标", "direction")
        if kind == "lateness" and self.direction == MORE:
            raise Misfit("迟报扣分只用于越低越好的指标", "direction")
        return self

    @model_validator(mode="after")
    def parameters_fit(self) -> Self:
        scorer, rises = self.scorer, self.direction == MORE
        match scorer:
            case PowerScorer(x_no=FixedMark(value=no), x_yes=FixedMark(value=yes)):
                if (yes < no) if rises else (yes > no):
                    order = "不能低于" if rises else "不能高于"
                    raise Misfit(f"满意值{order}不容许值", "scorer.x_yes")
            case RangeScorer() if scorer.most > 100:
                raise Misfit("c 与 d 之和不能超过 100", "scorer.d")
            case CountScorer(most_points=most) if most is not None and most > self.weight:
                raise Misfit("最多得分不能超过权重", "scorer.most_points")
            case AnchorsScorer():
                self._check_anchors(scorer, rises)
        return self

    def _check_anchors(self, scorer: AnchorsScorer, rises: bool) -> None:
        values = [one.value if rises else -one.value for one in scorer.anchors]
        points = [one.points for one in scorer.anchors]
        if values != sorted(set(values)):
            way = "从低到高" if rises else "从高到低"
            raise Misfit(f"各段的数值应{way}，不能相同", "scorer.anchors")
        if points != sorted(set(points)):
            raise Misfit("各段的分数应从低到高，不能相同", "scorer.anchors")

    def value_of(self, measured: Measured | None) -> Decimal | None:
        """The value in the indicator's unit, of a figure; None where there is nothing to tell."""
        value = measured.value if measured is not None else None
        return None if value is None else value * self.factor

    @property
    def figure(self) -> str:
        """The key of the figure that it goes by; "" where people report it."""
        return self.source.figure if isinstance(self.source, FigureSource) else ""

    @property
    def most(self) -> Decimal:
        """The most points of its weight that it can give: more than the weight where the scorer
        rewards more than the whole."""
        scorer = self.scorer
        if isinstance(scorer, CountScorer):
            return scorer.most_points or self.weight
        reachable: Decimal = getattr(scorer, "most", Decimal(100))
        return self.weight * reachable / 100

    def days(self, first: date, last: date) -> tuple[date, date]:
        """The local days, both included, that it looks at in a round from `first` to `last`."""
        match self.window:
            case CustomWindow(first=begin, last=end):
                return begin, end
            case LastYearWindow():
                before = date(first.year, 1, 1) - timedelta(days=1)
                return date(before.year, 1, 1), before
        return first, last


class VetoCause(Strict):
    """A cause for which a district cannot be rated excellent (一票否决), whatever its score."""

    code: Code
    cause: Text


class IndicatorSet(Strict):
    """All that a round is scored by. `example` tells that its weights are invented (示例)."""

    title: Name
    example: bool = False
    indicators: tuple[Indicator, ...] = Field(default=(), max_length=100)
    bonus_ceiling: Ceiling = Decimal(5)
    penalty_ceiling: Ceiling = Decimal(5)
    vetoes: tuple[VetoCause, ...] = Field(default=(), max_length=30)

    def of_kind(self, kind: str) -> Iterator[Indicator]:
        return (one for one in self.indicators if one.kind == kind)

    @property
    def weight(self) -> Decimal:
        """The sum of the weights of normal indicators; 100 in a sound set."""
        return sum((one.weight for one in self.of_kind(NORMAL)), Decimal(0))

    @property
    def maximum(self) -> Decimal:
        """What is reached at most without any reward for more than the whole: 100 and bonus."""
        bonus = sum((one.most for one in self.of_kind(BONUS)), Decimal(0))
        return self.weight + min(bonus, self.bonus_ceiling)

    @property
    def reach(self) -> Decimal:
        """What is reached at most where indicators reward more than the whole."""
        normal = sum((one.most for one in self.of_kind(NORMAL)), Decimal(0))
        return self.maximum - self.weight + normal

    def indicator(self, code: str) -> Indicator | None:
        return next((one for one in self.indicators if one.code == code), None)
