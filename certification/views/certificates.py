"""Certificates as PDF, and the public check."""

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.throttling import fails_too_often, note_failure
from accounts.views.access import for_duties
from certification.issuing import typeset
from certification.lists import WITHOUT_PAPER
from certification.models import Certificate
from certification.policies import READERS
from certification.public_check import by_number_and_name

CHECK = "verify"
FAILURES_A_MINUTE = 30


@for_duties(*READERS)
@require_GET
def pdf(request: ActorRequest, pk: int) -> FileResponse | HttpResponse:
    """The certificate as PDF, for whoever may see the certificate; none while it is suspended or
    once it is revoked."""
    if Certificate.objects.get(pk=pk).was_entered:
        messages.error(request, "这张证书不是本平台制发的，纸质证书以原发证机关的为准。")
        return redirect("certification:detail", pk)
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
    if fails_too_often(request, CHECK, FAILURES_A_MINUTE):
        return _too_often(request)
    with system_scope(reason="verify a certificate for the public"):
        certificate = Certificate.objects.filter(token=token).first()
    if certificate is None:
        note_failure(request, CHECK)
    status = 200 if certificate else 404
    rows = _public_rows(certificate) if certificate else []
    context = {"certificate": certificate, "rows": rows, "checked_at": timezone.now()}
    return render(request, "certification/verify.html", context, status=status)


def _too_often(request: ActorRequest) -> HttpResponse:
    return render(request, "429_public.html", {"what": "查验", "is_failures": True}, status=429)


def _public_rows(certificate: Certificate) -> list[dict[str, str]]:
    renamed = [("原名称", certificate.former_name)] if certificate.former_name else []
    told = [
        ("认定类别", certificate.get_kind_display()),
        ("持证企业", certificate.holder_name),
        *renamed,
        (certificate.title_label, certificate.title),
        ("证书编号", certificate.number),
        ("有效期", f"{certificate.valid_from} 至 {certificate.valid_to}"),
        *([("认定文号", certificate.document_number)] if certificate.document_number else []),
        ("发证机关", "青岛市中小企业主管部门"),
    ]
    return [{"label": label, "value": value} for label, value in told]


def verify_number(request: ActorRequest) -> HttpResponse:
    """The public check by number and holder's name."""
    number = request.GET.get("number", "").strip()
    name = request.GET.get("name", "").strip()
    context: dict[str, object] = {"number": number, "name": name}
    if number and name:
        if fails_too_often(request, CHECK, FAILURES_A_MINUTE):
            return _too_often(request)
        with system_scope(reason="verify a certificate for the public"):
            found = by_number_and_name(number, name)
        if found:
            return redirect("certification:verify", found.token)
        note_failure(request, CHECK)
        context["not_found"] = True
    elif number or name:
        context["incomplete"] = True
    return render(request, "certification/verify_form.html", context)
