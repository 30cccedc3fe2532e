"""What a member of the cultivation pool is judged by at its yearly review."""

from decimal import Decimal
from typing import Any

from django.db.models import Count

from enterprises.models import CreditRecord, YearlyReport

ONE_PLACE = Decimal("0.1")


def give_figures(rows: list[Any]) -> None:
    """Set on each enterprise its last two submitted `reports`, the newer first, and how many
    `credit_records` against it hold. Two queries."""
    keys = [row.pk for row in rows]
    reports: dict[int, list[YearlyReport]] = {}
    submitted = YearlyReport.objects.filter(
        organisation_id__in=keys, state=YearlyReport.State.SUBMITTED
    )
    for report in submitted.order_by("organisation_id", "-year"):
        reports.setdefault(report.organisation_id, []).append(report)
    records = CreditRecord.objects.filter(organisation_id__in=keys, lifted_on=None).order_by()
    counted = records.values_list("organisation_id").annotate(number=Count("pk"))
    open_records = dict(counted)
    for row in rows:
        row.reports = reports.get(row.pk, [])[:2]
        row.credit_records = open_records.get(row.pk, 0)


def last_year(row: Any) -> int | None:
    return row.reports[0].year if row.reports else None


def revenue(row: Any) -> Decimal | None:
    found: Decimal | None = row.reports[0].revenue if row.reports else None
    return found


def growth(row: Any) -> Decimal | None:
    """By how many per cent revenue grew from the year before; None where a year is missing."""
    if len(row.reports) < 2 or row.reports[0].year - row.reports[1].year != 1:
        return None
    now, before = (report.revenue for report in row.reports)
    if now is None or not before:
        return None
    return ((now - before) * 100 / before).quantize(ONE_PLACE)


def rd_share(row: Any) -> Decimal | None:
    """Research cost in per cent of revenue, of the last year that was reported."""
    if not row.reports or not row.reports[0].revenue or row.reports[0].rd_cost is None:
        return None
    return (row.reports[0].rd_cost * 100 / row.reports[0].revenue).quantize(ONE_PLACE)
