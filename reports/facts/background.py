"""What was known beside the figures of a day: which of those that count will end when, and how
many whose time was over were kept. The forecasts go by it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from pages.metrics import metrics
from reports.facts.stays import known_at
from reports.models import CountedStay

KEPT_YEARS = timedelta(days=730)  # of re-checks, by which coming ones are reckoned


def outlook_of(day: date, as_of: datetime) -> dict[str, Any]:
    """`ends`: [metric, district, first day of a month, how many of those that count on the local
    `day` are known at `as_of` to end in that month]; `kept`: metric -> [kept, all that were over]
    of the two years before. Needs a system scope."""
    rows = (
        CountedStay.objects.filter(known_at(as_of), starts_on__lte=day, ends_on__gt=day)
        .exclude(went__in=CountedStay.MOVES)
        .order_by()
        .annotate(month=TruncMonth("ends_on"))
        .values_list("metric", "district_id", "month")
        .annotate(Count("pk"))
    )
    return {
        "ends": sorted([metric, place, f"{month}", n] for metric, place, month, n in rows),
        "kept": {key: list(one.kept(day - KEPT_YEARS, day)) for key, one in metrics().items()},
    }
