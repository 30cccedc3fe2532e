"""Certificates: the holder's, the bureaus' list, and the public check."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.pagination import keyset_page
from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often
from accounts.views.access import for_duties
from certification.filters import CertificateFilter
from certification.issuing import typeset
from certification.models import Certificate
from certification.rungs import level_of, valid_certificates
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook

CHECKS_A_MINUTE = 30
WITHOUT_PAPER = (Certificate.State.SUSPENDED, Certificate.State.REVOKED)
READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
HEADINGS = (
    "证书编号", "类别", "持证企业", "统一社会信用代码", "产品（技术）", "区市", "发证日期",
    "有效期起", "有效期止", "状态",
)  # fmt: skip


@for_duties(Duty.ENTERPRISE_STAFF)
def own(request: ActorRequest) -> HttpResponse:
    """The enterprise's certificates."""
    actor = request.actor
    rows = Certificate.objects.filter(organisation_id=actor.organisation_id)
    context = {
        "page": keyset_page(request, rows, order=("-issued_on", "-id"), size=30),
        "level": level_of(valid_certificates(actor.organisation_id)),
    }
    return render(request, "certification/own.html", context)


@for_duties(*READERS)
@require_GET
def listing(request: ActorRequest) -> HttpResponse:
    """Certificates of the bureau's districts, newest first."""
    filters = CertificateFilter(request.GET, queryset=_certificates(), request=request)
    context = {
        "page": keyset_page(request, filters.qs, order=("-issued_on", "-id"), size=50),
        "filter": filters,
        "query": request.GET.urlencode(),
    }
    return render(request, "certification/listing.html", context)


@for_duties(*READERS)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered certificates as a workbook, sent while they are read."""

    def workbook() -> Iterator[bytes]:
        # Built here, inside the stream's own scope: a queryset takes its scope when it is made.
        filters = CertificateFilter(request.GET, queryset=_certificates(), request=request)
        rows = filters.qs.order_by("-issued_on", "-id").iterator(2000)
        return stream_workbook("证书", HEADINGS, map(_line, rows), widths=[24, 22, 36, 22, 30])

    return workbook_answer(request.actor, "certificates", workbook)


def _certificates() -> Any:
    return Certificate.objects.select_related("district")


def _line(row: Certificate) -> list[Any]:
    return [
        row.number,
        row.get_kind_display(),
        row.holder_name,
        row.credit_code,
        row.title,
        row.district.short_name,
        row.issued_on,
        row.valid_from,
        row.valid_to,
        row.get_state_display(),
    ]


@for_duties(Duty.ENTERPRISE_STAFF, *READERS)
@require_GET
def pdf(request: ActorRequest, pk: int) -> FileResponse | HttpResponse:
    """The certificate as PDF, for whoever may see the certificate; none while it is suspended or
    once it is revoked."""
    certificate = typeset(pk)
    if certificate.state in WITHOUT_PAPER:
        messages.error(request, f"证书现在是“{certificate.get_state_display()}”，不能下载。")
        return redirect("certification:detail", pk)
    return FileResponse(
        storages["attachments"].open(certificate.pdf_key),
        as_attachment=True,
        filename=f"{certificate.number}.pdf",
        content_type="application/pdf",
    )


def verify(request: ActorRequest, token: str) -> HttpResponse:
    """What everybody may know of a certificate, reached by its QR code."""
    if asks_too_often(request, "verify", CHECKS_A_MINUTE):
        return render(request, "429.html", status=429)
    with system_scope(reason="verify a certificate for the public"):
        certificate = Certificate.objects.filter(token=token).first()
    status = 200 if certificate else 404
    context = {"certificate": certificate, "checked_at": timezone.now()}
    return render(request, "certification/verify.html", context, status=status)


def verify_number(request: ActorRequest) -> HttpResponse:
    """The public check by number and holder's name."""
    number = request.GET.get("number", "").strip().upper()
    name = request.GET.get("name", "").strip()
    context: dict[str, Any] = {"number": number, "name": name}
    if number and name:
        if asks_too_often(request, "verify", CHECKS_A_MINUTE):
            return render(request, "429.html", status=429)
        with system_scope(reason="verify a certificate for the public"):
            found = Certificate.objects.filter(number=number, holder_name=name).first()
        if found:
            return redirect("certification:verify", found.token)
        context["not_found"] = True
    elif number or name:
        context["incomplete"] = True
    return render(request, "certification/verify_form.html", context)
