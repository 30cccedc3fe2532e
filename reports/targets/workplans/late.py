"""Work plans that were filed late, as a figure of the districts."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from pages.district_figures import DistrictFigure, FigureRow, Measured
from reports.models import WorkPlan, WorkPlanEdition


class Late(NamedTuple):
    """A work plan that was not filed by the end of the local day `due_on`; `filed_on` None: not
    yet."""

    district: int
    work_plan: int
    due_on: date
    filed_on: date | None

    @property
    def words(self) -> str:
        if self.filed_on is None:
            return f"工作计划应于 {self.due_on:%Y-%m-%d} 前报送，至今没有报送"
        days = (self.filed_on - self.due_on).days
        return f"工作计划应于 {self.due_on:%Y-%m-%d} 前报送，逾期 {days} 天"


def late_filings(first: date, last: date) -> Iterator[Late]:
    """Those due from `first` up to and with `last` that were filed late, or are overdue today. The
    first filing by a day decides: one that was taken back and filed again is not late for it."""
    seen: set[tuple[int, date]] = set()
    rows = WorkPlanEdition.objects.filter(due_on__range=(first, last)).order_by("number")
    for one in rows:
        if (one.work_plan_id, one.due_on) in seen:
            continue
        seen.add((one.work_plan_id, one.due_on))
        if one.filed_on > one.due_on:
            yield Late(one.district_id, one.work_plan_id, one.due_on, one.filed_on)
    past = min(last, timezone.localdate() - timedelta(days=1))
    for row in WorkPlan.objects.to_file().filter(due_on__range=(first, past)):
        if row.due_on is not None and (row.pk, row.due_on) not in seen:
            yield Late(row.district_id, row.pk, row.due_on, None)


def by_district(first: date, last: date) -> Mapping[int, Measured]:
    """How many each district filed late; none for districts that were asked and kept the day."""
    asked = WorkPlan.objects.values_list("district_id", flat=True)
    numbers = dict.fromkeys(asked, 0)
    for one in late_filings(first, last):
        numbers[one.district] = numbers.get(one.district, 0) + 1
    return {district: Measured(Decimal(number)) for district, number in numbers.items()}


def rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    for one in late_filings(first, last):
        if one.district == district:
            address = reverse("reports:work_plan", args=[one.work_plan])
            yield FigureRow(one.words, address, Decimal(1))


FIGURE = DistrictFigure(
    key="reports_late",
    label="工作计划逾期报送",
    unit="次",
    numerator="报送期限在期内、逾期报送或至今没有报送的工作计划次数",
    denominator="",
    by_district=by_district,
    rows=rows,
)
