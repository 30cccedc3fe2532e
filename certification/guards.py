"""Why a transition of a certificate is not possible now: a Chinese reason, or "" for none."""

from django.utils import timezone

from accounts.tenancy import Actor
from certification.changes import CertificateInput
from certification.models import Certificate
from certification.policies import REVOKE, subject_of
from lifecycle.two_persons import only_one_person


def has_not_run_out(actor: Actor | None, certificate: Certificate) -> str:
    if certificate.valid_to >= timezone.localdate():
        return ""
    return f"证书有效期已于 {certificate.valid_to:%Y-%m-%d} 届满。"


def is_approved_by_another(certificate: Certificate, given: CertificateInput) -> dict[str, str]:
    """Nobody revokes alone; what follows from the decision of a case was decided there."""
    if given.application_id is not None:
        return {}
    why = only_one_person(REVOKE, subject_of(certificate.pk))
    return {"": why} if why else {}


def has_run_out(actor: Actor | None, certificate: Certificate) -> str:
    if certificate.valid_to < timezone.localdate():
        return ""
    return f"证书有效期到 {certificate.valid_to:%Y-%m-%d}。"
