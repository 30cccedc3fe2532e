"""Scores as rows: the current one of each district, and those of the days before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reports.assessment.scorers import Line
from reports.assessment.totals import Total
from reports.models import AssessmentRound, DistrictScore, RoundIndicator, ScoreLine

# Of the columns; nothing is rounded for a comparison of districts.
SIX = Decimal("0.000001")
FOUR = Decimal("0.0001")


@dataclass(frozen=True)
class Gap:
    """How far the next better rank is ahead, and the next lower behind; None for none."""

    above: Decimal | None
    below: Decimal | None


def gaps(totals: Mapping[int, Total]) -> dict[int, Gap]:
    """By district, against the next other score."""
    scores = {place: one.score for place, one in totals.items()}
    found = {}
    for place, score in scores.items():
        better = [other for other in scores.values() if other > score]
        worse = [other for other in scores.values() if other < score]
        found[place] = Gap(
            min(better) - score if better else None, score - max(worse) if worse else None
        )
    return found


def keep_scores(
    one: AssessmentRound,
    rows: Mapping[str, RoundIndicator],
    lines: Mapping[int, Mapping[str, Line]],
    totals: Mapping[int, Total],
    ranks: Mapping[int, int],
    standings: Mapping[int, dict[str, Any]],
    day: date,
) -> None:
    """Keep the scores as those of the local `day` and as the current ones, in place of what was
    kept of that day, or by a clock that was ahead of later ones; the days before stay as they are.
    """
    DistrictScore.objects.filter(round=one, day__gte=day).delete()
    DistrictScore.objects.filter(round=one, is_current=True).update(is_current=False)
    between = gaps(totals)
    scores = {
        place: DistrictScore(
            round=one,
            district_id=place,
            day=day,
            base=_six(found.normal),
            bonus=found.bonus.quantize(FOUR),
            penalty=found.penalty.quantize(FOUR),
            total=_six(found.score),
            rank=ranks[place],
            districts=len(totals),
            above=_six_or_none(between[place].above),
            below=_six_or_none(between[place].below),
            veto=found.result[:300],
            standing=standings.get(place, {}),
        )
        for place, found in totals.items()
    }
    DistrictScore.objects.bulk_create(scores.values())
    ScoreLine.objects.bulk_create(
        ScoreLine(
            score=scores[place],
            district_id=place,
            indicator=rows[code],
            value=_six_or_none(line.value),
            points=_six_or_none(line.points),
            weighted=_six(line.weighted),
            maximum=line.maximum.quantize(FOUR),
            formula=line.formula[:300],
            note=line.note[:300],
        )
        for place, mine in lines.items()
        for code, line in mine.items()
    )


def _six(number: Decimal) -> Decimal:
    return number.quantize(SIX)


def _six_or_none(number: Decimal | None) -> Decimal | None:
    return None if number is None else _six(number)
