"""Weights by entropy (熵权), shown beside the set ones, never ruling: they move with the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from reports.assessment.basis import PRECISION
from reports.assessment.indicators import LESS, NORMAL, Indicator

ZERO, ONE = Decimal(0), Decimal(1)
LOW, SPAN = Decimal("0.1"), Decimal("0.9")

Column = Mapping[int, Decimal | None]


@dataclass(frozen=True, slots=True)
class Entropy:
    """`weights` by code make 1 together, or are all 0 where no column differs; `scores` by
    district are from 10 to 100, or 0 then."""

    weights: Mapping[str, Decimal]
    scores: Mapping[int, Decimal]


def entropy(columns: Mapping[str, Column], less_is_better: Sequence[str] = ()) -> Entropy:
    """By the values of each indicator for each district. A missing value counts as the worst of
    its column; a column that is the same for all has no weight.

    Z = 0.1 + 0.9(x−min)/(max−min); P = Z/ΣZ; E = −ΣP·lnP/ln n; W = (1−E)/Σ(1−E).
    """
    with localcontext(prec=PRECISION):
        districts = list(dict.fromkeys(key for column in columns.values() for key in column))
        scaled = {
            code: _scaled(column, districts, turned=code in less_is_better)
            for code, column in columns.items()
        }
        spread = {code: _spread(list(row.values())) for code, row in scaled.items()}
        whole = sum(spread.values(), ZERO)
        weights = {code: one / whole if whole else ZERO for code, one in spread.items()}
        scores = {
            district: 100 * sum((weights[code] * scaled[code][district] for code in weights), ZERO)
            for district in districts
        }
    return Entropy(weights, scores)


def entropy_of(indicators: Sequence[Indicator], values: Mapping[str, Column]) -> Entropy:
    """Of the normal indicators, by their codes."""
    normal = [one for one in indicators if one.kind == NORMAL and one.code in values]
    return entropy(
        {one.code: values[one.code] for one in normal},
        [one.code for one in normal if one.direction == LESS],
    )


def _scaled(column: Column, districts: Sequence[int], *, turned: bool) -> dict[int, Decimal]:
    sign = -1 if turned else 1
    told = {key: sign * value for key, value in column.items() if value is not None}
    low, high = min(told.values(), default=ZERO), max(told.values(), default=ZERO)
    if low == high and len(told) == len(districts):
        return dict.fromkeys(districts, ONE)
    return {
        key: LOW + SPAN * (told[key] - low) / (high - low) if key in told and high > low
        else (ONE if key in told else LOW)
        for key in districts
    }  # fmt: skip


def _spread(column: Sequence[Decimal]) -> Decimal:
    """1 − E: how much a column tells; exactly 0 where it is the same for all."""
    if len(set(column)) < 2:
        return ZERO
    whole = sum(column, ZERO)
    shares = [one / whole for one in column]
    return ONE + sum((one * one.ln() for one in shares), ZERO) / Decimal(len(column)).ln()
