"""One certificate for its holder and the bureaus: what it says, what happened, what is next."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from certification.actions.start_recheck import recheck_window
from certification.executor import available_transitions
from certification.lifecycle import FINAL_STATES, TRANSITIONS, tone_of
from certification.models import Certificate, CertificateEvent
from certification.policies import READERS, is_holder
from certification.tables import REPORT, UPDATE_COLUMNS
from certification.yearly_update import updates_of
from enterprises.models import Enterprise
from pages.lists.table import table_html
from procedures.models import Application

CHANGED = {"valid_to": "有效期止", "holder_name": "持证企业", "credit_code": "统一社会信用代码"}


@for_duties(*READERS)
@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """The certificate with its history, its yearly updates and its re-check."""
    actor: Actor = request.actor
    certificate = (
        Certificate.objects.visible_to(actor)
        .select_related("district", "scheme_version__scheme")
        .get(pk=pk)
    )
    updates = updates_of(certificate)
    columns = (*UPDATE_COLUMNS, REPORT) if is_holder(actor, certificate) else UPDATE_COLUMNS
    context = {
        "certificate": certificate,
        "tone": tone_of(certificate.state),
        "is_holder": is_holder(actor, certificate),
        "case": Application.objects.visible_to(actor).filter(pk=certificate.application_id).first(),
        "events": _timeline(certificate),
        "updates": table_html(columns, updates) if updates else "",
        "window": recheck_window(certificate),
        "new_name": _new_name(certificate),
        "days_left": (certificate.valid_to - timezone.localdate()).days,
        "offers": available_transitions(actor, certificate),
    }
    return render(request, "certification/detail.html", context)


def _new_name(certificate: Certificate) -> str:
    """The holder's name in the registry where the certificate does not bear it yet; else ""."""
    if certificate.state in FINAL_STATES:
        return ""
    names = Enterprise.objects.filter(pk=certificate.organisation_id)
    name: str = names.values_list("name", flat=True).first() or ""
    return name if name != certificate.holder_name else ""


def _timeline(certificate: Certificate) -> list[dict[str, Any]]:
    events = certificate.events.select_related("user").order_by("-id")
    issued = {
        "when": f"{certificate.issued_on:%Y-%m-%d}",
        "who": "",
        "what": "认定发证",
        "detail": f"证书编号 {certificate.number}",
    }
    return [*(_told(event) for event in events), issued]


def _told(event: CertificateEvent) -> dict[str, Any]:
    kind = f"{event.get_reason_kind_display()}。" if event.reason_kind else ""
    lines = [f"{kind}{event.reason}"] if kind or event.reason else []
    if event.document_number:
        lines.append(f"依据：{event.document_number}")
    lines += [
        f"{CHANGED[name]}：{before} → {after}"
        for name, (before, after) in event.changes.items()
        if name in CHANGED
    ]
    return {
        "when": timezone.localtime(event.at),
        "who": f"{event.organisation_name} {event.user or ''}",
        "what": TRANSITIONS[event.transition].told,
        "detail": "\n".join(lines),
    }
