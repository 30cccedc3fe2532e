"""The check of one candidate, made again on the day of its answer."""

from certification.models import Certificate
from enterprises.figures import facts_of
from enterprises.models import Enterprise
from financing.models import GrantCandidate
from financing.subsidies.auto.freezing import against
from financing.subsidies.find.calls import MoneyCall, money_calls


def call_of(row: GrantCandidate) -> MoneyCall | None:
    """The scheme of the candidate, while its window is open."""
    calls = money_calls(automatic=True)
    return next((one for one in calls if one.name == row.scheme_name), None)


def why_not_now(row: GrantCandidate) -> str:
    """What keeps the enterprise from being paid now, in the active scope; "" for nothing."""
    call = call_of(row)
    if call is None:
        return "这个项目现在没有受理中的批次"
    certificate = Certificate.objects.get(pk=row.certificate_id)
    entry = Enterprise.objects.get(pk=row.organisation_id)
    if certificate.organisation_id != entry.pk:
        return "证书已经转给另一家企业"
    return against(call, certificate, entry, facts_of(entry.pk))
