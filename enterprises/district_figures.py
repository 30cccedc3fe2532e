"""What the registry tells of districts: how many enterprises, their yearly reports, and how much
of their revenue they put into research."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse

from accounts.tenancy import TenantQuerySet
from enterprises.models import Enterprise, YearlyReport
from enterprises.models.enterprise import RegistrationState
from enterprises.pool import in_pool_on
from pages.district_figures import (
    DistrictFigure,
    FigureRow,
    Measured,
    register_district_figures,
)

# By the end of this day the figures of the year before are due (示例: of the terms for yearly
# updates that the shipped schemes of 2026 name).
REPORTS_BY = (5, 31)
MONEY = DecimalField(max_digits=30, decimal_places=4)


def _established(last: date) -> TenantQuerySet[Enterprise]:
    """The enterprises of the registry that existed at the end of the local day, in the district
    where they are today."""
    rows: TenantQuerySet[Enterprise] = Enterprise.objects.filter(
        Q(established_on=None) | Q(established_on__lte=last),
        registration_state__in=(RegistrationState.CONFIRMED, RegistrationState.UNCLAIMED),
    )
    return rows


def enterprises(first: date, last: date) -> dict[int, Measured]:
    """How many enterprises a district has at the end of the period. One query."""
    found = _established(last).order_by().values_list("district_id").annotate(Count("pk"))
    return {district: Measured(Decimal(n)) for district, n in found}


def enterprise_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    rows = _established(last).filter(district_id=district).order_by("name_pinyin", "pk")
    for pk, name in rows.values_list("pk", "name").iterator(2000):
        yield FigureRow(name, reverse("enterprises:detail", args=[pk]), Decimal(1))


def _due_days(first: date, last: date) -> list[date]:
    """The days in the period on which yearly reports were due."""
    days = (date(year, *REPORTS_BY) for year in range(first.year, last.year + 1))
    return [day for day in days if first <= day <= last]


def _in_time(day: date) -> Exists:
    return Exists(
        YearlyReport.objects.filter(
            organisation_id=OuterRef("pk"),
            year=day.year - 1,
            state=YearlyReport.State.SUBMITTED,
            submitted_at__date__lte=day,
        )
    )


def _owing(day: date) -> QuerySet[Any]:
    """The enterprises that were in the pool when reports were due, each with `on_time`."""
    rows: QuerySet[Any] = in_pool_on(day).annotate(on_time=_in_time(day))
    return rows


def reports_in_time(first: date, last: date) -> dict[int, Measured]:
    """Yearly reports that came in time ÷ enterprises in the pool on the day, for each day in the
    period on which they were due. A query for each."""
    sums: dict[int, tuple[int, int]] = {}
    for day in _due_days(first, last):
        rows = _owing(day).order_by().values_list("district_id")
        for district, timely, owing in rows.annotate(
            timely=Count("pk", filter=Q(on_time=True)), owing=Count("pk")
        ):
            before = sums.get(district, (0, 0))
            sums[district] = (before[0] + timely, before[1] + owing)
    return {key: Measured(Decimal(one), Decimal(all_)) for key, (one, all_) in sums.items()}


def report_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    for day in _due_days(first, last):
        rows = _owing(day).filter(district_id=district).order_by("name_pinyin", "pk")
        for pk, name, timely in rows.values_list("pk", "name", "on_time").iterator(2000):
            state = "按时上报" if timely else "没有按时上报"
            yield FigureRow(
                f"{name}：{day.year - 1} 年度数据{state}",
                reverse("enterprises:detail", args=[pk]),
                Decimal(timely),
                Decimal(1),
            )


def _told_twice(year: int) -> QuerySet[Any]:
    """The submitted reports of `year` of enterprises that have also submitted that of the year
    before, each with that one's `revenue_before` and `rd_before`; both with revenue."""
    before = YearlyReport.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        year=year - 1,
        state=YearlyReport.State.SUBMITTED,
        revenue__gt=0,
        rd_cost__isnull=False,
    )
    rows: QuerySet[Any] = (
        YearlyReport.objects.filter(
            year=year, state=YearlyReport.State.SUBMITTED, revenue__gt=0, rd_cost__isnull=False
        )
        .annotate(
            revenue_before=Subquery(before.values("revenue")[:1], output_field=MONEY),
            rd_before=Subquery(before.values("rd_cost")[:1], output_field=MONEY),
        )
        .filter(revenue_before__isnull=False)
    )
    return rows


def _last_full_year(last: date) -> int:
    return last.year - 1


def _sums(year: int) -> dict[int, tuple[Decimal, Decimal, Decimal, Decimal]]:
    found = (
        _told_twice(year)
        .order_by()
        .values_list("district_id")
        .annotate(Sum("rd_cost"), Sum("revenue"), Sum("rd_before"), Sum("revenue_before"))
    )
    return {district: (rd, all_, rd_old, old) for district, rd, all_, rd_old, old in found}


def intensity_change(first: date, last: date) -> dict[int, Measured]:
    """The change of R&D cost ÷ revenue, of all enterprises with both years' reports together, from
    the year before the last full year to that year. One query.

    As one ratio: what was spent beyond the intensity of the year before ÷ revenue, in 万元, which
    is rd ÷ revenue − rd_before ÷ revenue_before.
    """
    return {
        district: Measured(rd - rd_old / old * revenue, revenue)
        for district, (rd, revenue, rd_old, old) in _sums(_last_full_year(last)).items()
    }


def intensity_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    """What each enterprise spent beyond the intensity that all of the district had the year before,
    and its revenue, in 万元."""
    year = _last_full_year(last)
    if district not in (sums := _sums(year)):
        return
    _, _, rd_old, old = sums[district]
    rows = _told_twice(year).filter(district_id=district)
    named = rows.annotate(name=F("organisation__enterprise__name")).order_by("name", "pk")
    for pk, name, rd, revenue in named.values_list(
        "organisation_id", "name", "rd_cost", "revenue"
    ).iterator(2000):
        yield FigureRow(
            f"{name}：{year} 年研发费用 {rd:,.2f} 万元，营业收入 {revenue:,.2f} 万元",
            reverse("enterprises:detail", args=[pk]),
            rd - rd_old / old * revenue,
            revenue,
        )


register_district_figures(
    DistrictFigure(
        key="enterprises",
        label="企业数",
        unit="家",
        numerator="期末名录中的企业",
        denominator="",
        by_district=enterprises,
        rows=enterprise_rows,
    ),
    DistrictFigure(
        key="yearly_reports_in_time",
        label="年度数据按时上报率",
        unit="家",
        numerator=f"{REPORTS_BY[0]} 月 {REPORTS_BY[1]} 日前上报上一年度数据的企业（日期为示例）",
        denominator="当日在库企业",
        by_district=reports_in_time,
        rows=report_rows,
    ),
    DistrictFigure(
        key="rd_intensity_change",
        label="研发强度变化",
        unit="万元",
        numerator="上一年度研发费用，减去按再上一年度研发强度推算的数额（两个年度都已上报的企业）",
        denominator="上一年度营业收入",
        by_district=intensity_change,
        rows=intensity_rows,
    ),
)
