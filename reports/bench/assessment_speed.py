"""An assessment of all districts, from the registered figures to ranks, against two seconds."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice, pairwise
from typing import Any

from django.utils import timezone

from accounts.models import District
from accounts.tenancy import acting_as
from pages.district_figures import DistrictFigure, district_figures
from reports.assessment.basis import resolve
from reports.assessment.entropy import entropy_of
from reports.assessment.indicators import Indicator, IndicatorSet
from reports.assessment.scorers import Line, score
from reports.assessment.sensitivity import between
from reports.assessment.totals import ranks, total
from reports.bench.people import actor_named
from reports.bench.results import Measurement
from reports.bench.scratch import use_database
from reports.facts.snapshots import run_facts

INDICATORS, DISTRICTS = 40, 12
SECONDS = 2.0
_MARKS = [{"kind": "percentile", "percent": percent} for percent in (10, 90)]
SCORERS: tuple[dict[str, Any], ...] = (
    {"kind": "power", "x_no": _MARKS[0], "x_yes": _MARKS[1]},
    {"kind": "range", "c": 40, "d": 60},
    {"kind": "completion", "task": {"kind": "fixed", "value": 10}},
    {"kind": "count", "each": "0.1"},
)


def assessment_measurements(database: str, size: int) -> Iterator[Measurement]:
    """Seconds for 12 districts by 40 indicators: figures of the year, points, totals, ranks, the
    shifts that turn neighbours, and entropy weights."""
    use_database(database)
    run_facts()
    today = timezone.localdate()
    indicators = IndicatorSet(
        title="示例",
        indicators=tuple(
            indicator_of(number, figure, scorer)
            for number, figure, scorer in islice(
                zip(range(INDICATORS), cycle(district_figures().values()), cycle(SCORERS)),
                INDICATORS,
            )
        ),
    )
    with acting_as(actor_named("city")):
        districts = list(District.objects.order_by("-sort").values_list("pk", flat=True))
        started = time.perf_counter()
        places = assess(indicators, districts[:DISTRICTS], today - timedelta(days=365), today)
        took = time.perf_counter() - started
    yield Measurement(
        f"an assessment, {len(places)} districts × {INDICATORS} indicators, {size:,} enterprises",
        took,
        SECONDS,
        "s",
        1,
        "two seconds",
    )


def indicator_of(number: int, figure: DistrictFigure, scorer: dict[str, Any]) -> Indicator:
    return Indicator.model_validate(
        {
            "code": f"A{number}", "name": figure.label, "head": "示例", "scorer": scorer,
            "weight": Decimal(100) / INDICATORS, "numerator": figure.numerator,
            "source": {"figure": figure.key},
        }
    )  # fmt: skip


def assess(
    indicators: IndicatorSet, districts: list[int], first: date, last: date
) -> dict[int, int]:
    """The place of each district, computed from nothing but what is registered."""
    values: dict[str, dict[int, Decimal | None]] = {}
    lines: dict[int, dict[str, Line]] = {district: {} for district in districts}
    for one in indicators.indicators:
        measured = district_figures()[one.figure].by_district(*one.days(first, last))
        values[one.code] = {key: one.value_of(measured.get(key)) for key in districts}
        scored = score(one, values[one.code], resolve(one, values[one.code]))
        for district, line in scored.items():
            lines[district][one.code] = line
    totals = {key: total(indicators, own) for key, own in lines.items()}
    places = ranks({key: one.score for key, one in totals.items()})
    for ahead, behind in pairwise(sorted(districts, key=places.__getitem__)):
        between(totals[ahead], totals[behind])
    entropy_of(indicators.indicators, values)
    return places
