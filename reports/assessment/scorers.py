"""From the values of an indicator to points, each line with its formula in words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any

from reports.assessment.basis import PRECISION, Basis, Values
from reports.assessment.indicators import EXCLUDE, LAST, LESS, NORMAL, PENALTY, Indicator
from reports.assessment.parameters import (
    AnchorsScorer,
    CompletionScorer,
    CountScorer,
    LatenessScorer,
    ManualScorer,
    PowerScorer,
    RangeScorer,
    YesNoScorer,
)
from reports.assessment.written import equals, plain, term, written

ZERO, WHOLE = Decimal(0), Decimal(100)
PASS, REST = Decimal(60), Decimal(40)
EVEN = "不区分"


@dataclass(frozen=True, slots=True)
class Line:
    """What one indicator gives one district; exact, to be rounded only for print.

    `value` is what was scored (in the indicator's unit), None where there was none. `points` are
    on a scale of 0 to 100, above it only where the indicator rewards more than the whole; None
    where the line does not count and its weight goes to the others. `weighted` are its points of
    the total (below zero for a penalty), `maximum` is its weight, 0 where it does not count.
    `formula` is the computation in words with its numbers, `note` what else must be known.
    """

    value: Decimal | None
    points: Decimal | None
    weighted: Decimal
    maximum: Decimal
    formula: str
    note: str = ""

    @property
    def counts(self) -> bool:
        return self.points is not None


@dataclass(frozen=True, slots=True)
class _Scored:
    points: Decimal
    formula: str
    note: str = ""


class _NoBasis(Exception):
    """There is nothing to score against; the message says what is missing."""


def score(indicator: Indicator, values: Values, basis: Basis) -> dict[int, Line]:
    """The line of each district in `values`, by what `resolve` gave as basis. A missing value is
    treated as the indicator says, and a missing mark or task as a missing value."""
    with localcontext(prec=PRECISION):
        return {
            district: _line(indicator, value, district, basis) for district, value in values.items()
        }


def _line(indicator: Indicator, value: Decimal | None, district: int, basis: Basis) -> Line:
    note = ""
    if value is None and indicator.missing == LAST:
        value = basis.last.get(district)
        note = "缺数据，用上期数值" if value is not None else "缺数据，上期也没有数值，按 0 分计"
    if value is None:
        return _without(indicator, None, note or "缺数据")
    rule: Callable[[Any, Indicator, Decimal, int, Basis], _Scored] = _RULES[indicator.scorer.kind]
    try:
        scored = rule(indicator.scorer, indicator, value, district, basis)
    except _NoBasis as missing:
        return _without(indicator, value, "；".join(filter(None, (note, str(missing)))))
    sign = -1 if indicator.kind == PENALTY else 1
    return Line(
        value=value,
        points=scored.points,
        weighted=sign * indicator.weight * scored.points / WHOLE,
        maximum=indicator.weight,
        formula=scored.formula,
        note="；".join(filter(None, (note, scored.note))),
    )


def _without(indicator: Indicator, value: Decimal | None, reason: str) -> Line:
    """The line of a district that cannot be scored. A bonus or penalty is then simply none."""
    if indicator.kind != NORMAL:
        return Line(value, ZERO, ZERO, indicator.weight, "", f"{reason}，不加减分")
    if indicator.missing == EXCLUDE:
        note = f"{reason}，不计分，权重分摊给其他指标"
        return Line(value, None, ZERO, ZERO, "", note)
    note = reason if reason.endswith("按 0 分计") else f"{reason}，按 0 分计"
    return Line(value, ZERO, ZERO, indicator.weight, "", note)


def _power(
    scorer: PowerScorer, indicator: Indicator, x: Decimal, district: int, basis: Basis
) -> _Scored:
    no, yes = basis.no_of(district), basis.yes_of(district)
    if no is None or yes is None:
        raise _NoBasis(f"没有{'不容许值' if no is None else '满意值'}")
    if no == yes:
        return _Scored(WHOLE, f"不容许值与满意值都是 {plain(no)}", f"{EVEN}，都记满分")
    points = PASS + REST * (x - no) / (yes - no)
    formula = f"60 + 40 × {_part_of(indicator, x, no, yes)} {equals(points)}"
    if points < 0:
        return _Scored(ZERO, f"{formula}，低于 0 按 0 分计")
    if points > scorer.most:
        return _Scored(
            scorer.most, f"{formula}，超过 {plain(scorer.most)} 按 {plain(scorer.most)} 分计"
        )
    return _Scored(points, formula)


def _part_of(indicator: Indicator, x: Decimal, no: Decimal, yes: Decimal) -> str:
    """How far from the worst to the best, in words; turned round where less is better."""
    if indicator.direction == LESS:
        return f"({term(no)} − {term(x)}) ÷ ({term(no)} − {term(yes)})"
    return f"({term(x)} − {term(no)}) ÷ ({term(yes)} − {term(no)})"


def _completion(
    scorer: CompletionScorer, indicator: Indicator, x: Decimal, district: int, basis: Basis
) -> _Scored:
    task = basis.tasks.get(district)
    if task is None:
        raise _NoBasis("没有任务数")
    if task <= 0:
        return _Scored(WHOLE, "任务为 0", "没有任务，按完成计")
    share = x / task * WHOLE
    formula = f"{plain(x)} ÷ {plain(task)} {equals(share)}%"
    if share < 0:
        return _Scored(ZERO, f"{formula}，低于 0 按 0 计")
    if share > scorer.most:
        return _Scored(scorer.most, f"{formula}，超过上限按 {plain(scorer.most)}% 计")
    return _Scored(share, formula)


def _range(
    scorer: RangeScorer, indicator: Indicator, x: Decimal, district: int, basis: Basis
) -> _Scored:
    no, yes = basis.x_no, basis.x_yes
    if no is None or yes is None:
        raise _NoBasis("各区市都没有数值")
    if no == yes:
        return _Scored(scorer.most, f"各区市都是 {plain(no)}", f"{EVEN}，都记满分")
    # A value that was filled in from last time may lie outside of this round's range.
    part = min(max((x - no) / (yes - no), ZERO), Decimal(1))
    points = scorer.c * part + scorer.d
    turned = _part_of(indicator, x, no, yes)
    return _Scored(points, f"{plain(scorer.c)} × {turned} + {plain(scorer.d)} {equals(points)}")


def _anchors(
    scorer: AnchorsScorer, indicator: Indicator, x: Decimal, district: int, basis: Basis
) -> _Scored:
    sign = -1 if indicator.direction == LESS else 1
    first, last = scorer.anchors[0], scorer.anchors[-1]
    if sign * x <= sign * first.value:
        return _Scored(first.points, f"未好于 {plain(first.value)}，记 {plain(first.points)} 分")
    if sign * x >= sign * last.value:
        return _Scored(last.points, f"达到 {plain(last.value)}，记 {plain(last.points)} 分")
    low, high = next(pair for pair in pairwise(scorer.anchors) if sign * x <= sign * pair[1].value)
    points = low.points + (high.points - low.points) * (x - low.value) / (high.value - low.value)
    part = _part_of(indicator, x, low.value, high.value)
    gain = f"({plain(high.points)} − {plain(low.points)})"
    return _Scored(points, f"{plain(low.points)} + {gain} × {part} {equals(points)}")


def _count(
    scorer: CountScorer, indicator: Indicator, x: Decimal, district: int, basis: Basis
) -> _Scored:
    earned, most = max(x, ZERO) * scorer.each, indicator.most
    formula = f"{plain(x)} × {plain(scorer.each)} = {written(earned)} 分"
    if earned > most:
        earned, formula = most, f"{formula}，最多 {plain(most)} 分"
    return _Scored(earned / indicator.weight * WHOLE, formula)


def _lateness(
    scorer: LatenessScorer, indicator: Indicator, x: Decimal, district: int, basis: Basis
) -> _Scored:
    left = indicator.weight - max(x, ZERO) * scorer.each
    formula = f"{plain(indicator.weight)} − {plain(x)} × {plain(scorer.each)} = {written(left)} 分"
    if left < 0:
        left, formula = ZERO, f"{formula}，扣完为止"
    return _Scored(left / indicator.weight * WHOLE, formula)


def _yes_no(
    scorer: YesNoScorer, indicator: Indicator, x: Decimal, district: int, basis: Basis
) -> _Scored:
    yes = x > 0
    full = yes != (indicator.direction == LESS)
    return _Scored(
        WHOLE if full else ZERO, f"{'是' if yes else '否'}，{'记满分' if full else '不得分'}"
    )


def _manual(
    scorer: ManualScorer, indicator: Indicator, x: Decimal, district: int, basis: Basis
) -> _Scored:
    points = min(max(x, ZERO), WHOLE)
    return _Scored(points, f"评定 {written(points)} 分（满分 100）")


_RULES: dict[str, Callable[..., _Scored]] = {
    "power": _power,
    "completion": _completion,
    "range": _range,
    "anchors": _anchors,
    "count": _count,
    "lateness": _lateness,
    "yes_no": _yes_no,
    "manual": _manual,
}


def ruled(indicator: Indicator, line: Line, points: Decimal, reason: str) -> Line:
    """The line with points (0 to 100) that a ruling of an appeal set in place of the computed."""
    sign = -1 if indicator.kind == PENALTY else 1
    with localcontext(prec=PRECISION):
        weighted = sign * indicator.weight * points / WHOLE
    before = "不计分" if line.points is None else f"{written(line.points)} 分"
    return replace(
        line,
        points=points,
        weighted=weighted,
        maximum=indicator.weight,
        note="；".join(
            filter(None, (line.note, f"裁定改为 {written(points)} 分（原 {before}）：{reason}"))
        ),
    )
