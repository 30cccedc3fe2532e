"""How stable the order of two districts is: which shift of weight would turn it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from reports.assessment.basis import PRECISION
from reports.assessment.totals import Total

ZERO, WHOLE = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class Flip:
    """At this shift of weight, from one indicator to another, both have the same score; at any
    more the order is turned. `delta` is above zero, in the scale of the weights."""

    giver: str
    taker: str
    delta: Decimal


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """`gap` is the score of the first less that of the second; `flips` are all single shifts that
    turn their order, the smallest first; none where they are level already."""

    gap: Decimal
    flips: tuple[Flip, ...]

    @property
    def smallest(self) -> Flip | None:
        return self.flips[0] if self.flips else None


def sensitivity(
    weights: Mapping[str, Decimal],
    first: Mapping[str, Decimal],
    second: Mapping[str, Decimal],
    beside: Decimal = ZERO,
) -> Sensitivity:
    """By points `first` and `second` of two districts under the same weights. `beside` is what the
    first is ahead by apart from the weights (bonus and penalty), in weight × points.

    D = Σw(a−b); moving δ from j to k turns it at δ* = −D ÷ [(a_k−b_k) − (a_j−b_j)], where
    0 < δ* ≤ w_j. A shift below zero is the one from k to j, which is listed as such.
    """
    with localcontext(prec=PRECISION):
        ahead = {code: first[code] - second[code] for code in weights}
        gap = sum((weights[code] * ahead[code] for code in weights), beside)
        found = [
            Flip(j, k, delta)
            for j in weights
            for k in weights
            if ahead[j] != ahead[k] and 0 < (delta := -gap / (ahead[k] - ahead[j])) <= weights[j]
        ]
    return Sensitivity(gap, tuple(sorted(found, key=lambda one: (one.delta, one.giver, one.taker))))


def between(first: Total, second: Total) -> Sensitivity | None:
    """Of two totals; gap in points of the total and shifts in percentage points of weight. None
    where the two were not scored by the same indicators with the same weights."""
    if first.weights != second.weights:
        return None
    with localcontext(prec=PRECISION):
        beside = (first.bonus - first.penalty - second.bonus + second.penalty) * WHOLE
        told = sensitivity(first.weights, first.points, second.points, beside)
        return Sensitivity(told.gap / WHOLE, told.flips)
