"""A certificate that was issued outside of the portal becomes known to it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.tenancy import Actor
from certification.changes import CertificateInput
from certification.lifecycle import MACHINE, OUT_OF_FORCE, state_when_entered
from certification.models import Certificate, CertificateEvent, IssuedCertificate
from enterprises.models import Enterprise

AMENDED = (
    "holder_name", "credit_code", "title", "issued_on", "valid_from", "valid_to", "document_number",
)  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """What stands on a certificate."""

    kind: str
    number: str
    holder_name: str
    title: str
    issued_on: date
    valid_from: date
    valid_to: date
    document_number: str
    credit_code: str = ""
    published_title_id: int | None = None


def enter_certificate(actor: Actor | None, holder: Enterprise, paper: Paper) -> Certificate:
    """Give `holder` the certificate, in the caller's transaction; it has run out already where its
    last day is over. Raises `NotPermitted`, `RuleViolation`."""
    certificate = Certificate(
        **holder.home,
        kind=paper.kind,
        number=paper.number,
        holder_name=paper.holder_name,
        credit_code=paper.credit_code or holder.credit_code or "",
        title=paper.title or Certificate.Kind(paper.kind).label,
        issued_on=paper.issued_on,
        valid_from=paper.valid_from,
        valid_to=paper.valid_to,
        document_number=paper.document_number,
        published_title_id=paper.published_title_id,
    )
    certificate.state = state_when_entered(certificate)
    with transaction.atomic():
        certificate.save(force_insert=True)
        given = CertificateInput(document_number=paper.document_number)
        return MACHINE.begin(actor, certificate, "enter", given)


def follow_the_register(actor: Actor, row: IssuedCertificate) -> None:
    """Let the certificate say what its line of the register says now; one whose line was retired
    is revoked as entered wrongly. Raises as the machine of certificates."""
    assert row.certificate_id is not None, "a saved line has its certificate"
    certificate = Certificate.objects.get(pk=row.certificate_id)
    if row.is_retired:
        if certificate.state not in OUT_OF_FORCE:
            kind = CertificateEvent.ReasonKind.CORRECTION
            given = CertificateInput(reason=row.retirement_reason, reason_kind=kind)
            MACHINE.execute(actor, certificate.pk, "revoke", given)
        return
    said = {name: getattr(row, name) for name in AMENDED}
    said["title"] = row.title or row.get_kind_display()
    if certificate.former_name:  # the act of renaming or of a merger has the last word
        del said["holder_name"], said["credit_code"]
    amended = {name: value for name, value in said.items() if value != getattr(certificate, name)}
    if not amended:
        return
    given = CertificateInput(
        reason="登记内容更正。", document_number=row.document_number, amended=amended
    )
    lasts = row.valid_to >= timezone.localdate()
    revives = lasts and certificate.state == Certificate.State.EXPIRED
    MACHINE.execute(actor, certificate.pk, "reinstate" if revives else "amend", given)
