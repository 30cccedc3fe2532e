"""One act that takes two persons: what was proposed, and deciding about it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.pdf.glyphs import warnings_about
from lifecycle.models import ActProposal
from lifecycle.proposal_machine import MACHINE
from lifecycle.transitions import TransitionInput
from lifecycle.two_persons import act_named
from pages.acts import attempt
from pages.request_values import shown_version


@for_duties(Duty.CITY_OFFICER)
@require_GET
def proposal(request: ActorRequest, pk: int) -> HttpResponse:
    """What would be done, who proposed it, and the acts of whoever reads it."""
    row = get_object_or_404(ActProposal.objects.select_related("proposed_by"), pk=pk)
    act = act_named(row.act)
    is_open = row.state == ActProposal.State.OPEN
    context = {
        "proposal": row,
        "act": act,
        "tone": MACHINE.tone_of(row.state),
        "told": act.told(row.content),
        "unprintable": warnings_about(act.printed(row.content)) if is_open else (),
        "page": act.page(row.content),
        "effects": act.effects(request.actor, row.content),
        "offers": MACHINE.available(request.actor, row),
        "events": MACHINE.history(row),
    }
    return render(request, "people/proposal.html", context)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def decide(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Approve, refuse or withdraw a proposal; what was approved is carried out."""
    transition = MACHINE.transitions.get(name)
    if transition is None or not transition.by_hand:
        raise ActProposal.DoesNotExist
    decided = attempt(
        request,
        lambda: MACHINE.execute(
            request.actor,
            pk,
            name,
            TransitionInput(request.POST.get("reason", "")),
            expected_version=shown_version(request.POST),
        ),
        done=lambda row: f"{row.label}：{row.get_state_display()}。",
    ).value
    if decided is not None and decided.led_to:
        return redirect(decided.led_to)
    return redirect("people:proposal", pk)
