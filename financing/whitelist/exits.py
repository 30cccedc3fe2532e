"""Entries that end by themselves, at once: certificates that end, records against the credit
standing, conditions that are met no more."""

from certification.changes import CertificateChange
from certification.lifecycle import MACHINE as CERTIFICATE
from certification.rungs import valid_certificates
from enterprises.changes import on_credit_change
from enterprises.models import CreditRecord
from financing.models.reasons import RemovalReason
from financing.whitelist.entries import locked_listing
from financing.whitelist.feed import refresh_entry
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput


def certificate_changed(change: CertificateChange) -> None:
    """The list follows the certificates of the holder; after a merger also of the former one."""
    holders = {change.row.organisation_id}
    if "organisation_id" in change.facts:
        holders.add(change.facts["organisation_id"][0])
    for enterprise_id in sorted(holders):
        _follow_certificates(enterprise_id)


def _follow_certificates(enterprise_id: int) -> None:
    entry = locked_listing(enterprise_id)
    if entry is None:
        return
    if valid_certificates(enterprise_id):
        refresh_entry(entry)
        return
    given = TransitionInput(
        reason="企业不再持有有效的认定证书。", reason_kind=RemovalReason.CERTIFICATE
    )
    MACHINE.execute(None, entry.pk, "lapse", given)


def credit_changed(enterprise_id: int) -> None:
    """A record takes the enterprise off the list; a lifted one does not bring it back."""
    entry = locked_listing(enterprise_id)
    open_records = CreditRecord.objects.open().filter(organisation_id=enterprise_id)
    record = open_records.order_by("-pk").first()
    if entry is None or record is None:
        return
    given = TransitionInput(
        reason=f"{record.get_kind_display()}：{record.authority} {record.document_number}。",
        reason_kind=RemovalReason.CREDIT,
    )
    MACHINE.execute(None, entry.pk, "lapse", given)


def register_exits() -> None:
    CERTIFICATE.subscribe(certificate_changed)
    on_credit_change(credit_changed)
