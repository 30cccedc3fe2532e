"""Why a transition of a certificate is not possible now: a Chinese reason, or "" for none."""

from django.utils import timezone

from accounts.tenancy import Actor
from certification.models import Certificate


def has_not_run_out(actor: Actor | None, certificate: Certificate) -> str:
    if certificate.valid_to >= timezone.localdate():
        return ""
    return f"证书有效期已于 {certificate.valid_to:%Y-%m-%d} 届满。"


def has_run_out(actor: Actor | None, certificate: Certificate) -> str:
    if certificate.valid_to < timezone.localdate():
        return ""
    return f"证书有效期到 {certificate.valid_to:%Y-%m-%d}。"
