"""Proposing to ask money back: the sum is shown first, and proposed as it was seen."""

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.ledger.demands import demand_of, open_for, paid_and_kept
from financing.ledger.forms import ProposeRecoveryForm
from financing.ledger.keepers import keeps_fund_of
from financing.ledger.recoveries import propose_by_hand
from financing.ledger.views.acting import KEEPERS
from financing.models import Payable
from pages.acts import add_errors, attempt, page_with_form
from schemes.amounts.worked_sum import WorkedSum


@for_duties(*KEEPERS)
def recovery_propose(request: ActorRequest, pk: int) -> HttpResponse:
    """Work out what is asked back of a payment's case, show it, and propose it once it was seen as
    it is now."""
    actor = request.actor
    rows = Payable.objects.visible_to(actor).select_related("application__scheme_version")
    payable = rows.get(pk=pk)
    form = ProposeRecoveryForm(request.POST or None)
    worked = None
    if request.method == "POST" and form.is_valid():
        worked = _worked(payable, form)
        if worked.refusals:
            add_errors(form, {"amount": "；".join(worked.refusals) + "。"})
        elif request.POST.get("seen") == worked.sha256:
            said = form.cleaned_data
            made = attempt(
                request,
                lambda: propose_by_hand(
                    actor, pk, said["cause"], said["amount"], said["note"], until=said["until"]
                ),
                form=form,
                done="已提出追回，由另一位经办人决定。",
            )
            if made.value is not None:
                return redirect("financing:recovery", made.value.pk)
    context = {
        "payable": payable,
        "kept": paid_and_kept(payable.application),
        "form": form if _may_ask(request, payable) else None,
        "worked": worked,
        "is_shown": worked is not None and not worked.refusals,
    }
    return page_with_form(request, "financing/ledger/recovery_propose.html", context, form)


def _may_ask(request: ActorRequest, payable: Payable) -> bool:
    return keeps_fund_of(request.actor, payable) and payable.state == Payable.State.PAID


def _worked(payable: Payable, form: ProposeRecoveryForm) -> WorkedSum:
    said = form.cleaned_data
    case, cause = payable.application, said["cause"]
    besides = [one.pk for one in open_for(case, cause)]
    return demand_of(case, cause, amount=said["amount"], until=said["until"], besides=besides)
