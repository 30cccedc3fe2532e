"""The bank's feedback in the browser: the form of one credit."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from financing.demands.machine import last_offer
from financing.feedback.actions.report_credit import REJECTED, LineResult, report_credits
from financing.feedback.actions.void_credit import void_credit
from financing.feedback.forms import FeedbackForm, VoidForm
from financing.feedback.seen import version_of
from financing.models import CreditFeedback, DemandHandling, FeedRow
from financing.whitelist.pulls import listed_with_name_part
from pages.acts import add_errors, attempt, page_with_form
from pages.request_values import shown_version, whole_number

bank_only = for_duties(Duty.BANK_OFFICER)
MOST_FOUND = 20


@bank_only
def report(request: ActorRequest, reference: str = "") -> HttpResponse:
    """Report one credit, or what has become of one that was reported."""
    actor = request.actor
    row = CreditFeedback.objects.visible_to(actor).get(reference=reference) if reference else None
    sent = request.POST if request.method == "POST" else None
    form = FeedbackForm(sent, row=row, initial=_chosen(actor, request))
    version = version_of(row) if row else None
    if request.method == "POST":
        shown = shown_version(request.POST) if row else None
        result = _reported(actor, form, shown)
        if result.status != REJECTED and form.is_valid():
            messages.success(request, _told(form.cleaned_data))
            return redirect("financing:feedback")
        # Whoever was told of a later report has seen it; nobody else has.
        version = version if "" in result.errors else shown
    return _page(request, form, row, version)


def _page(
    request: ActorRequest,
    form: FeedbackForm,
    row: CreditFeedback | None,
    version: int | None,
    void: VoidForm | None = None,
) -> HttpResponse:
    beside = _loans_beside(row) if row else {}
    if row is not None:
        beside["void"] = void or VoidForm(auto_id="void_%s")
    context = {"form": form, "row": row, "version": version, **beside}
    return page_with_form(request, "financing/report.html", context, void or form)


@bank_only
@require_POST
def void(request: ActorRequest, reference: str) -> HttpResponse:
    """Void a credit that was reported by mistake."""
    actor = request.actor
    form = VoidForm(request.POST, auto_id="void_%s")
    version = shown_version(request.POST)
    tried = attempt(
        request,
        lambda: void_credit(
            actor, reference, form.cleaned_data["reason"], actor.user_name, version=version
        ),
        form=form,
        done=f"{reference} 的反馈已作废，企业会收到通知。",
    )
    if tried:
        return redirect("financing:feedback")
    row = CreditFeedback.objects.visible_to(actor).get(reference=reference)
    return _page(request, FeedbackForm(row=row), row, version_of(row), form)


def _told(said: dict[str, str]) -> str:
    further = f"所续的原贷款 {said['renews']} 还清后，请反馈结清。" if said["renews"] else ""
    return f"{said['reference']} 已反馈。{further}"


def _loans_beside(row: CreditFeedback) -> dict[str, object]:
    """The loan that this one renews, the loans that renew this one, and whether it runs out."""
    own = CreditFeedback.objects.filter(bank_id=row.bank_id)
    return {
        "runs_out": row.runs_out,
        "renewed": own.filter(reference=row.renews).first() if row.renews else None,
        "renewals": list(own.filter(renews=row.reference).order_by("id")),
    }


def _reported(actor: Actor, form: FeedbackForm, version: int | None) -> LineResult:
    """Report what was typed over what the page showed; everything that is wrong with it is told
    at once."""
    is_full = form.is_valid()
    (result,) = report_credits(
        actor, [form.line()], actor.user_name, check_only=not is_full, version=version
    )
    further = {name: said for name, said in result.errors.items() if name not in form.errors}
    add_errors(form, further)
    return result


def _chosen(actor: Actor, request: ActorRequest) -> dict[str, object]:
    """What is known of the credit, where the request names the loan that it renews or the demand
    in which an enterprise chose it."""
    if "renews" in request.GET:
        return _renewal_of(
            CreditFeedback.objects.visible_to(actor).get(reference=request.GET["renews"])
        )
    pk = whole_number(request.GET.get("handling"))
    if pk is None:
        return {}
    state = DemandHandling.State.ACCEPTED
    rows = DemandHandling.objects.visible_to(actor).filter(state=state)
    handling = rows.select_related("demand__renews").get(pk=pk)
    offer = last_offer(handling)
    assert offer is not None, "what was accepted was offered"
    renewed = handling.demand.renews
    return {
        "demand": handling.demand.number,
        "credit_code": handling.demand.credit_code,
        "state": CreditFeedback.State.GRANTED,
        "contacted_on": timezone.localdate(handling.sent_at),
        "credit_line": f"{offer.amount.normalize():f}",
        "rate": f"{offer.rate.normalize():f}",
        "guarantee": offer.guarantee,
        "renews": renewed.reference if renewed else "",
        "renewal": "" if renewed else CreditFeedback.Renewal.NONE,
    }


def _renewal_of(loan: CreditFeedback) -> dict[str, object]:
    """How it is renewed is the bank's to say: the policy is judged by it."""
    return {
        "credit_code": loan.credit_code,
        "state": CreditFeedback.State.PAID_OUT,
        "contacted_on": timezone.localdate(),
        "credit_line": loan.credit_line,
        "guarantee": loan.guarantee,
        "rate": loan.rate,
        "renews": loan.reference,
        "renewal": "",
    }


@bank_only
@require_GET
def enterprises(request: ActorRequest) -> HttpResponse:
    """Enterprises on the list by a part of their name, to choose the credit code from."""
    actor = request.actor
    part = " ".join(request.GET.get("credit_code", "").split())
    ids = listed_with_name_part(part, MOST_FOUND) if len(part) > 1 else []
    rows = FeedRow.objects.listed_for(actor.organisation_id).filter(organisation_id__in=ids)
    found = [(row.credit_code, json.loads(row.bare)["name"]) for row in rows.order_by("-id")]
    return render(request, "financing/_enterprise_options.html", {"found": found})
