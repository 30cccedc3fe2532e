"""Making the PDF of a certificate."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse

from certification.models import Certificate
from documents.pdf import qr_svg, render_pdf


def verification_url(certificate: Certificate) -> str:
    """The public address that the QR code leads to."""
    return f"{settings.PUBLIC_URL}{reverse('certification:verify', args=[certificate.token])}"


def typeset(certificate_id: int) -> Certificate:
    """The certificate with its PDF, made now if it has none yet; two callers make it once.

    Raises `Certificate.DoesNotExist` for one outside the scope.
    """
    with transaction.atomic():
        certificate = Certificate.objects.get(pk=certificate_id)
        if not certificate.pdf_key:
            certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
            make_pdf(certificate)
        return certificate


def make_pdf(certificate: Certificate) -> None:
    """Typeset and store the certificate's PDF; a certificate that has one keeps it."""
    if certificate.pdf_key:
        return
    day = "{0:%Y}年{0.month}月{0.day}日".format
    content = render_pdf(
        "certificate.typ",
        {
            "title": f"{certificate.get_kind_display()}证书",
            "holder": certificate.holder_name,
            "credit_code": certificate.credit_code,
            "product": certificate.title if certificate.kind == Certificate.Kind.PRODUCT else "",
            "kind": certificate.get_kind_display(),
            "number": certificate.number,
            "valid_from": day(certificate.valid_from),
            "valid_to": day(certificate.valid_to),
            "issued_on": day(certificate.issued_on),
            "issuer": "青岛市中小企业主管部门",
            "qr": qr_svg(verification_url(certificate)),
        },
    )
    certificate.pdf_key = storages["attachments"].save(
        f"certificates/{certificate.pk}.pdf", ContentFile(content)
    )
    certificate.pdf_sha256 = hashlib.sha256(content).hexdigest()
    certificate.save(update_fields=["pdf_key", "pdf_sha256"])
