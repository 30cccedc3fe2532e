"""The first certificate takes its holder into the cultivation pool."""

from certification.changes import CertificateChange
from certification.lifecycle import MACHINE
from enterprises.actions.enter_cultivation_pool import enter_pool_with_certificate


def enter_pool(change: CertificateChange) -> None:
    """Source: action plan 2018-2021, 一 (滚动培育): who is certified is being cultivated."""
    if change.transition.name == "issue":
        certificate = change.row
        enter_pool_with_certificate(
            certificate.organisation_id, f"取得{certificate.get_kind_display()}证书"
        )


def register_pool_entry() -> None:
    MACHINE.subscribe(enter_pool)
