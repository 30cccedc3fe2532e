"""How an amount of money is worked out of its base: every kind of formula, as typed data.

The kinds are those of the survey of subsidy rules (domain-2.md A1). Money is in 元, a percentage
in per cent (16 means 16 %). Every limit says whether it belongs to the range.
"""

from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from schemes.definition.criteria import Key, Misfit, Strict, Text
from schemes.definition.scoring import Interval

Money = Annotated[Decimal, Field(gt=0, le=10**12, decimal_places=2)]
Percent = Annotated[Decimal, Field(gt=0, le=100, decimal_places=6)]
Clause = Annotated[str, StringConstraints(max_length=200)]
OfWhat = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_]{0,39})?$")]


class RatioPart(Strict):
    """A percentage of the base, or of the figure `of`; where `of_kinds` are given only of the lines
    of these kinds."""

    label: Text
    of: OfWhat = ""
    percent: Percent
    of_kinds: tuple[Key, ...] = Field(default=(), max_length=20)
    clause: Clause = ""

    @model_validator(mode="after")
    def kinds_are_of_lines(self) -> Self:
        if self.of and self.of_kinds:
            raise Misfit("按数字计的比例没有明细类别", "of_kinds")
        return self


class Ratios(Strict):
    """One percentage, or several that are added up (设备 16 % + 财力贡献 10 %)."""

    kind: Literal["ratios"]
    parts: tuple[RatioPart, ...] = Field(min_length=1, max_length=12)


class EventAmount(Strict):
    """A fixed sum for something that happened, or for a stage that was reached."""

    key: Key
    label: Text
    amount: Money
    clause: Clause = ""


class Events(Strict):
    """Fixed sums for events: those that happened together, or only the highest."""

    kind: Literal["fixed"]
    events: tuple[EventAmount, ...] = Field(min_length=1, max_length=40)
    together: Literal["sum", "highest"] = "sum"

    @model_validator(mode="after")
    def events_once(self) -> Self:
        _once([one.key for one in self.events], "events", "事件")
        return self


class AmountBand(Strict):
    """A fixed sum for a range such as "[1000000, 5000000)", in 元."""

    range: Annotated[str, StringConstraints(max_length=60)]
    amount: Money
    clause: Clause = ""

    @model_validator(mode="after")
    def range_is_read(self) -> Self:
        try:
            Interval.read(self.range)
        except ValueError as wrong:
            raise Misfit(str(wrong), "range") from wrong
        return self

    @cached_property
    def interval(self) -> Interval:
        return Interval.read(self.range)


class Bands(Strict):
    """A fixed sum by the band that the base lies in; below the lowest nothing is due."""

    kind: Literal["bands"]
    bands: tuple[AmountBand, ...] = Field(min_length=1, max_length=30)

    @model_validator(mode="after")
    def bands_follow_each_other(self) -> Self:
        ordered = sorted(
            (band.interval for band in self.bands),
            key=lambda one: (one.low is not None, one.low or 0, not one.low_included),
        )
        for one, following in pairwise(ordered):
            if not one.meets(following):
                overlap = one.high is None or following.low is None or one.high >= following.low
                raise Misfit(
                    f"分档“{one.words}”与“{following.words}”"
                    + ("重叠：同一数额落在两档" if overlap else "之间有空缺：各档应首尾相接"),
                    "bands",
                )
        return self


class Staged(Strict):
    """A sum for each stage reached, up to a total, less what was paid for earlier stages
    (上市分阶段奖补, 累计不超过 400 万元)."""

    kind: Literal["staged"]
    steps: tuple[EventAmount, ...] = Field(min_length=1, max_length=20)
    total: Money

    @model_validator(mode="after")
    def stages_fit_the_total(self) -> Self:
        _once([one.key for one in self.steps], "steps", "阶段")
        if any(one.amount > self.total for one in self.steps):
            raise Misfit("有一个阶段的金额高于累计上限", "total")
        if sum(one.amount for one in self.steps) < self.total:
            raise Misfit("各阶段合计达不到累计上限，请核对上限", "total")
        return self


