"""The bank's side of loan demands: what waits, deciding one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation, StaleVersion
from accounts.pagination import keyset_page
from accounts.request_values import whole_number
from accounts.state_machine import Said
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from enterprises.forms import add_errors
from financing.actions.make_offer import make_offer
from financing.demand_forms import OfferForm
from financing.demand_machine import MACHINE, TONES, DeclineReason
from financing.filters import HandlingFilter
from financing.forms import ActForm
from financing.models import DemandHandling, FeedRow, LoanDemand

bank_only = for_duties(Duty.BANK_OFFICER)
# The other acts of a bank's officer say no more than a reason.
BY_REASON = ("take_up", "ask", "decline")
LABELS = {"ask": "需要企业补充什么（企业可见）", "decline": "说明和改进建议（企业可见）"}


@bank_only
@require_GET
def bank_demands(request: HttpRequest) -> HttpResponse:
    """Demands that were put to the bank: what it has to decide, the most urgent first."""
    rows = DemandHandling.objects.select_related("demand", "district")
    filters = HandlingFilter(request.GET, queryset=rows, request=request)
    order = ("due_on", "id") if filters.is_queue else ("-id",)
    page = keyset_page(request, filters.qs, order=order, size=50)
    for row in page.rows:
        row.tone = TONES[DemandHandling.State(row.state)]
    context = {
        "page": page,
        "filter": filters,
        "waiting": DemandHandling.objects.waiting_for_bank().count(),
        "overdue": DemandHandling.objects.overdue().count(),
    }
    return render(request, "financing/bank_demands.html", context)


@bank_only
@require_GET
def bank_demand(request: HttpRequest, pk: int) -> HttpResponse:
    """One demand, and what the bank may do with it."""
    return _page(request, pk)


def _page(
    request: HttpRequest, pk: int, refused: Any = None, act: str = "", status: int = 200
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    handling: DemandHandling = (
        DemandHandling.objects.visible_to(actor).select_related("demand", "district").get(pk=pk)
    )
    offers = list(handling.offers.order_by("-id"))
    possible = MACHINE.offers(actor, handling)
    context = {
        "handling": handling,
        "demand": handling.demand,
        "tone": TONES[DemandHandling.State(handling.state)],
        "because": dict(DeclineReason.choices).get(handling.declined_because, ""),
        "made": offers,
        "acts": [
            {
                "transition": one.transition,
                "form": refused
                if act == one.transition.name
                else _form(one.transition.name, handling.demand),
            }
            for one in possible
        ],
        "act": act,
        "events": MACHINE.timeline(handling),
        "is_listed": FeedRow.objects.filter(
            bank_id=actor.organisation_id,
            organisation_id=handling.organisation_id,
            left_at=None,
        ).exists(),
    }
    return render(request, "financing/bank_demand.html", context, status=status)


def _form(name: str, demand: LoanDemand, data: Any = None) -> Any:
    """The form of an act; an offer begins with what the enterprise asks for."""
    if name == "offer":
        asked = {"amount": f"{demand.amount.normalize():f}", "term_months": demand.term_months}
        return OfferForm(data, auto_id="offer_%s", initial=asked)
    return ActForm(
        MACHINE.transitions[name], data, auto_id=f"{name}_%s", label=LABELS.get(name, "")
    )


@bank_only
@require_POST
def bank_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take up, ask, offer or decline."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    handling = DemandHandling.objects.visible_to(actor).select_related("demand").get(pk=pk)
    if name != "offer" and name not in BY_REASON:
        raise DemandHandling.DoesNotExist
    form = _form(name, handling.demand, request.POST)
    version = whole_number(request.POST.get("version"))
    if form.is_valid():
        try:
            if name == "offer":
                make_offer(actor, pk, form.terms(), expected_version=version)
            else:
                data = form.cleaned_data
                said = Said(data["reason"], data.get("reason_kind", ""))
                MACHINE.execute(actor, pk, name, said, expected_version=version)
        except StaleVersion as stale:
            messages.warning(request, stale.message)
            return redirect("financing:bank_demand", pk)
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            told = MACHINE.transitions[name].told
            messages.success(request, f"{handling.demand.enterprise_name}：{told}，已通知企业。")
            return redirect("financing:bank_demand", pk)
    return _page(request, pk, form, name, 422)
