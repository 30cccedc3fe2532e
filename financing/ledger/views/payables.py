"""One payment that is due or was made: its life and its vouchers."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from financing.ledger.batch_checks import why_not_payable
from financing.ledger.keepers import keeps_fund_of
from financing.ledger.origins import origins_of
from financing.ledger.payable_machine import MACHINE
from financing.ledger.recoveries import paid_and_kept
from financing.ledger.views.acting import KEEPERS, READERS, act, sheets
from financing.models import LedgerEntry, Payable, PaymentOrder, Recovery
from financing.whitelist.forms import ActForm
from pages.acts import page_with_form


@for_duties(*READERS)
@require_GET
def payable(request: ActorRequest, pk: int) -> HttpResponse:
    """One payment, followed from the case to the voucher."""
    return _page(request, pk)


def _page(request: ActorRequest, pk: int, refused: ActForm | None = None) -> HttpResponse:
    actor = request.actor
    rows = Payable.objects.visible_to(actor).select_related("application", "district")
    row = rows.get(pk=pk)
    record_read(
        actor, "enterprise", row.organisation_id, row.organisation_id, "应付款和支付凭证",
        row.district_id,
    )  # fmt: skip
    kept = paid_and_kept(row.application)
    may_ask = keeps_fund_of(actor, row) and row.state == Payable.State.PAID and kept
    context = {
        "payable": row,
        "tone": MACHINE.tone_of(row.state),
        "why_not": why_not_payable([row]).get(row.pk, "") if row.state == Payable.State.DUE else "",
        "orders": PaymentOrder.objects.filter(payable=row).select_related("batch", "account"),
        "entries": LedgerEntry.objects.filter(application_id=row.application_id).order_by("id"),
        "recoveries": Recovery.objects.visible_to(actor).filter(application=row.application_id),
        "acts": sheets(MACHINE, actor, row, "financing:payable_act", refused),
        "kept": kept,
        "may_ask": may_ask,
        "origins": origins_of(actor, row),
        "events": MACHINE.history(row),
    }
    used = [refused] if refused else []
    return page_with_form(request, "financing/ledger/payable.html", context, *used)


@for_duties(*KEEPERS)
@require_POST
def payable_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Confirm a condition, stop, resume, or list again what came back."""
    Payable.objects.visible_to(request.actor).only("pk").get(pk=pk)
    return act(
        request, MACHINE, pk, name, reverse("financing:payable", args=[pk]),
        lambda form: _page(request, pk, form),
    )  # fmt: skip
