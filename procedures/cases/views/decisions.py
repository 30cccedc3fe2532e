"""One decision over many cases, looked at first; how many each district may recommend."""

from collections.abc import Mapping
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import District
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from pages.lists.table import table_html
from pages.request_values import looked_at, whole_number
from procedures.cases.actions.decide_in_bulk import (
    bulk_transitions,
    decide_in_bulk,
    prospects,
)
from procedures.cases.actions.order_recommendations import set_quotas
from procedures.cases.decision_lists import QUOTAS, Quota, unmet_of
from procedures.cases.foreseen import foreseen
from procedures.cases.parts import in_words_of
from procedures.cases.policies import REVIEWERS
from procedures.cases.recommendations import recommended_by_district
from procedures.models import Batch, DistrictQuota

reviewers = for_duties(*REVIEWERS)


def preview(
    request: ActorRequest,
    batch: Batch,
    name: str,
    ids: list[int],
    given: Mapping[str, str] = MappingProxyType({}),
    problems: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    """What the decision would meet on each chosen case, before it is made. `given` is what was
    typed for it already, with its `problems` by field."""
    actor: Actor = request.actor
    try:
        found = prospects(actor, name, ids)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
        return redirect("procedures:deliberation", batch.pk)
    decision = next(one for one in bulk_transitions(actor) if one.name == name)
    look = foreseen(actor, found, decision)
    unmet = sum(bool(unmet_of(one)) for one in look.possible)
    context = {
        "batch": batch,
        "decision": decision,
        "label": in_words_of(batch.version.parsed.outcome, str(decision.label)),
        "unmet": unmet if decision.tone == "go" else 0,
        "needs_reason": decision.reason_required or (unmet and decision.confirmations),
        "reason": given.get("reason", ""),
        "problems": problems,
        "possible": look.possible,
        "refused": look.refused,
        "possible_table": look.possible_table,
        "refused_table": look.refused_table,
    }
    status = 422 if problems else 200
    return render(request, "procedures/decisions/preview.html", context, status=status)


@for_duties(*REVIEWERS)
@require_POST
def decide(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Start the decision over the cases that were looked at."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    versions = looked_at(request.POST)
    name, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    try:
        run = decide_in_bulk(request.actor, name, versions, reason)
    except RuleViolation as refusal:
        return preview(request, batch, name, list(versions), {"reason": reason}, refusal.errors)
    return redirect("people:job", run.job_id)


@for_duties(Duty.CITY_OFFICER)
def quotas(request: ActorRequest, batch_id: int) -> HttpResponse:
    """How many each district may recommend."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    districts = list(District.objects.exclude(kind="city").order_by("sort"))
    given = dict(DistrictQuota.objects.filter(batch=batch).values_list("district_id", "number"))
    used = recommended_by_district(batch.pk)
    typed: dict[int, str] = {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = {one.pk: request.POST.get(f"quota-{one.pk}", "").strip() for one in districts}
        # What a colleague set meanwhile stays where nobody typed here.
        shown = {one.pk: request.POST.get(f"shown-{one.pk}", "") for one in districts}
        typed = {pk: text for pk, text in typed.items() if text != shown[pk]}
        numbers = {pk: whole_number(text) if text else None for pk, text in typed.items()}
        errors = {
            f"quota-{pk}": "请填写 0 或更大的整数。"
            for pk, text in typed.items()
            if text and numbers[pk] is None
        }
        try:
            if not errors:
                set_quotas(request.actor, batch.pk, numbers)
                messages.success(request, "推荐名额已保存。")
                return redirect("procedures:batches")
        except RuleViolation as refusal:
            errors = refusal.errors
    rows = [
        Quota(
            district=one,
            shown=typed.get(one.pk, given.get(one.pk, "")),
            problem=errors.get(f"quota-{one.pk}", ""),
            used=used.get(one.pk, 0),
        )
        for one in districts
    ]
    context = {
        "batch": batch,
        "table": table_html(QUOTAS, rows, css="stack"),
        "errors": errors,
        "given": [(one.pk, given.get(one.pk, "")) for one in districts],
    }
    status = 422 if errors else 200
    return render(request, "procedures/decisions/quotas.html", context, status=status)
