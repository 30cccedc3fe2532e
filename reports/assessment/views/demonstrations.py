"""Acts on demonstration districts, from the published ranking."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.kept_forms import not_carried_out
from reports.assessment.actions.propose_demonstration import (
    decide_demonstration,
    propose_demonstration,
)
from reports.assessment.demonstration_machine import MACHINE
from reports.assessment.forms import DecisionForm, DemonstrationForm
from reports.assessment.views.rounds import CITY, round_of
from reports.models import Demonstration


@for_duties(CITY)
@require_POST
def propose(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Propose a district of a published round."""
    one = round_of(request.actor, pk)
    form = DemonstrationForm(one, request.POST)
    if not form.is_valid():
        words = [str(message) for errors in form.errors.values() for message in errors]
        messages.error(request, "没有推荐：" + "".join(words))
        not_carried_out(request)
    else:
        data = form.cleaned_data
        attempt(
            request,
            lambda: propose_demonstration(request.actor, pk, int(data["district"]), data["reason"]),
            done="已推荐，区市会收到通知。",
        )
    return redirect("reports:ranking", pk)


@for_duties(CITY)
@require_http_methods(["GET", "POST"])
def demonstration(request: ActorRequest, pk: int) -> HttpResponseBase:
    """A proposal: name the district by a document, or pass it over."""
    row = get_object_or_404(Demonstration.objects.select_related("round", "district"), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: decide_demonstration(
            request.actor, pk, form.cleaned_data["decision"],
            reason=form.cleaned_data["reason"],
            document_number=form.cleaned_data["document_number"],
        ),
        form=form,
        done="已办理，区市会收到通知。",
    ):  # fmt: skip
        return redirect("reports:ranking", row.round_id)
    context = {
        "row": row,
        "round": row.round,
        "tone": MACHINE.tone_of(row.state),
        "form": form if row.state == Demonstration.State.PROPOSED else None,
        "history": MACHINE.history(row),
    }
    return page_with_form(request, "reports/demonstration.html", context, form)
