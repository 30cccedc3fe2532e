"""One recovery: why, its notice, its instalments, and what may be done."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from documents.official_document import WORD, as_pdf, as_word
from financing.ledger.forms import RecoveryActForm
from financing.ledger.recovery_machine import MACHINE
from financing.ledger.recovery_notice import recovery_document
from financing.ledger.views.acting import KEEPERS, READERS, act, sheets
from financing.models import Payable, Recovery
from financing.whitelist.forms import ActForm
from pages.acts import page_with_form

FORMS = {"pdf": (as_pdf, "application/pdf"), "docx": (as_word, WORD)}


@for_duties(*READERS)
@require_GET
def recovery(request: ActorRequest, pk: int) -> HttpResponse:
    """One recovery as bureaus see it."""
    return _page(request, pk)


def _page(request: ActorRequest, pk: int, refused: ActForm | None = None) -> HttpResponse:
    actor = request.actor
    rows = Recovery.objects.visible_to(actor).select_related(
        "application", "proposed_by", "district"
    )
    row = rows.get(pk=pk)
    record_read(
        actor, "enterprise", row.organisation_id, row.organisation_id, "资金追回", row.district_id
    )
    context = {
        "recovery": row,
        "tone": MACHINE.tone_of(row.state),
        "receipts": row.receipts.select_related("entered_by"),
        "paid": Payable.objects.filter(application=row.application_id, state=Payable.State.PAID),
        "acts": sheets(MACHINE, actor, row, "financing:recovery_act", refused, RecoveryActForm),
        "events": MACHINE.history(row),
    }
    used = [refused] if refused else []
    return page_with_form(request, "financing/ledger/recovery.html", context, *used)


@for_duties(*KEEPERS)
@require_POST
def recovery_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Send the notice, enter an instalment, write off, or drop it."""
    Recovery.objects.visible_to(request.actor).only("pk").get(pk=pk)
    return act(
        request, MACHINE, pk, name, reverse("financing:recovery", args=[pk]),
        lambda form: _page(request, pk, form), RecoveryActForm,
    )  # fmt: skip


@for_duties(Duty.ENTERPRISE_STAFF, *READERS)
@require_GET
def recovery_notice(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """The notice as an official document; enterprises have it once it was sent."""
    if form not in FORMS:
        raise Http404
    row = Recovery.objects.visible_to(request.actor).get(pk=pk)
    make, kind = FORMS[form]
    answer = HttpResponse(make(recovery_document(row)), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="recovery-{row.pk}.{form}"'
    return answer
