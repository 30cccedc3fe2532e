"""Scoring a round: from figures and entries to lines, totals, ranks and what makes them stable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.assessment.basis import Basis, resolve
from reports.assessment.entropy import entropy_of
from reports.assessment.fairness_of_round import fairness_of
from reports.assessment.honours import Honour, Level, counted_once
from reports.assessment.indicators import Indicator, IndicatorSet
from reports.assessment.parameters import CompletionScorer, PlanTask, PowerScorer
from reports.assessment.plan_tasks import plan_tasks
from reports.assessment.rounds import counts_entries, read, set_of
from reports.assessment.score_rows import keep_scores
from reports.assessment.scorers import Line, ruled, score
from reports.assessment.sensitivity import between
from reports.assessment.stability import LEVEL
from reports.assessment.totals import Total, Veto, ranks, total
from reports.assessment.written import written
from reports.models import (
    AssessmentRound,
    RoundEntry,
    RoundFigure,
    RoundIndicator,
    RoundScoring,
)

ByDistrict = Mapping[int, Decimal | None]


@dataclass
class Scored:
    """A round as it was scored, exact: lines by district and code, totals and ranks by district."""

    indicators: IndicatorSet
    rows: dict[str, RoundIndicator]
    values: dict[str, dict[int, Decimal | None]] = field(default_factory=dict)
    basis: dict[str, Basis] = field(default_factory=dict)
    lines: dict[int, dict[str, Line]] = field(default_factory=dict)
    totals: dict[int, Total] = field(default_factory=dict)
    ranks: dict[int, int] = field(default_factory=dict)


def score_round(one: AssessmentRound, *, save: bool = True, day: date | None = None) -> Scored:
    """Score the round by its figures and keep the result as that of `day` (local; today). The
    caller has the round locked, and saves it itself without `save`."""
    found = computed(one)
    with transaction.atomic():
        standings = _standings(one, found)
        keep_scores(one, found.rows, found.lines, found.totals, found.ranks, standings,
                    day or timezone.localdate())  # fmt: skip
        RoundScoring.objects.update_or_create(
            round=one,
            defaults={
                "basis": {code: b.model_dump(mode="json") for code, b in found.basis.items()},
                "entropy": _entropy_weights(found),
                "neighbours": _neighbours(found),
            },
        )
        one.scored_at = timezone.now()
        if save:
            AssessmentRound.objects.filter(pk=one.pk).update(scored_at=one.scored_at)
    return found


def computed(one: AssessmentRound, rows: list[RoundIndicator] | None = None) -> Scored:
    """The round's lines and totals, without keeping them; `rows` are its indicators as they would
    be, such as a form has them."""
    rows = list(one.indicators.all()) if rows is None else rows
    found = Scored(set_of(one, rows), {row.code: row for row in rows})
    figures = {
        (figure.indicator_id, figure.district_id): figure
        for figure in RoundFigure.objects.filter(round=one)
    }
    districts = sorted({district for _, district in figures})
    entries = list(RoundEntry.objects.filter(round=one, cancelled_at=None))
    before = values_of(one.based_on) if one.based_on_id else {}
    for code, row in found.rows.items():
        indicator = read(row)
        mine = {place: figures.get((row.pk, place)) for place in districts}
        values = _values(indicator, row, mine, entries)
        last = before.get(code, {})
        tasks = _tasks(indicator, one, mine)
        found.values[code] = values
        found.basis[code] = resolve(indicator, values, last=last, tasks=tasks)
        for district, line in score(indicator, values, found.basis[code]).items():
            found.lines.setdefault(district, {})[code] = _with_ruling(
                indicator, line, mine[district]
            )
    for district, lines in found.lines.items():
        found.totals[district] = total(found.indicators, lines, _vetoes(entries, district))
    found.ranks = ranks({place: one_total.score for place, one_total in found.totals.items()})
    return found


def values_of(one: AssessmentRound | None) -> dict[str, dict[int, Decimal | None]]:
    """What counted in a round: by the code of the indicator and the district. One query."""
    found: dict[str, dict[int, Decimal | None]] = {}
    for figure in RoundFigure.objects.filter(round=one).select_related("indicator"):
        found.setdefault(figure.indicator.code, {})[figure.district_id] = figure.counted
    return found


def counted_entries(entries: list[RoundEntry]) -> tuple[list[RoundEntry], list[RoundEntry]]:
    """The entries of one district and indicator that count, and those of an honour of which a
    higher level counts."""
    by_honour = {
        Honour(one.cause, Level(one.level), f"{one.document_number}#{one.pk}", one.bearer): one
        for one in entries
    }
    kept, left_out = counted_once(by_honour)
    return [by_honour[one] for one in kept], [by_honour[one] for one in left_out]


def _values(
    indicator: Indicator,
    row: RoundIndicator,
    figures: Mapping[int, RoundFigure | None],
    entries: list[RoundEntry],
) -> dict[int, Decimal | None]:
    if not counts_entries(indicator):
        return {place: one.counted if one else None for place, one in figures.items()}
    found: dict[int, Decimal | None] = {}
    for place, figure in figures.items():
        mine = [one for one in entries if one.indicator_id == row.pk and one.district_id == place]
        if indicator.kind != "bonus":
            kept = mine
        else:
            kept, _ = counted_entries(mine)
        ruled_value = figure.ruled_value if figure else None
        found[place] = Decimal(len(kept)) if ruled_value is None else ruled_value
    return found


def _tasks(
    indicator: Indicator, one: AssessmentRound, figures: Mapping[int, RoundFigure | None]
) -> ByDistrict:
    scorer = indicator.scorer
    if isinstance(scorer, CompletionScorer) and isinstance(scorer.task, PlanTask):
        return plan_tasks(scorer.task.metrics, *indicator.days(one.starts_on, one.ends_on))
    if isinstance(scorer, CompletionScorer | PowerScorer):
        return {place: figure.task if figure else None for place, figure in figures.items()}
    return {}


def _with_ruling(indicator: Indicator, line: Line, figure: RoundFigure | None) -> Line:
    """The line after a ruling: of its points, which the city gives in points of the weight, or of
    the value, which was scored already."""
    if figure is None:
        return line
    if figure.ruled_points is not None:
        points = figure.ruled_points * 100 / indicator.weight
        return ruled(indicator, line, points, "申诉成立")
    if figure.ruled_value is not None:
        before = "缺数" if figure.found is None else written(figure.found, indicator.digits)
        said = f"申诉成立，数值由 {before} 更正为 {written(figure.ruled_value, indicator.digits)}"
        return Line(line.value, line.points, line.weighted, line.maximum, line.formula,
                    "；".join(filter(None, (line.note, said))))  # fmt: skip
    return line


def _vetoes(entries: list[RoundEntry], district: int) -> list[Veto]:
    return [
        Veto(one.cause, one.document_number)
        for one in entries
        if one.kind == RoundEntry.Kind.VETO and one.district_id == district
    ]


def _entropy(found: Scored) -> tuple[dict[str, Decimal], dict[int, Decimal]]:
    told = entropy_of(found.indicators.indicators, found.values)
    return dict(told.weights), dict(told.scores)


def _entropy_weights(found: Scored) -> dict[str, str]:
    """By code, in percent, as text with all digits that are shown and two more."""
    return {code: f"{weight * 100:.4f}" for code, weight in _entropy(found)[0].items()}


def _ordered(found: Scored) -> list[int]:
    """The districts from the first rank to the last; of one rank by their ids."""
    return sorted(found.ranks, key=lambda place: (found.ranks[place], place))


def _neighbours(found: Scored) -> list[dict[str, Any]]:
    """For each two that follow each other: the gap, and the smallest change of weights that turns
    them; without one, why not."""
    order = _ordered(found)
    return [
        {"first": first, "second": second, **_turn(found, first, second)}
        for first, second in pairwise(order)
    ]


def _turn(found: Scored, first: int, second: int) -> dict[str, Any]:
    told = between(found.totals[first], found.totals[second])
    if told is None:
        return {"why": "两区市参评指标不同，不能比较"}
    flip = told.smallest
    if flip is None:
        level = not told.gap
        return {"why": LEVEL if level else "调整任意两项权重都不能换位", "gap": f"{told.gap:.6f}"}
    return {
        "gap": f"{told.gap:.6f}", "giver": flip.giver, "taker": flip.taker,
        "delta": f"{flip.delta:.6f}",
    }  # fmt: skip


def _standings(one: AssessmentRound, found: Scored) -> dict[int, dict[str, Any]]:
    """For each district what it is told besides its score: ranks by other measures, and what would
    turn it with the next above (the first: with the next below)."""
    scores = _entropy(found)[1]
    by_entropy = ranks(scores)
    fair = fairness_of(one, found.indicators)
    pairs = _neighbours(found)
    # The first has nobody above and is compared with the next below.
    turns = {pair["first"]: pair for pair in pairs[:1]} | {pair["second"]: pair for pair in pairs}
    standings: dict[int, dict[str, Any]] = {}
    for place in found.totals:
        turn = {
            k: v for k, v in turns.get(place, {}).items() if k in ("giver", "taker", "delta", "why")
        }
        standings[place] = {
            "above_rank": max(
                (r for r in found.ranks.values() if r < found.ranks[place]), default=None
            ),
            "below_rank": min(
                (r for r in found.ranks.values() if r > found.ranks[place]), default=None
            ),
            "turn": turn,
            "entropy_rank": by_entropy.get(place),
            "entropy_score": f"{scores[place]:.4f}" if place in scores else None,
            "note": found.totals[place].note,
            **fair.get(place, {}),
        }
    return standings