class Interest(Strict):
    """A share of a yearly rate on the balance, by days: share x rate x balance x days / basis.

    `rate_of` is the loan's own rate, or the reference rate (LPR) of each stretch; `rate_cap` limits
    the yearly rate that is given. Days count from the first, without the last. `already` is the
    figure that says for how many years the project has had it, of at most `most_years`.
    """

    kind: Literal["interest"]
    percent: Percent
    rate_of: Literal["reference", "own"] = "reference"
    rate_cap: Percent | None = None
    basis: Literal[360, 365] = 360
    up_to_paid: bool = True
    most_years: int | None = Field(default=None, ge=1, le=30)
    already: OfWhat = ""
    clause: Clause = ""


class PremiumShare(Strict):
    """The share of a premium for lines of one kind (level), year of insurance by year."""

    of_kind: Key
    percents: tuple[Percent, ...] = Field(min_length=1, max_length=10)
    clause: Clause = ""


class Premium(Strict):
    """A share of the premium, of which a rate of at most `rate_cap` per cent of the insured value
    counts."""

    kind: Literal["premium"]
    rate_cap: Percent
    shares: tuple[PremiumShare, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def kinds_once(self) -> Self:
        _once([one.of_kind for one in self.shares], "shares", "明细类别")
        return self


class UnitAmount(Strict):
    """A sum for each unit of a kind; "" is every kind."""

    of_kind: OfWhat = ""
    amount: Money
    clause: Clause = ""


class Units(Strict):
    """A sum for each unit, of which at most `most` a year count, less the figure `already`; `noun`
    is what they are counted in (件)."""

    kind: Literal["per_unit"]
    units: tuple[UnitAmount, ...] = Field(min_length=1, max_length=20)
    most: int | None = Field(default=None, ge=1, le=100_000)
    already: OfWhat = ""
    noun: Annotated[str, StringConstraints(min_length=1, max_length=10)] = "件"

    @model_validator(mode="after")
    def kinds_once(self) -> Self:
        _once([one.of_kind for one in self.units], "units", "明细类别")
        return self


class Voucher(Strict):
    """A share of each contract's invoice, up to the year's face value; an order must be placed
    within `order_within_days` of the issue, which the figure `days` tells."""

    kind: Literal["voucher"]
    percent: Percent
    yearly_face: Money
    order_within_days: int | None = Field(default=None, ge=1, le=365)
    days: OfWhat = ""
    clause: Clause = ""


class Increment(Strict):
    """A share of the growth of `this` figure over the figure `before`: of the part above `above`
    per cent of it, or, once that is passed, of all of it."""

    kind: Literal["increment"]
    this: Key
    before: Key
    percent: Percent
    above: Annotated[Decimal, Field(ge=0, le=1000, decimal_places=6)] = Decimal(0)
    counts: Literal["above", "all"] = "above"
    clause: Clause = ""

    @model_validator(mode="after")
    def compares_two_figures(self) -> Self:
        if self.this == self.before:
            raise Misfit("本期和基期不能是同一个数字", "before")
        return self


Formula = Annotated[
    Ratios | Events | Bands | Staged | Interest | Premium | Units | Voucher | Increment,
    Field(discriminator="kind"),
]
FORMULAS = {
    "ratios": "按比例（一项或几项相加）",
    "fixed": "按事件定额",
    "bands": "按区间分档定额",
    "staged": "分阶段累计",
    "interest": "贷款贴息",
    "premium": "保费补偿",
    "per_unit": "按件定额",
    "voucher": "服务券（按合同比例抵扣）",
    "increment": "增长奖励",
}
# Out of which kinds of base each formula can be worked out.
BASES_OF = {
    "ratios": ("items", "figure"),
    "fixed": ("events",),
    "bands": ("items", "figure"),
    "staged": ("events",),
    "interest": ("loans",),
    "premium": ("items",),
    "per_unit": ("units",),
    "voucher": ("items",),
    "increment": ("figure",),
}


def _once(keys: list[str], field: str, noun: str) -> None:
    if len(set(keys)) != len(keys):
        raise Misfit(f"{noun}重复", field)
