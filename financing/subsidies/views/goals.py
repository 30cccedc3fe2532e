"""The performance goals of a claim, as one table."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.errors import RuleViolation, StaleVersion
from accounts.requests import ActorRequest
from financing.subsidies.actions.save_goals import save_goals
from financing.subsidies.forms import GoalForms, typed_goals
from financing.subsidies.views.lines import own_claim, staff_only
from pages.request_values import shown_version

NAMES = ("name", "dimension", "base", "direction", "target", "unit", "weight", "due_on", "source")


@staff_only
def goals(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Set the goals; their weights make 100."""
    claim = own_claim(request, pk)
    kept = [{name: getattr(one, name) for name in NAMES} for one in claim.goals.all()]
    typed = request.POST if request.method == "POST" else None
    formset = GoalForms(typed, initial=kept, prefix="goals")
    refused, version = "", claim.version
    if typed is not None:
        version = shown_version(typed)
        if formset.is_valid():
            try:
                save_goals(request.actor, pk, typed_goals(formset), version=version)
            except RuleViolation as refusal:
                refused = str(refusal)
            except StaleVersion as stale:
                refused, version = stale.message, claim.version
            else:
                return redirect(reverse("financing:claim_lines", args=[pk]) + "#goals")
        else:
            refused = "有几格没有填好，请看格子下面的说明。"
    context = {
        "application": claim.application,
        "formset": formset,
        "refused": refused,
        "version": version,
    }
    status = 422 if refused else 200
    return render(request, "financing/subsidies/goals.html", context, status=status)
