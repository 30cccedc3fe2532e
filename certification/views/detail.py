"""One certificate for its holder and the bureaus: what it says, what happened, what is next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from certification.actions.start_recheck import recheck_window
from certification.lifecycle import MACHINE, OUT_OF_FORCE
from certification.models import Certificate
from certification.policies import READERS, is_holder
from certification.tables import REPORT, UPDATE_COLUMNS
from certification.yearly_update import updates_of
from enterprises.models import Enterprise
from pages.lists.table import table_html
from procedures.models import Application


@for_duties(*READERS)
@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """The certificate with its history, its yearly updates and its re-check."""
    actor = request.actor
    certificate = (
        Certificate.objects.visible_to(actor)
        .select_related("district", "scheme_version__scheme")
        .get(pk=pk)
    )
    updates = updates_of(certificate)
    columns = (*UPDATE_COLUMNS, REPORT) if is_holder(actor, certificate) else UPDATE_COLUMNS
    context = {
        "certificate": certificate,
        "tone": MACHINE.tone_of(certificate.state),
        "is_holder": is_holder(actor, certificate),
        "case": Application.objects.visible_to(actor).filter(certificate=certificate).first(),
        "events": MACHINE.history(certificate),
        "updates": table_html(columns, updates) if updates else "",
        "reads_cases": not actor.is_auditor,
        "window": recheck_window(certificate),
        "new_name": _new_name(certificate),
        "days_left": (certificate.valid_to - timezone.localdate()).days,
        "available": MACHINE.available(actor, certificate),
    }
    return render(request, "certification/detail.html", context)


def _new_name(certificate: Certificate) -> str:
    """The holder's name in the registry where the certificate does not bear it yet; else ""."""
    if certificate.state in OUT_OF_FORCE:
        return ""
    names = Enterprise.objects.filter(pk=certificate.organisation_id)
    name: str = names.values_list("name", flat=True).first() or ""
    return name if name != certificate.holder_name else ""
