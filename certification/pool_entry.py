"""The first certificate takes its holder into the cultivation pool."""

from certification.changes import CertificateChange, on_certificate_change
from enterprises.actions.enter_cultivation_pool import enter_pool_with_certificate


def enter_pool(change: CertificateChange) -> None:
    """Source: action plan 2018-2021, 一 (滚动培育): who is certified is being cultivated."""
    if change.name == "issue":
        certificate = change.certificate
        enter_pool_with_certificate(
            certificate.organisation_id, f"取得{certificate.get_kind_display()}证书"
        )


def register_pool_entry() -> None:
    on_certificate_change(enter_pool)
