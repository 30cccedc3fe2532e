"""What the city's page of a round shows: all districts by all indicators, what waits, how stable
the order is, what other measures say, and whether the seal holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import District
from accounts.tenancy import Actor
from lifecycle.history import HistoryLine
from reports.assessment.round_machine import MACHINE
from reports.assessment.rounds import read
from reports.assessment.seal import holds
from reports.assessment.stability import turn_in_words
from reports.assessment.written import plain, written
from reports.models import (
    Appeal,
    AssessmentRound,
    Demonstration,
    DistrictScore,
    LineEvidence,
    RoundEntry,
    RoundFigure,
    RoundIndicator,
    RoundScoring,
    ScoreLine,
)

SHADES = 5
WAITING_SHOWN = 12


@dataclass(frozen=True)
class Cell:
    """One line of the table: points as written, their shade (0 the least of the column), and
    where it leads."""

    text: str
    shade: int
    url: str
    note: str


@dataclass(frozen=True)
class Row:
    """One district of the table."""

    score: DistrictScore
    name: str
    url: str
    total: str
    cells: tuple[Cell, ...]

    @property
    def standing(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.score.standing
        return found


def round_context(actor: Actor, one: AssessmentRound, *, check: bool = False) -> dict[str, Any]:
    """The sheets of the page. A fixed number of queries; `check` computes the seal again."""
    indicators = list(one.indicators.all())
    names = dict(District.objects.values_list("pk", "short_name"))
    scores = list(
        DistrictScore.objects.filter(round=one, is_current=True)
        .select_related("district")
        .order_by("rank", "district__sort")
    )
    rows = _rows(one, scores, indicators)
    scoring = RoundScoring.objects.filter(round=one).first()
    waiting = RoundFigure.objects.filter(round=one, confirmed_at=None, taken_at=None)
    open_appeals = Appeal.objects.filter(round=one, state=Appeal.State.OPEN)
    entries = RoundEntry.objects.filter(round=one).select_related("district", "indicator")
    lost = LineEvidence.objects.filter(round=one, after_scoring=True)
    missing = [] if one.seal else list(
        waiting.select_related("indicator", "district")[:WAITING_SHOWN + 1]
    )  # fmt: skip
    appeals = list(open_appeals.select_related("indicator", "district").order_by("filed_at"))
    seal_state = ""
    if one.seal and check:
        seal_state = "holds" if holds(one) else "broken"
    return {
        "indicators": [read(row) for row in indicators],
        "rows": rows,
        "finding": finding(one, rows, len(appeals), len(missing)),
        "missing": missing[:WAITING_SHOWN],
        "has_more_missing": len(missing) > WAITING_SHOWN,
        "appeals": appeals,
        "withdrawn_evidence": list(lost.select_related("indicator", "district")),
        "entries": list(entries),
        "neighbours": _neighbours(scoring, indicators, names),
        "weights": _weights(scoring, indicators),
        "seal_state": seal_state,
        "demonstrations": list(Demonstration.objects.filter(round=one).select_related("district")),
        "history": _history(one),
    }


def finding(one: AssessmentRound, rows: list[Row], appeals: int, missing: int) -> str:
    """What must be done now, or who leads and by how much."""
    todo = []
    if missing and one.takes_figures:
        todo.append(
            f"{'超过 ' if missing > WAITING_SHOWN else ''}{min(missing, WAITING_SHOWN)} 个数待确认"
        )
    if appeals:
        todo.append(f"{appeals} 件申诉待裁定")
    if todo:
        return f"{one.title}：{'，'.join(todo)}"
    if not rows:
        return f"{one.title}：{one.get_state_display()}"
    first, second = rows[0], rows[1] if len(rows) > 1 else None
    if second is None:
        return f"{first.name} {first.total} 分"
    gap = first.score.total - second.score.total
    if not gap:
        return f"{first.name}、{second.name}同列第 1，{first.total} 分"
    return f"{first.name} {first.total} 分列第 1，领先{second.name} {written(gap)} 分"


def _rows(
    one: AssessmentRound, scores: list[DistrictScore], indicators: list[RoundIndicator]
) -> list[Row]:
    lines = {
        (line.score_id, line.indicator_id): line
        for line in ScoreLine.objects.filter(score__in=[score.pk for score in scores])
    }
    columns: dict[int, list[Decimal]] = defaultdict(list)
    for line in lines.values():
        if line.maximum:
            columns[line.indicator_id].append(line.weighted)
    return [
        Row(
            score=score,
            name=score.district.short_name,
            url=reverse("reports:round_district", args=[one.pk, score.district_id]),
            total=written(score.total),
            cells=tuple(
                _cell(one, score, row, lines.get((score.pk, row.pk)), columns[row.pk])
                for row in indicators
            ),
        )
        for score in scores
    ]


def _cell(
    one: AssessmentRound,
    score: DistrictScore,
    row: RoundIndicator,
    line: ScoreLine | None,
    of_column: Sequence[Decimal],
) -> Cell:
    url = reverse("reports:round_line", args=[one.pk, score.district_id, row.pk])
    # A line that does not count has no points: its weight is shared among the others.
    if line is None or not line.maximum:
        return Cell("—", -1, url, line.note if line else "")
    return Cell(written(line.weighted), _shade(line.weighted, of_column), url, line.note)


def _shade(points: Decimal, of_column: Sequence[Decimal]) -> int:
    """From 0 for the least of the column to SHADES − 1 for the most; −1 where all are alike."""
    low, high = min(of_column), max(of_column)
    if low == high:
        return -1
    return min(SHADES - 1, int((points - low) * SHADES / (high - low)))


def _neighbours(
    scoring: RoundScoring | None, indicators: list[RoundIndicator], names: Mapping[int, str]
) -> list[dict[str, str]]:
    """Each two that follow each other, and what would turn them."""
    labels = {row.code: row.name for row in indicators}
    return [
        {
            "first": names.get(pair["first"], ""),
            "second": names.get(pair["second"], ""),
            "gap": written(Decimal(pair["gap"])) if "gap" in pair else "—",
            "turn": turn_in_words(pair, labels, names.get(pair["second"], "")),
        }
        for pair in (scoring.neighbours if scoring else [])
    ]


def _weights(
    scoring: RoundScoring | None, indicators: list[RoundIndicator]
) -> list[dict[str, str]]:
    """The set weights beside those by entropy, which only show."""
    found = []
    for row in indicators:
        indicator = read(row)
        if indicator.kind == "normal":
            entropy = scoring.entropy.get(row.code) if scoring else None
            found.append({
                "name": row.name,
                "weight": plain(indicator.weight),
                "entropy": written(Decimal(entropy)) if entropy is not None else "—",
            })  # fmt: skip
    return found


def _history(one: AssessmentRound) -> list[HistoryLine]:
    return MACHINE.history(one)
