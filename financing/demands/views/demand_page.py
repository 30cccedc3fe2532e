"""One loan demand as bureaus watch it: what is needed, where each bank stands, and a reminder."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from audit.trail import record_read
from financing.demands.columns import WATCHED_OFFERS, offers_html
from financing.demands.lists import READERS
from financing.demands.machine import MACHINE, history_of
from financing.models import DemandHandling, LoanDemand, WhitelistEntry
from pages.acts import attempt

URGE = "urge"


@for_duties(*READERS)
@require_GET
def demand(request: ActorRequest, pk: int) -> HttpResponse:
    """The terms, each bank with its deadline, its offers, its refusal and what happened there."""
    actor = request.actor
    row: LoanDemand = LoanDemand.objects.visible_to(actor).select_related("district").get(pk=pk)
    record_read(
        actor, "loan_demand", pk, row.organisation_id, f"融资需求 {row.number}", row.district_id
    )
    entry = WhitelistEntry.objects.filter(organisation_id=row.organisation_id).order_by("-id")
    context = {
        "demand": row,
        "handlings": _handlings(actor, row),
        "entry": entry.first(),
        "shows_contact": actor.duty != Duty.LEADER,
    }
    return render(request, "financing/demand.html", context)


def _handlings(actor: Actor, row: LoanDemand) -> list[DemandHandling]:
    rows = row.handlings.select_related("bank").prefetch_related("offers", "events__user")
    found: list[Any] = list(rows.order_by("id"))
    for one in found:
        one.tone = MACHINE.tone_of(one.state)
        made = sorted(one.offers.all(), key=lambda offer: -offer.pk)
        one.made = offers_html(made, WATCHED_OFFERS)
        one.history = history_of(one, row.enterprise_name, one.events.all())
        # Only what is late may be urged; the rest needs no look at the guards.
        available = MACHINE.available(actor, one) if one.is_overdue and actor.is_city else []
        one.urge = next((act for act in available if act.transition.name == URGE), None)
    return found


@for_duties(Duty.CITY_OFFICER)
@require_POST
def urge(request: ActorRequest, pk: int) -> HttpResponse:
    """Remind a bank that is late."""
    actor = request.actor
    handling = DemandHandling.objects.visible_to(actor).select_related("bank").get(pk=pk)
    attempt(
        request,
        lambda: MACHINE.execute(actor, pk, URGE),
        done=f"已催办{handling.bank.name}，经办人会收到通知。",
    )
    return redirect("financing:demand", handling.demand_id)
