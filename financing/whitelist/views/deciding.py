"""Deciding on many proposals at once: a preview, then what became of each."""

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import WhitelistEntry
from financing.whitelist.actions.decide_entries import (
    MOST,
    Prospect,
    decide_entries,
    decision_named,
    prospects,
)
from financing.whitelist.columns import CHOSEN, DECIDED, REFUSED
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form
from pages.lists.bulk import ALL
from pages.lists.table import table_html
from pages.request_values import looked_at


def preview(request: ActorRequest, name: str, rows: QuerySet[WhitelistEntry]) -> HttpResponse:
    """What the decision `name` would meet on each chosen proposal, before it is made."""
    if request.POST.get(ALL):
        rows = rows.filter(state=WhitelistEntry.State.PROPOSED)
    ids = list(rows.values_list("pk", flat=True)[: MOST + 1])
    return _preview(request, ids, _form(name))


def _form(name: str, data: QueryDict | None = None) -> ActForm:
    """Raises `RuleViolation` for what is no decision."""
    decision = decision_named(name)
    label = "原因（企业可见）" if decision.reason_required else "意见（企业可见）"
    return ActForm(decision, data, label=label, missing="请写明原因，企业会看到。")


def _preview(request: ActorRequest, ids: list[int], form: ActForm) -> HttpResponse:
    tried = attempt(request, lambda: prospects(request.actor, form.transition.name, ids))
    if tried.value is None:
        return redirect("financing:entries")
    possible, context = _told(tried.value, form)
    context |= {"form": form, "possible": possible, "table": table_html(CHOSEN, possible)}
    return page_with_form(request, "financing/deciding_preview.html", context, form)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def decide(request: ActorRequest) -> HttpResponse:
    """Make the decision over the proposals that were looked at, and say what became of each."""
    made = attempt(request, lambda: _form(request.POST.get("decision", ""), request.POST))
    if made.value is None:
        return redirect("financing:entries")
    form, versions = made.value, looked_at(request.POST)
    if not form.is_valid():
        return _preview(request, list(versions), form)
    name, reason = form.transition.name, form.cleaned_data["reason"]
    tried = attempt(request, lambda: decide_entries(request.actor, name, versions, reason))
    if tried.value is None:
        return redirect("financing:entries")
    done, context = _told(tried.value, form)
    context |= {"done": done, "table": table_html(DECIDED, done), "reason": reason}
    return render(request, "financing/deciding_done.html", context)


def _told(
    found: list[Prospect[WhitelistEntry]], form: ActForm
) -> tuple[list[WhitelistEntry], dict[str, object]]:
    """The entries that nothing speaks against, and what the page says of the others."""
    refused = [one for one in found if one.reasons]
    return [one.row for one in found if not one.reasons], {
        "decision": form.transition,
        "refused": refused,
        "refused_table": table_html(REFUSED, refused),
    }
