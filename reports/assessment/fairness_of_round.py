"""Size beside count, for the figure of a round that counts (by number, per thousand enterprises,
by growth against the same days of the year before)."""

from datetime import date
from decimal import Decimal
from typing import Any

from pages.district_figures import DistrictFigure, district_figures
from reports.assessment.fairness import fairness
from reports.assessment.indicators import NORMAL, Indicator, IndicatorSet
from reports.models import AssessmentRound

ENTERPRISES = "enterprises"


def compared_indicator(indicators: IndicatorSet) -> Indicator | None:
    """The first that counts something by a registered figure, such as new recognitions."""
    known = district_figures()
    return next(
        (one for one in indicators.of_kind(NORMAL) if one.figure in known and not one.denominator),
        None,
    )


def fairness_of(one: AssessmentRound, indicators: IndicatorSet) -> dict[int, dict[str, Any]]:
    """By district: the figure's count, per thousand enterprises, growth in percent, and the ranks
    by each, as JSON. Nothing where the round counts nothing by a registered figure."""
    indicator, known = compared_indicator(indicators), district_figures()
    if indicator is None:
        return {}
    figure = known[indicator.figure]
    first, last = indicator.days(one.starts_on, one.ends_on)
    counts = _numbers(figure, first, last)
    sizes = _numbers(known[ENTERPRISES], first, last) if ENTERPRISES in known else {}
    before = _numbers(figure, _year_before(first), _year_before(last))
    return {
        place: {
            "compared": indicator.name,
            "count": _text(fair.count),
            "per_thousand": _text(fair.per_thousand),
            "growth": _text(fair.growth),
            "count_rank": fair.rank_by_count,
            "per_thousand_rank": fair.rank_per_thousand,
            "growth_rank": fair.rank_by_growth,
        }
        for place, fair in fairness(counts, sizes, before).items()
    }


def _numbers(figure: DistrictFigure, first: date, last: date) -> dict[int, Decimal]:
    return {place: told.numerator for place, told in figure.by_district(first, last).items()}


def _year_before(day: date) -> date:
    """The same day a year earlier; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:.4f}"
