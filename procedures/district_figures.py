"""What reviews tell of districts in a period: how many were done by their day."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from lifecycle.deadlines import HELD
from pages.district_figures import (
    DistrictFigure,
    FigureRow,
    Measured,
    register_district_figures,
)
from procedures.batches.working_days import add_working_days
from procedures.cases.due import is_late
from procedures.models import CaseEvent
from procedures.models.application import State
from schemes.models import SchemeVersion

# What a district does with a case before it; an applicant's own withdrawal is no work of its.
ENDINGS = ("recommend", "return_for_correction", "decline")


@dataclass(frozen=True, slots=True)
class Review:
    """A review that a district ended on the local day `ended`, of a case that was due on `due`
    (None: no day is known)."""

    case: int
    title: str
    district: int
    ended: date
    due: date | None

    @property
    def in_time(self) -> bool:
        return not is_late(self.due, self.ended)


def reviews(first: date, last: date, district: int | None = None) -> Iterator[Review]:
    """The reviews that districts ended in the period, by the district where the enterprise is
    today. A recommendation keeps the day that held; other endings are measured from when the case
    came to the district, by the term of its scheme. Two queries."""
    events = _endings(first, last)
    if district is not None:
        events = events.filter(district_id=district)
    days = _days_of_schemes(events)
    term = cache(add_working_days)  # many cases come on the same days
    found = events.order_by("at", "id").values_list(
        "application_id", "application__title", "district_id", "at",
        "facts", "came_at", "application__scheme_version_id",
    )  # fmt: skip
    for case, title, where, at, facts, came, version in found.iterator(2000):
        due = _kept(facts)
        if due is None and came:
            due = term(timezone.localdate(came), days[version])
        yield Review(case, title, where, timezone.localdate(at), due)


def _endings(first: date, last: date) -> QuerySet[Any]:
    came = (
        CaseEvent.objects.filter(
            application_id=OuterRef("application_id"),
            target=State.DISTRICT_REVIEW,
            id__lt=OuterRef("id"),
        )
        .exclude(source=State.DISTRICT_REVIEW)
        .order_by("-id")
    )
    rows: QuerySet[Any] = CaseEvent.objects.filter(
        source=State.DISTRICT_REVIEW,
        transition__in=ENDINGS,
        at__date__gte=first,
        at__date__lte=last,
    ).annotate(came_at=Subquery(came.values("at")[:1]))
    return rows


def _days_of_schemes(events: QuerySet[Any]) -> dict[int, int]:
    keys = events.order_by().values("application__scheme_version_id")
    return {
        one.pk: one.parsed.timetable.district_review_days
        for one in SchemeVersion.objects.filter(pk__in=keys)
    }


def _kept(facts: dict[str, object]) -> date | None:
    """The day that held until the event, where it keeps that."""
    kept = facts.get(HELD)
    return date.fromisoformat(kept) if isinstance(kept, str) else None


def in_time(first: date, last: date) -> dict[int, Measured]:
    """Reviews that were ended by their day ÷ all that were ended."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in reviews(first, last):
        sums[one.district][0] += one.in_time
        sums[one.district][1] += 1
    return {key: Measured(Decimal(timely), Decimal(n)) for key, (timely, n) in sums.items()}


def review_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    for one in reviews(first, last, district):
        state = "按时" if one.in_time else "超期"
        due = f"，期限 {one.due:%Y-%m-%d}" if one.due else ""
        yield FigureRow(
            f"{one.title or '未命名申报'}：{one.ended:%Y-%m-%d} 审结{due}，{state}",
            reverse("procedures:case", args=[one.case]),
            Decimal(one.in_time),
            Decimal(1),
        )


register_district_figures(
    DistrictFigure(
        key="reviews_in_time",
        label="区市审核按时率",
        unit="件",
        numerator="本期在期限内审结（推荐、退回修改或不予认定）的申报",
        denominator="本期审结的申报",
        by_district=in_time,
        rows=review_rows,
    )
)
