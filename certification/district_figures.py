"""What certificates tell of districts in a period: how many were kept when their time was over."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.tenancy import TenantQuerySet
from certification.models import CertificateEvent
from certification.rungs import LEVEL_OF_KIND
from pages.district_figures import (
    DistrictFigure,
    FigureRow,
    Measured,
    register_district_figures,
)

KEPT, ENDED = "renew", "expire"


def _due(first: date, last: date) -> TenantQuerySet[CertificateEvent]:
    """The events of the period (local days) by which certificates of the rungs were renewed or ran
    out, in the district where their holder is today; not those that a correction undid."""
    undone = CertificateEvent.objects.filter(
        certificate_id=OuterRef("certificate_id"), transition="reinstate", id__gt=OuterRef("id")
    )
    rows: TenantQuerySet[CertificateEvent] = CertificateEvent.objects.filter(
        Q(transition=KEPT) | Q(~Exists(undone), transition=ENDED),
        certificate__kind__in=LEVEL_OF_KIND,
        at__date__gte=first,
        at__date__lte=last,
    )
    return rows


def rechecked(first: date, last: date) -> dict[int, Measured]:
    """Certificates that passed ÷ certificates whose time was over. One query."""
    found = (
        _due(first, last)
        .order_by()
        .values_list("district_id")
        .annotate(kept=Count("pk", filter=Q(transition=KEPT)), due=Count("pk"))
    )
    return {district: Measured(Decimal(kept), Decimal(due)) for district, kept, due in found}


def rechecked_rows(district: int, first: date, last: date) -> Iterator[FigureRow]:
    rows = _due(first, last).filter(district_id=district).select_related("certificate")
    for event in rows.order_by("at", "id"):
        paper = event.certificate
        kept = event.transition == KEPT
        yield FigureRow(
            f"{paper.holder_name}（{paper.number}）：{'复核通过' if kept else '到期未通过'}",
            reverse("certification:detail", args=[paper.pk]),
            Decimal(kept),
            Decimal(1),
        )


register_district_figures(
    DistrictFigure(
        key="recheck_passed",
        label="复核通过率",
        unit="张",
        numerator="本期复核通过的证书",
        denominator="本期应复核的证书（复核通过和到期的）",
        by_district=rechecked,
        rows=rechecked_rows,
    )
)
