"""The figures of a round: taken from what apps register, or waiting for a department."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from pages.district_figures import Measured, district_figures
from reports.assessment.indicators import Indicator
from reports.assessment.rounds import counts_entries, participants, read
from reports.models import AssessmentRound, RoundFigure, RoundIndicator

# Of the columns that hold figures.
PLACES = Decimal("0.000001")


def take_figures(one: AssessmentRound, *, until: date | None = None) -> int:
    """Give every indicator a figure in every district, and take those that are registered as they
    stand now; returns how many changed. `until` ends every window at that local day, for a look
    back. A figure whose source is gone keeps what it had."""
    rows = list(one.indicators.all())
    have = {
        (figure.indicator_id, figure.district_id): figure
        for figure in RoundFigure.objects.filter(round=one)
    }
    districts = [place.pk for place in participants()]
    # What is counted from entries waits for nobody.
    counted = {row.pk for row in rows if counts_entries(read(row))}
    now = timezone.now()
    RoundFigure.objects.bulk_create(
        RoundFigure(
            round=one, indicator=row, district_id=district,
            taken_at=now if row.pk in counted else None,
        )
        for row in rows
        for district in districts
        if (row.pk, district) not in have
    )  # fmt: skip
    changed = []
    for row in rows:
        indicator = read(row)
        found = measured(indicator, one, until=until)
        if found is None:
            continue
        mine = RoundFigure.objects.filter(indicator=row).select_for_update()
        changed += [figure for figure in mine if _take(figure, indicator, found)]
    RoundFigure.objects.bulk_update(
        changed, ["numerator", "denominator", "value", "taken_at", "version"]
    )
    return len(changed)


def measured(
    indicator: Indicator, one: AssessmentRound, *, until: date | None = None
) -> dict[int, Measured] | None:
    """What the indicator's registered figure tells by district id; None where it goes by none, or
    where its source is gone."""
    figure = district_figures().get(indicator.figure)
    if figure is None:
        return None
    first, last = indicator.days(one.starts_on, one.ends_on)
    return dict(figure.by_district(first, last if until is None else max(first, min(last, until))))


def source_is_gone(row: RoundIndicator) -> bool:
    """Whether the indicator goes by a figure that no app registers any more."""
    key = read(row).figure
    return bool(key) and key not in district_figures()


def _take(figure: RoundFigure, indicator: Indicator, found: dict[int, Measured]) -> bool:
    """Put what was found into the row; whether it is another than before."""
    told = found.get(figure.district_id)
    if told is None:
        # Districts without anything to count are left out: that is 0, and no ratio.
        told = Measured(Decimal(0), Decimal(0) if indicator.denominator else None)
    numbers = (told.numerator, told.denominator, indicator.value_of(told))
    now = tuple(None if one is None else Decimal(one).quantize(PLACES) for one in numbers)
    if now == (figure.numerator, figure.denominator, figure.value) and figure.taken_at:
        return False
    figure.numerator, figure.denominator, figure.value = now
    figure.taken_at = timezone.now()
    figure.version += 1
    return True
