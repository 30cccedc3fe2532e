"""From lines to totals and ranks."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TypeVar

from reports.assessment.basis import PRECISION
from reports.assessment.indicators import BONUS, NORMAL, PENALTY, IndicatorSet
from reports.assessment.scorers import Line
from reports.assessment.written import rounded, written

Key = TypeVar("Key", bound=Hashable)

ZERO, WHOLE = Decimal(0), Decimal(100)
# Scores that differ by less are the same: a quotient without end is cut off somewhere.
SAME = 10
NOT_EXCELLENT = "不得评优"


@dataclass(frozen=True, slots=True)
class Veto:
    """A cause that was found for a district (一票否决), with the document that says so."""

    cause: str
    document: str

    @property
    def words(self) -> str:
        return f"{NOT_EXCELLENT}：{self.cause}（{self.document}）"


@dataclass(frozen=True, slots=True)
class Total:
    """What a district has altogether, exact. `weights` are those that its normal indicators have
    after those that do not count were left out (100 together; empty where none counts), `points`
    are theirs on a scale of 0 to 100. `bonus` and `penalty` (both not below zero) stand after
    their ceilings. Vetoes leave the score as it is."""

    normal: Decimal
    bonus: Decimal
    penalty: Decimal
    weights: Mapping[str, Decimal]
    points: Mapping[str, Decimal]
    vetoes: Sequence[Veto] = ()
    note: str = ""

    @property
    def score(self) -> Decimal:
        return self.normal + self.bonus - self.penalty

    @property
    def result(self) -> str:
        """What keeps it from being rated excellent; "" for nothing."""
        return "；".join(one.words for one in self.vetoes)

    @property
    def formula(self) -> str:
        bonus, penalty = written(self.bonus), written(self.penalty)
        parts = f"指标 {written(self.normal)} + 加分 {bonus} − 扣分 {penalty}"
        return f"{parts} = {written(self.score)}"


def total(
    indicators: IndicatorSet, lines: Mapping[str, Line], vetoes: Sequence[Veto] = ()
) -> Total:
    """The total of one district from its lines by code of their indicators; an indicator without a
    line does not count."""
    with localcontext(prec=PRECISION):
        weights = renormalised(
            {
                one.code: one.weight
                for one in indicators.of_kind(NORMAL)
                if one.code in lines and lines[one.code].counts
            }
        )
        points = {code: lines[code].points or ZERO for code in weights}
        bonus = _sum_of(indicators, BONUS, lines)
        penalty = -_sum_of(indicators, PENALTY, lines)
        notes = []
        if left_out := [one for one in indicators.of_kind(NORMAL) if one.code not in weights]:
            names = "、".join(one.name for one in left_out)
            notes.append(
                f"“{names}”不计分，权重按比例分摊给其他指标" if weights else "没有可计分的指标"
            )
        for label, reached, ceiling in (
            ("加分", bonus, indicators.bonus_ceiling),
            ("扣分", penalty, indicators.penalty_ceiling),
        ):
            if reached > ceiling:
                notes.append(f"{label}合计 {written(reached)}，按上限 {written(ceiling)} 计")
        return Total(
            normal=sum((weights[code] * points[code] for code in weights), ZERO) / WHOLE,
            bonus=min(bonus, indicators.bonus_ceiling),
            penalty=min(penalty, indicators.penalty_ceiling),
            weights=weights,
            points=points,
            vetoes=tuple(vetoes),
            note="；".join(notes),
        )


def _sum_of(indicators: IndicatorSet, kind: str, lines: Mapping[str, Line]) -> Decimal:
    codes = (one.code for one in indicators.of_kind(kind))
    return sum((lines[code].weighted for code in codes if code in lines), ZERO)


def renormalised(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The same weights in the same proportions, so that they make 100."""
    with localcontext(prec=PRECISION):
        whole = sum(weights.values(), ZERO)
        return {code: weight * WHOLE / whole for code, weight in weights.items()}


def ranks(scores: Mapping[Key, Decimal], apart: Collection[Key] = ()) -> dict[Key, int]:
    """The place of each by its score, the highest first: the same score, the same place, and the
    next place is skipped. Those `apart` (functional areas) are ranked among themselves."""
    places: dict[Key, int] = {}
    with localcontext(prec=PRECISION):
        for group in (set(scores) - set(apart), set(scores) & set(apart)):
            compared = {key: rounded(scores[key], SAME) for key in group}
            ordered = sorted(compared.values(), reverse=True)
            for key, value in compared.items():
                places[key] = ordered.index(value) + 1
    return {key: places[key] for key in scores}
