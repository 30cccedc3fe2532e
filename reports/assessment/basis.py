"""What a score goes by besides the values: marks and tasks, resolved once and kept by the round."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext

from pydantic import Field

from reports.assessment.indicators import MORE, Indicator
from reports.assessment.parameters import (
    CompletionScorer,
    FixedMark,
    FixedTask,
    LastYearMark,
    Mark,
    PercentileMark,
    PowerScorer,
    RangeScorer,
    TargetMark,
)
from schemes.definition.criteria import Strict

Values = Mapping[int, Decimal | None]

# Digits that are computed with; nothing is rounded but for print.
PRECISION = 50


class Basis(Strict):
    """What an indicator is scored against; stored as JSON with the round.

    `x_no` and `x_yes` are the marks of the power function, or the worst and the best value of a
    range; None where there is none for all districts: `no_by_district` and `yes_by_district` hold
    those that go by each district's task. `tasks` are those of a completion, `last` the values of
    the round before (all by district id).
    """

    x_no: Decimal | None = None
    x_yes: Decimal | None = None
    no_by_district: dict[int, Decimal] = Field(default_factory=dict)
    yes_by_district: dict[int, Decimal] = Field(default_factory=dict)
    tasks: dict[int, Decimal] = Field(default_factory=dict)
    last: dict[int, Decimal] = Field(default_factory=dict)

    def no_of(self, district: int) -> Decimal | None:
        return self.no_by_district.get(district, self.x_no)

    def yes_of(self, district: int) -> Decimal | None:
        return self.yes_by_district.get(district, self.x_yes)


def resolve(
    indicator: Indicator,
    values: Values,
    *,
    last: Values | None = None,
    tasks: Values | None = None,
) -> Basis:
    """The basis of an indicator for the districts in `values`: `last` are their values of the
    round before, `tasks` what was asked of each of them, all in the indicator's unit."""
    before = {key: value for key, value in (last or {}).items() if value is not None}
    asked = {key: value for key, value in (tasks or {}).items() if value is not None}
    worst_first = indicator.direction == MORE
    match indicator.scorer:
        case PowerScorer(x_no=no, x_yes=yes):
            ranked = sorted(before.values(), reverse=not worst_first)
            now = _told(values)
            x_no = _mark(no, ranked[:1], now)
            x_yes = _mark(yes, ranked[-1:], now)
            return Basis(
                x_no=x_no,
                x_yes=x_yes,
                no_by_district=_of_tasks(no, asked),
                yes_by_district=_of_tasks(yes, asked),
                tasks=asked if TargetMark in (type(no), type(yes)) else {},
                last=before,
            )
        case RangeScorer():
            ranked = sorted(_told(values), reverse=not worst_first)
            if not ranked:
                return Basis(last=before)
            return Basis(x_no=ranked[0], x_yes=ranked[-1], last=before)
        case CompletionScorer(task=FixedTask(value=task)):
            return Basis(tasks=dict.fromkeys(values, task), last=before)
        case CompletionScorer():
            return Basis(tasks=asked, last=before)
    return Basis(last=before)


def _told(values: Values) -> list[Decimal]:
    return [value for value in values.values() if value is not None]


def _mark(mark: Mark, of_last_year: list[Decimal], values: Iterable[Decimal]) -> Decimal | None:
    match mark:
        case FixedMark(value=value):
            return value
        case LastYearMark():
            return of_last_year[0] if of_last_year else None
        case PercentileMark(percent=percent):
            return percentile(values, percent)
    return None


def _of_tasks(mark: Mark, tasks: Mapping[int, Decimal]) -> dict[int, Decimal]:
    if not isinstance(mark, TargetMark):
        return {}
    return {district: task * mark.share for district, task in tasks.items()}


def percentile(values: Iterable[Decimal], percent: Decimal) -> Decimal | None:
    """The value below which `percent` of the values lie, linear between neighbours."""
    ordered = sorted(values)
    if not ordered:
        return None
    with localcontext(prec=PRECISION):
        place = percent * (len(ordered) - 1) / 100
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
