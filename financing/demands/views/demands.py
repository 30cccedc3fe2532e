"""The enterprise's loan demands: what it needs, what banks answer, which offer it takes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from enterprises.models import Enterprise
from financing.demands.actions.answer_bank import answer_bank
from financing.demands.actions.post_demand import (
    choose_offer,
    close_demand,
    post_demand,
    put_to_more_banks,
)
from financing.demands.forms import BankAnswerForm, BanksForm, DemandForm
from financing.demands.lists import NOT_LISTED
from financing.demands.machine import MACHINE, OPEN, history_of
from financing.models import Consent, DemandHandling, LoanDemand, LoanOffer, WhitelistEntry
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version

staff_only = for_duties(Duty.ENTERPRISE_STAFF)


@staff_only
def new_demand(request: ActorRequest) -> HttpResponse:
    """Say what is needed, and choose the banks."""
    actor = request.actor
    form = DemandForm(request.POST or None, initial=_initial(actor))
    if request.method == "POST":
        tried = attempt(
            request,
            lambda: post_demand(
                actor,
                form.terms(),
                form.cleaned_data["banks"],
                is_checked=form.cleaned_data["is_checked"],
            ),
            form=form,
            done=lambda made: f"已送达 {len(made.bank_ids)} 家银行，答复会通知您。",
        )
        if tried.value:
            return redirect("financing:own_demand", tried.value.pk)
    listed = WhitelistEntry.objects.listed().filter(organisation_id=actor.organisation_id)
    context = {"form": form, "is_listed": listed.exists(), "not_listed": NOT_LISTED}
    return page_with_form(request, "financing/new_demand.html", context, form)


def _initial(actor: Actor) -> dict[str, object]:
    enterprise = Enterprise.objects.get(pk=actor.organisation_id)
    return {"contact_name": enterprise.contact_name, "contact_phone": enterprise.contact_phone}


@staff_only
@require_GET
def own_demand(request: ActorRequest, pk: int) -> HttpResponse:
    """One demand: the offers side by side, and where each bank stands."""
    return _page(request, pk)


def _page(
    request: ActorRequest, pk: int, refused: BankAnswerForm | BanksForm | None = None, at: str = ""
) -> HttpResponse:
    """`refused` is the form that was refused, `at` names that of an answer."""
    actor = request.actor
    demand: LoanDemand = LoanDemand.objects.visible_to(actor).get(pk=pk)
    handlings: list[Any] = list(
        demand.handlings.select_related("bank").prefetch_related(
            "offers__made_by", "events__user", "files__event"
        )
    )
    seen_by = set(
        Consent.objects.in_force()
        .filter(organisation_id=actor.organisation_id)
        .values_list("bank_id", flat=True)
    )
    for row in handlings:
        row.tone = MACHINE.tone_of(row.state)
        offers = list(row.offers.all())
        row.offer = offers[-1] if offers else None
        row.history = history_of(row, demand.enterprise_name, row.events.all())
        row.question = _last_question(row)
        row.available = {one.transition.name: one for one in MACHINE.available(actor, row)}
        row.form = refused if at == f"answer-{row.pk}" else BankAnswerForm(row.pk)
    order = {state: place for place, state in enumerate(DemandHandling.State)}
    handlings.sort(key=lambda row: (order[DemandHandling.State(row.state)], row.pk))
    with_offers = [row for row in handlings if row.offer and row.state in SHOWN_OFFERS]
    for row in with_offers:
        row.differs = _differences(demand, row.offer)
    context = {
        "demand": demand,
        "is_open": demand.state == LoanDemand.State.OPEN,
        "handlings": handlings,
        "compared": sorted(with_offers, key=lambda row: row.offer.rate),
        "asked": [row for row in handlings if row.state == DemandHandling.State.ASKED],
        "waiting": sum(row.state in OPEN and row.bank.is_active for row in handlings),
        "suspended": [
            row.bank.name for row in handlings if row.state in OPEN and not row.bank.is_active
        ],
        "unseen": [
            row.bank.name
            for row in handlings
            if row.bank_id not in seen_by and row.bank.is_active and row.state in OPEN
        ],
        "more_form": _more_form(demand, refused if isinstance(refused, BanksForm) else None),
    }
    forms = (refused,) if refused else ()
    return page_with_form(request, "financing/own_demand.html", context, *forms)


# An offer that was not taken stays beside the one that was.
SHOWN_OFFERS = (
    DemandHandling.State.OFFERED, DemandHandling.State.ACCEPTED, DemandHandling.State.CLOSED,
)  # fmt: skip


def _more_form(demand: LoanDemand, refused: BanksForm | None) -> BanksForm | None:
    """Where a demand may be put to; a loan goes on at the bank that gave it."""
    if demand.renews_id:
        return None
    return refused or BanksForm(demand.bank_ids)


def _differences(demand: LoanDemand, offer: LoanOffer) -> list[str]:
    """Where an offer is other than what was asked for, in words."""
    found = []
    if offer.amount != demand.amount:
        found.append("额度低于需求" if offer.amount < demand.amount else "额度高于需求")
    if offer.term_months != demand.term_months:
        is_short = offer.term_months < demand.term_months
        found.append("期限短于需求" if is_short else "期限长于需求")
    if offer.guarantee not in demand.guarantees:
        found.append("要求的担保不在所选之内")
    if demand.highest_rate is not None and offer.rate > demand.highest_rate:
        found.append("年利率高于可接受的水平")
    return found


def _last_question(handling: DemandHandling) -> str:
    asked = [one for one in handling.events.all() if one.transition == "ask"]
    return max(asked, key=lambda one: one.pk).reason if asked else ""


@staff_only
@require_POST
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer a bank's question; its clock starts anew."""
    actor = request.actor
    handling = DemandHandling.objects.visible_to(actor).get(pk=pk)
    form = BankAnswerForm(pk, request.POST, request.FILES)
    tried = attempt(
        request,
        lambda: answer_bank(
            actor,
            pk,
            form.cleaned_data["reason"],
            form.cleaned_data["materials"],
            expected_version=shown_version(request.POST),
        ),
        form=form,
        done="已回复银行。",
    )
    if tried:
        return redirect("financing:own_demand", handling.demand_id)
    return _page(request, handling.demand_id, form, f"answer-{pk}")


@staff_only
@require_POST
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a bank's offer."""
    actor = request.actor
    handling = DemandHandling.objects.visible_to(actor).select_related("bank").get(pk=pk)
    attempt(
        request,
        lambda: choose_offer(actor, pk, expected_version=shown_version(request.POST)),
        done=f"已选定{handling.bank}，该行会与您联系办理。",
    )
    return redirect("financing:own_demand", handling.demand_id)


@staff_only
@require_POST
def put_to_more(request: ActorRequest, pk: int) -> HttpResponse:
    """Put the demand to further banks."""
    actor = request.actor
    demand = LoanDemand.objects.visible_to(actor).get(pk=pk)
    form = BanksForm(demand.bank_ids, request.POST)
    tried = attempt(
        request,
        lambda: put_to_more_banks(actor, pk, form.cleaned_data["banks"]),
        form=form,
        done=lambda number: f"已再送达 {number} 家银行。",
    )
    return redirect("financing:own_demand", pk) if tried else _page(request, pk, form)


@staff_only
@require_POST
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """End a demand."""
    attempt(
        request,
        lambda: close_demand(request.actor, pk, request.POST.get("reason", "")[:1000]),
        done="这项融资需求已结束，银行已收到通知。",
    )
    return redirect("financing:own_demand", pk)
