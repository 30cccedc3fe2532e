"""How the value of an indicator becomes points: the parameters of each way, as typed data.

Points are on a scale of 0 to 100; only counts and lateness are in points of the weight itself.
Formulas: docs/assessment.md.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from schemes.definition.criteria import Figure, Key, Strict

Share = Annotated[Decimal, Field(gt=0, le=10, decimal_places=4)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=4)]
Points = Annotated[Decimal, Field(ge=0, le=100, decimal_places=4)]
MorePoints = Annotated[Decimal, Field(gt=0, le=100, decimal_places=4)]


class FixedMark(Strict):
    """A mark that is set, in the unit of the indicator."""

    kind: Literal["fixed"] = "fixed"
    value: Figure


class LastYearMark(Strict):
    """The worst value of all districts in the round before for x_no, the best for x_yes."""

    kind: Literal["last_year"] = "last_year"


class TargetMark(Strict):
    """A share of each district's own task: 1 is the task itself."""

    kind: Literal["target"] = "target"
    share: Share = Decimal(1)


class PercentileMark(Strict):
    """The value below which `percent` of all districts' values of this round lie, linear between
    neighbours."""

    kind: Literal["percentile"] = "percentile"
    percent: Percent


Mark = Annotated[
    FixedMark | LastYearMark | TargetMark | PercentileMark, Field(discriminator="kind")
]


class PowerScorer(Strict):
    """功效系数法: x_no gives 60 points, x_yes 100, linear before, between and behind them, never
    below 0. Above 100 it is cut, or, with `above` "bonus", at `ceiling`."""

    kind: Literal["power"] = "power"
    x_no: Mark
    x_yes: Mark
    above: Literal["clip", "bonus"] = "clip"
    ceiling: Annotated[Decimal, Field(ge=100, le=200, decimal_places=4)] = Decimal(120)

    @property
    def most(self) -> Decimal:
        return self.ceiling if self.above == "bonus" else Decimal(100)


class FixedTask(Strict):
    """The same task for all districts."""

    kind: Literal["fixed"] = "fixed"
    value: Annotated[Decimal, Field(gt=0, max_digits=20, decimal_places=6)]


class PlanTask(Strict):
    """What the plan asks of each district: the sum of its shares of targets of these metrics
    (`pages.metrics`)."""

    kind: Literal["plan"] = "plan"
    metrics: tuple[Key, ...] = Field(min_length=1, max_length=10)


class TypedTask(Strict):
    """A task for each district that the city types in the round."""

    kind: Literal["typed"] = "typed"


Task = Annotated[FixedTask | PlanTask | TypedTask, Field(discriminator="kind")]


class CompletionScorer(Strict):
    """Actual ÷ task × 100, at most `cap` × 100."""

    kind: Literal["completion"] = "completion"
    task: Task
    cap: Annotated[Decimal, Field(ge=1, le=2, decimal_places=4)] = Decimal("1.2")

    @property
    def most(self) -> Decimal:
        return self.cap * 100


class RangeScorer(Strict):
    """c × (x − worst) ÷ (best − worst) + d over the districts of the round."""

    kind: Literal["range"] = "range"
    c: MorePoints = Decimal(40)
    d: Points = Decimal(60)

    @property
    def most(self) -> Decimal:
        return self.c + self.d


class Anchor(Strict):
    """Points for a value."""

    value: Figure
    points: Points


class AnchorsScorer(Strict):
    """Points by anchors from the worst value to the best, linear between them; beyond the ends as
    at the ends. The usual five give 20, 40, 60, 80 and 100."""

    kind: Literal["anchors"] = "anchors"
    anchors: tuple[Anchor, ...] = Field(min_length=2, max_length=10)

    @property
    def most(self) -> Decimal:
        return max(one.points for one in self.anchors)


class CountScorer(Strict):
    """`each` points of the weight for one, at most `most_points` (None: the weight)."""

    kind: Literal["count"] = "count"
    each: MorePoints = Decimal(1)
    most_points: MorePoints | None = None


class LatenessScorer(Strict):
    """The whole weight less `each` points for one time late, never below 0."""

    kind: Literal["lateness"] = "lateness"
    each: MorePoints = Decimal(1)


class YesNoScorer(Strict):
    """1 is yes and gives everything, 0 nothing; the other way round where less is better."""

    kind: Literal["yes_no"] = "yes_no"


class ManualScorer(Strict):
    """0 to 100 points that a person gives by evidence."""

    kind: Literal["manual"] = "manual"


Scorer = Annotated[
    PowerScorer
    | CompletionScorer
    | RangeScorer
    | AnchorsScorer
    | CountScorer
    | LatenessScorer
    | YesNoScorer
    | ManualScorer,
    Field(discriminator="kind"),
]

# In the order in which a form offers them.
SCORER_WORDS = {
    "power": "功效系数法",
    "completion": "完成率（有上限）",
    "range": "极差法",
    "anchors": "分段插值",
    "count": "按次计分（有上限）",
    "lateness": "迟报扣分",
    "yes_no": "是否",
    "manual": "人工评定（须有佐证）",
}
