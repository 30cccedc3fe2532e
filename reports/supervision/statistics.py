"""What became of orders in a month, by lead office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from reports.models import GIVEN, Order
from reports.supervision.rules import DAY

FIRST_YEARS = 3  # how many years back a month can be asked for


@dataclass(frozen=True, slots=True)
class OfficeMonth:
    """One office's month: newly assigned, done, still in work at its end, and of these overdue;
    `late` were done after their deadline."""

    office: str
    office_id: int | None
    new: int
    done: int
    late: int
    in_work: int
    overdue: int


def months_back() -> list[str]:
    """This month and those before it, as "2026-11", the latest first."""
    day = timezone.localdate().replace(day=1)
    found = []
    for _ in range(12 * FIRST_YEARS):
        found.append(f"{day:%Y-%m}")
        day = (day - DAY).replace(day=1)
    return found


def bounds_of(month: str) -> tuple[date, date]:
    """First and last local day of a month; of the present one the last is today."""
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - DAY
    return first, min(last, timezone.localdate())


def month_by_office(month: str) -> list[OfficeMonth]:
    """A line for each lead office that had anything to do, in the districts' order. One query."""
    first, last = bounds_of(month)
    there = Q(assigned_on__lte=last) & (Q(ended_on=None) | Q(ended_on__gt=last))
    done = Q(finished_on__range=(first, last))
    late = Q(due_on__lt=last) & (Q(reported_on=None) | Q(reported_on__gt=F("due_on")))
    rows = (
        Order.objects.filter(state__in=GIVEN)
        .values("lead_id", "lead__name", "district__sort")
        .annotate(
            new=Count("pk", filter=Q(assigned_on__range=(first, last))),
            done=Count("pk", filter=done),
            late=Count("pk", filter=done & Q(finished_on__gt=F("due_on"))),
            in_work=Count("pk", filter=there),
            overdue=Count("pk", filter=there & late),
        )
        .order_by("district__sort", "lead_id")
    )
    found = [
        OfficeMonth(
            row["lead__name"], row["lead_id"], row["new"], row["done"], row["late"],
            row["in_work"], row["overdue"],
        )
        for row in rows
    ]  # fmt: skip
    return [one for one in found if one.new or one.done or one.in_work]


def total_of(rows: Iterable[OfficeMonth]) -> OfficeMonth:
    """The sum of all offices."""
    sums = [(one.new, one.done, one.late, one.in_work, one.overdue) for one in rows]
    new, done, late, in_work, overdue = (sum(one) for one in zip(*sums, strict=True)) if sums else (
        0, 0, 0, 0, 0,
    )  # fmt: skip
    return OfficeMonth("合计", None, new, done, late, in_work, overdue)
