"""Who may not file again for a time after a revocation."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.compiled_queries import compiled_once
from certification.lifecycle import MISCONDUCT
from certification.models import CertificateEvent
from certification.validity import add_months

BAN_MONTHS = 36


def banned_until(revoked_on: date) -> date:
    """The first day on which an enterprise whose certificate was revoked for misconduct may file
    again. Source: 工信部企业〔2022〕63号: no re-application for at least three years."""
    return add_months(revoked_on, BAN_MONTHS)


def ban_after_revocation(organisation_id: int) -> str:
    """Why the organisation may not file, or ""; by the last revocation for misconduct."""
    revocations = _last_revocation(organisation_id)
    if not revocations:
        return ""
    last = revocations[0]
    until = banned_until(timezone.localdate(last.at))
    if timezone.localdate() >= until:
        return ""
    return (
        f"企业的认定曾因{CertificateEvent.ReasonKind(last.reason_kind).label}被撤销，三年内不能申报，"
        f"{until:%Y-%m-%d} 起可以再次申报。"
    )


@compiled_once
def _last_revocation(organisation_id: int) -> QuerySet[CertificateEvent]:
    rows = CertificateEvent.objects.filter(
        organisation_id=organisation_id, transition="revoke", reason_kind__in=MISCONDUCT
    )
    return rows.order_by("-at")[:1]
