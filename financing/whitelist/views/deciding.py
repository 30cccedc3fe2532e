"""Deciding on many proposals at once: a preview, then what became of each."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from financing.whitelist.actions.decide_entries import decide_entries, decision_named, prospects
from pages.request_values import whole_number


@for_duties(Duty.CITY_OFFICER)
@require_POST
def preview(request: ActorRequest) -> HttpResponse:
    """What the decision would meet on each chosen proposal, before it is made."""
    ids = [number for text in request.POST.getlist("entries") if (number := whole_number(text))]
    return _preview(request, ids, {})


def _preview(request: ActorRequest, ids: list[int], errors: dict[str, str]) -> HttpResponse:
    actor: Actor = request.actor
    name = request.POST.get("decision", "")
    try:
        found = prospects(actor, name, ids)
    except RuleViolation as refused:
        messages.error(request, str(refused))
        return redirect("financing:entries")
    context = {
        "decision": decision_named(name),
        "possible": [one.row for one in found if not one.reasons],
        "refused": [one for one in found if one.reasons],
        "reason": request.POST.get("reason", ""),
        "errors": errors,
    }
    status = 422 if errors else 200
    return render(request, "financing/deciding_preview.html", context, status=status)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def decide(request: ActorRequest) -> HttpResponse:
    """Make the decision over the proposals that were looked at, and say what became of each."""
    actor: Actor = request.actor
    versions = _looked_at(request.POST)
    name, reason = request.POST.get("decision", ""), request.POST.get("reason", "")[:1000]
    try:
        found = decide_entries(actor, name, versions, reason)
    except RuleViolation as refused:
        if "reason" in refused.errors:
            return _preview(request, list(versions), refused.errors)
        messages.error(request, str(refused))
        return redirect("financing:entries")
    context = {
        "decision": decision_named(name),
        "done": [one.row for one in found if not one.reasons],
        "refused": [one for one in found if one.reasons],
        "reason": reason,
    }
    return render(request, "financing/deciding_done.html", context)


def _looked_at(said: Any) -> dict[int, int]:
    """Id -> version of what the preview showed."""
    versions = {}
    for text in said.getlist("looked_at"):
        pk, _, version = text.partition(":")
        if (number := whole_number(pk)) and (seen := whole_number(version)):
            versions[number] = seen
    return versions
