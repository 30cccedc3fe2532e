"""Certificates: the holder's, the bureaus' list, and the public check."""

from typing import Any

from django.core.cache import cache
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.duties import Duty
from accounts.middleware import address_of
from accounts.pagination import keyset_page
from accounts.tenancy import system_scope
from accounts.views.access import for_duties
from certification.models import Certificate
from certification.rungs import level_of, valid_certificates

CHECKS_A_MINUTE = 30


@for_duties(Duty.ENTERPRISE_STAFF)
def own(request: HttpRequest) -> HttpResponse:
    """The enterprise's certificates."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = Certificate.objects.filter(organisation_id=actor.organisation_id)
    context = {
        "page": keyset_page(request, rows, order=("-issued_on", "-id"), size=30),
        "level": level_of(valid_certificates(actor.organisation_id)),
    }
    return render(request, "certification/own.html", context)


@for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
def listing(request: HttpRequest) -> HttpResponse:
    """Certificates of the bureau's districts, newest first."""
    rows: Any = Certificate.objects.select_related("district")
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(number__startswith=text.upper())
    page = keyset_page(request, rows, order=("-issued_on", "-id"), size=50)
    return render(request, "certification/listing.html", {"page": page, "q": text})


@for_duties()
def pdf(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The certificate as PDF, for whoever may see the certificate."""
    certificate = get_object_or_404(Certificate.objects.all(), pk=pk)
    if not certificate.pdf_key:
        raise Http404
    return FileResponse(
        storages["attachments"].open(certificate.pdf_key),
        as_attachment=True,
        filename=f"{certificate.number}.pdf",
        content_type="application/pdf",
    )


def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What everybody may know of a certificate, reached by its QR code."""
    if _asks_too_often(request):
        return render(request, "429.html", status=429)
    with system_scope(reason="verify a certificate for the public"):
        certificate = Certificate.objects.filter(token=token).first()
    status = 200 if certificate else 404
    context = {"certificate": certificate, "checked_at": timezone.now()}
    return render(request, "certification/verify.html", context, status=status)


def verify_number(request: HttpRequest) -> HttpResponse:
    """The public check by number and holder's name."""
    number = request.GET.get("number", "").strip().upper()
    name = request.GET.get("name", "").strip()
    context: dict[str, Any] = {"number": number, "name": name}
    if number and name:
        if _asks_too_often(request):
            return render(request, "429.html", status=429)
        with system_scope(reason="verify a certificate for the public"):
            found = Certificate.objects.filter(number=number, holder_name=name).first()
        if found:
            return redirect("certification:verify", found.token)
        context["not_found"] = True
    elif number or name:
        context["incomplete"] = True
    return render(request, "certification/verify_form.html", context)


def _asks_too_often(request: HttpRequest) -> bool:
    key = f"verify:{address_of(request)}:{timezone.now():%H%M}"
    cache.add(key, 0, 90)
    return int(cache.incr(key)) > CHECKS_A_MINUTE
