"""What banks and the whitelist tell of districts in a period."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import TenantQuerySet
from enterprises.pool import in_pool_on
from financing.listings import figures as of_listings  # noqa: F401  registers itself
from financing.models import CreditFeedback, WhitelistEntry
from financing.subsidies.effect import figures as of_effect  # noqa: F401  registers itself
from pages.district_figures import (
    DistrictFigure,
    FigureRow,
    Measured,
    register_district_figures,
)

State = CreditFeedback.State


def _loans(first: date, last: date) -> TenantQuerySet[CreditFeedback]:
    """The loans paid out in the period (local days), by the district where the enterprise is today;
    voided ones are left out by the manager."""
    rows: TenantQuerySet[CreditFeedback] = CreditFeedback.objects.filter(
        state__in=(State.PAID_OUT, State.SETTLED),
        paid_out_on__gte=first,
        paid_out_on__lte=last,
    )
    return rows


def _end(last: date) -> date:
    """The end of the period; today while it runs."""
    return min(last, timezone.localdate())


def loans(first: date, last: date) -> dict[int, Measured]:
    """Loans ÷ enterprises in the pool at the end. Two queries."""
    paid = _by_district(_loans(first, last))
    pool = _by_district(in_pool_on(_end(last)))
    return {
        key: Measured(Decimal(paid.get(key, 0)), Decimal(pool.get(key, 0)))
        for key in paid.keys() | pool.keys()
    }


def _by_district(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("district_id").annotate(Count("pk")))


def loan_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    """The loans, and in one row the enterprises that they are divided by."""
    rows = _loans(first, last).filter(district_id=district).select_related("bank")
    listing = reverse("financing:credits")
    for loan in rows.order_by("paid_out_on", "pk").iterator(2000):
        amount = f"{loan.paid_out:,.2f} 万元" if loan.paid_out is not None else "金额未报"
        yield FigureRow(
            f"{loan.enterprise_name}：{loan.bank.name}，{loan.paid_out_on:%Y-%m-%d} 放款 {amount}",
            f"{listing}?{urlencode({'q': loan.reference})}",
            Decimal(1),
            Decimal(0),
        )
    pool = in_pool_on(_end(last)).filter(district_id=district).count()
    yield FigureRow("期末在库企业", reverse("enterprises:pool_members"), Decimal(0), Decimal(pool))


def _on_list(last: date) -> TenantQuerySet[WhitelistEntry]:
    """Who was on the list at the end of the local day."""
    rows: TenantQuerySet[WhitelistEntry] = WhitelistEntry.objects.listed_at_end_of(_end(last))
    return rows


def listed(first: date, last: date) -> dict[int, Measured]:
    """Enterprises on the whitelist at the end of the period. One query."""
    return {key: Measured(Decimal(n)) for key, n in _by_district(_on_list(last)).items()}


def listed_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    rows = _on_list(last).filter(district_id=district).order_by("listed_at", "pk")
    for pk, name in rows.values_list("pk", "enterprise_name").iterator(2000):
        yield FigureRow(name, reverse("financing:entry", args=[pk]), Decimal(1))


register_district_figures(
    DistrictFigure(
        key="loans_in_pool",
        label="融资落地",
        unit="笔",
        numerator="本期银行反馈已放款的笔数",
        denominator="期末在库企业（本期未结束的，为今天）",
        by_district=loans,
        rows=loan_rows,
    ),
    DistrictFigure(
        key="whitelist_enterprises",
        label="融资白名单企业",
        unit="家",
        numerator="期末在白名单的企业（本期未结束的，为今天）",
        denominator="",
        by_district=listed,
        rows=listed_rows,
    ),
)
