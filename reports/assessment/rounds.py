"""A round's indicators as one set, and the districts that take part."""

from collections.abc import Iterable

from accounts.models import District
from pages.district_figures import district_figures
from pages.metrics import metrics
from reports.assessment.checking import Problem, problems_of
from reports.assessment.indicators import NORMAL, Indicator, IndicatorSet, VetoCause
from reports.assessment.parameters import ManualScorer
from reports.models import AssessmentRound, RoundIndicator


def participants() -> list[District]:
    """The districts and functional areas that are assessed: those that exist today."""
    return list(
        District.objects.filter(valid_to=None).exclude(kind=District.Kind.CITY).order_by("sort")
    )


def read(row: RoundIndicator) -> Indicator:
    """What an indicator of a round says."""
    return Indicator.model_validate(row.definition)


def counts_entries(indicator: Indicator) -> bool:
    """Whether an indicator's value is the number of its entries: bonuses and deductions that no
    registered figure tells and no person marks."""
    by_entries = indicator.kind != NORMAL and not indicator.figure
    return by_entries and not isinstance(indicator.scorer, ManualScorer)


def set_of(one: AssessmentRound, rows: Iterable[RoundIndicator] | None = None) -> IndicatorSet:
    """All that the round is scored by. One query unless `rows` are given."""
    found = list(one.indicators.all()) if rows is None else list(rows)
    return IndicatorSet(
        title=one.title[:60],
        example=one.is_example,
        indicators=tuple(read(row) for row in found),
        bonus_ceiling=one.bonus_ceiling,
        penalty_ceiling=one.penalty_ceiling,
        vetoes=tuple(VetoCause(code=code, cause=cause) for code, cause in one.vetoes),
    )


def set_problems(
    one: AssessmentRound, rows: Iterable[RoundIndicator] | None = None
) -> list[Problem]:
    """What keeps the round's indicators from being used: weights, codes, sources that are gone."""
    return problems_of(
        set_of(one, rows), figures=district_figures().keys(), metrics=metrics().keys()
    )
