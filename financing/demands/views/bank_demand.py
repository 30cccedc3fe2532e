"""One loan demand as the bank decides it."""

import uuid
from typing import TypeAlias

from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.views.access import for_duties
from documents.models import Attachment
from documents.views.download import served
from financing.demands.actions.make_offer import make_offer
from financing.demands.columns import OFFERS, offers_html
from financing.demands.forms import OfferForm
from financing.demands.inputs import HandlingInput
from financing.demands.machine import MACHINE, Step, history_of
from financing.models import (
    CreditFeedback,
    DemandFile,
    DemandHandling,
    FeedRow,
    LoanDemand,
    LoanOffer,
)
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version

AnyForm: TypeAlias = OfferForm | ActForm
bank_only = for_duties(Duty.BANK_OFFICER)
# The other acts of a bank's officer say no more than a reason.
BY_REASON = ("take_up", "ask", "decline")
MISSING = {"ask": "请写明需要企业补充什么。", "decline": "请写明原因和改进建议。"}
LABELS = {"ask": "需要企业补充什么（企业可见）", "decline": "说明和改进建议（企业可见）"}


@bank_only
@require_GET
def bank_demand(request: ActorRequest, pk: int) -> HttpResponse:
    """One demand, and what the bank may do with it."""
    return _page(request, pk)


def _page(
    request: ActorRequest, pk: int, refused: AnyForm | None = None, act: str = ""
) -> HttpResponse:
    actor = request.actor
    handling: DemandHandling = (
        DemandHandling.objects.visible_to(actor).select_related("demand", "district").get(pk=pk)
    )
    offers = list(handling.offers.order_by("-id"))
    context = {
        "handling": handling,
        "demand": handling.demand,
        "tone": MACHINE.tone_of(handling.state),
        "made": offers_html(offers, OFFERS),
        "acts": [
            _act(one.transition, handling, offers, refused if act == one.transition.name else None)
            for one in MACHINE.available(actor, handling)
        ],
        "act": act,
        "feedback_url": _feedback_url(handling),
        "events": history_of(
            handling, handling.demand.enterprise_name, handling.events.select_related("user")
        ),
        "files": handling.files.select_related("event"),
        "listed": FeedRow.objects.listed_for(actor.organisation_id)
        .filter(organisation_id=handling.organisation_id)
        .first(),
    }
    forms = (refused,) if refused else ()
    return page_with_form(request, "financing/bank_demand.html", context, *forms)


def _act(
    transition: Step, handling: DemandHandling, offers: list[LoanOffer], refused: AnyForm | None
) -> dict[str, object]:
    """What the bank may do; whoever has offered changes the offer."""
    changes = transition.name == "offer" and bool(offers)
    last = offers[0] if changes else None
    return {
        "transition": transition,
        "label": "修改方案" if changes else transition.label,
        "form": refused or _form(transition.name, handling.demand, last=last),
    }


def _feedback_url(handling: DemandHandling) -> str:
    """Where the bank reports the credit that the enterprise chose; "" before it did."""
    if handling.state != DemandHandling.State.ACCEPTED:
        return ""
    reported = CreditFeedback.objects.filter(bank_id=handling.bank_id, demand_id=handling.demand_id)
    if last := reported.order_by("-id").first():
        return reverse("financing:report_again", args=[last.reference])
    return f"{reverse('financing:report_credit')}?handling={handling.pk}"


def _form(
    name: str, demand: LoanDemand, data: QueryDict | None = None, last: LoanOffer | None = None
) -> AnyForm:
    """The form of an act; `last` is the offer that a further one begins with."""
    if name == "offer":
        return OfferForm(demand, data, last)
    return ActForm(
        MACHINE.transitions[name],
        data,
        auto_id=f"{name}_%s",
        label=LABELS.get(name, ""),
        missing=MISSING.get(name, ""),
    )


@bank_only
@require_GET
def demand_file(request: ActorRequest, pk: uuid.UUID) -> HttpResponse | FileResponse:
    """A file that an enterprise gave to the bank."""
    actor = request.actor
    row = get_object_or_404(DemandFile.objects.visible_to(actor), attachment_id=pk)
    with system_scope(reason="show a bank a file that was given to it"):
        attachment = Attachment.objects.get(pk=row.attachment_id)
        return served(request, attachment, read_as="附件（融资对接）")


@bank_only
@require_POST
def bank_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Take up, ask, offer or decline."""
    actor = request.actor
    handling = DemandHandling.objects.visible_to(actor).select_related("demand").get(pk=pk)
    if name != "offer" and name not in BY_REASON:
        raise DemandHandling.DoesNotExist
    form = _form(name, handling.demand, request.POST)
    version = shown_version(request.POST)
    changes = name == "offer" and handling.offers.exists()

    def carry_out() -> DemandHandling:
        if isinstance(form, OfferForm):
            return make_offer(actor, pk, form.terms(), expected_version=version)
        given = HandlingInput(**vars(form.given()))
        return MACHINE.execute(actor, pk, name, given, expected_version=version)

    told = "修改方案" if changes else MACHINE.in_history(name)
    tried = attempt(
        request,
        carry_out,
        form=form,
        done=f"{handling.demand.enterprise_name}：{told}，已通知企业。",
    )
    return redirect("financing:bank_demand", pk) if tried else _page(request, pk, form, name)
