"""Deliberation over a batch: the cases side by side, one decision over many, quotas, order."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.db.models import F, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import District
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from pages.acts import attempt
from pages.lists.table import table_html
from pages.request_values import whole_number
from procedures.cases.actions.decide_in_bulk import (
    MOST,
    bulk_transitions,
    decide_in_bulk,
    prospects,
)
from procedures.cases.actions.order_recommendations import order_recommendations, set_quotas
from procedures.cases.decision_lists import (
    POSSIBLE,
    QUOTAS,
    REFUSED,
    deliberation_table,
    name_enterprises,
)
from procedures.cases.policies import REVIEWERS
from procedures.cases.recommendations import UNDECIDED, places_left, recommended_by_district
from procedures.models import Application, Batch, DistrictQuota, PanelCase, Snapshot
from procedures.models.application import State

reviewers = for_duties(*REVIEWERS)
STAGES = {
    Duty.DISTRICT_REVIEWER: (State.DISTRICT_REVIEW, State.CITY_REVIEW),
    Duty.CITY_OFFICER: (State.CITY_REVIEW, State.EXPERT_REVIEW, State.PROPOSED),
}


@reviewers
@require_GET
def deliberation(request: ActorRequest, batch_id: int) -> HttpResponse:
    """The batch's cases of one stage, in the order of recommendation."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    return _page(request, batch, {}, "")


def _page(
    request: ActorRequest,
    batch: Batch,
    problems: dict[str, str],
    reason: str,
    places: Mapping[int, str] = MappingProxyType({}),
) -> HttpResponse:
    """`problems` by field; `places` are the places of recommendation that were typed."""
    actor: Actor = request.actor
    stages = STAGES[actor.duty]
    asked = request.GET.get("state") or request.POST.get("state")
    if places:
        asked = State.CITY_REVIEW
    stage = next((one for one in stages if one == asked), stages[0])
    rows = _cases(actor, batch, stage)
    district = whole_number(request.GET.get("district") or request.POST.get("of_district"))
    if district:
        rows = rows.filter(district_id=district)
    found = list(rows[: MOST + 1])
    cases = found[:MOST]
    _name(actor, cases)
    chosen = set(request.POST.getlist("cases"))
    for case in cases:
        case.is_chosen = str(case.pk) in chosen
        case.place = places.get(case.pk, case.recommended_rank)
        case.place_problem = problems.get(f"rank-{case.pk}", "")
    decisions = [
        one
        for one in bulk_transitions(actor)
        if stage in one.sources and any(one.may(actor, case) for case in cases[:1])
    ]
    may_order = actor.is_district and stage == State.CITY_REVIEW
    context = {
        "batch": batch,
        "stages": stages,
        "stage": stage,
        "cases": cases,
        "table": deliberation_table(actor, cases, may_decide=bool(decisions), may_order=may_order),
        "has_more": len(found) > MOST,
        "most": MOST,
        "district": district,
        "districts": District.objects.filter(pk__in=actor.district_ids).exclude(kind="city"),
        "decisions": decisions,
        "may_order": may_order,
        "left": places_left(batch.pk, actor.district_ids[0]) if actor.is_district else None,
        "problems": problems,
        "reason": reason,
        "decision": request.POST.get("decision", ""),
    }
    status = 422 if problems else 200
    return render(request, "procedures/decisions/deliberation.html", context, status=status)


def _cases(actor: Actor, batch: Batch, stage: State) -> Any:
    latest = Snapshot.objects.filter(application=OuterRef("pk")).order_by("-number")
    score = KeyTextTransform("total", KeyTransform("score", "evaluation"))
    return (
        Application.objects.visible_to(actor)
        .filter(batch=batch, state=stage)
        .select_related("district")
        .annotate(score=Subquery(latest.annotate(points=score).values("points")[:1]))
        .order_by("district__sort", F("recommended_rank").asc(nulls_last=True), "id")
    )


def _name(actor: Actor, cases: list[Any]) -> None:
    name_enterprises(cases)
    panels = {}
    if actor.is_city:
        found = PanelCase.objects.filter(application__in=[case.pk for case in cases])
        panels = {one.application_id: one for one in found}
    for case in cases:
        case.panel_result = panels.get(case.pk)
        if case.panel_result and case.panel_result.evaluation.get("score"):
            case.score = case.panel_result.evaluation["score"]["total"]


@reviewers
@require_POST
def preview(request: ActorRequest, batch_id: int) -> HttpResponse:
    """What the decision would meet on each chosen case, before it is made."""
    actor: Actor = request.actor
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    name, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    ids = [number for text in request.POST.getlist("cases") if (number := whole_number(text))]
    try:
        found = prospects(actor, name, ids, reason)
    except RuleViolation as refusal:
        return _page(request, batch, refusal.errors, reason)
    cases: list[Any] = [one.application for one in found]
    name_enterprises(cases)
    for case, one in zip(cases, found, strict=True):
        case.reasons = one.reasons
    possible = [case for case in cases if not case.reasons]
    refused = [case for case in cases if case.reasons]
    context = {
        "batch": batch,
        "decision": next(one for one in bulk_transitions(actor) if one.name == name),
        "reason": reason,
        "possible": possible,
        "refused": refused,
        "possible_table": table_html(POSSIBLE, possible, css="stack"),
        "refused_table": table_html(REFUSED, refused, css="stack"),
    }
    return render(request, "procedures/decisions/preview.html", context)


@reviewers
@require_POST
def decide(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Start the decision over the cases that were looked at."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    versions = {}
    for text in request.POST.getlist("looked_at"):
        pk, _, version = text.partition(":")
        if (number := whole_number(pk)) and (seen := whole_number(version)):
            versions[number] = seen
    reason = request.POST.get("reason", "")
    try:
        run = decide_in_bulk(
            request.actor,
            request.POST.get("decision", ""),
            versions,
            reason,
        )
    except RuleViolation as refusal:
        return _page(request, batch, refusal.errors, reason)
    return redirect("people:job", run.job_id)


@for_duties(Duty.DISTRICT_REVIEWER)
@require_POST
def order(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Put the district's recommendations into the order of the numbers that were typed."""
    actor: Actor = request.actor
    batch = get_object_or_404(Batch, pk=batch_id)
    cases = Application.objects.visible_to(actor).filter(batch=batch, state__in=UNDECIDED)
    ranked = cases.exclude(recommended_rank=None).order_by("recommended_rank", "id")
    present: dict[int, int] = dict(ranked.values_list("pk", "recommended_rank"))  # type: ignore[arg-type]
    typed = {pk: request.POST.get(f"rank-{pk}", str(rank)).strip() for pk, rank in present.items()}
    if wrong := _wrong_places(present, typed):
        messages.error(request, "推荐次序没有保存，请看标红的地方。")
        return _page(request, batch, wrong, "", typed)
    # What was moved to a place stands before what was there.
    places = {pk: (int(typed[pk]), int(typed[pk]) == rank, rank) for pk, rank in present.items()}

    def told(number: int) -> str:
        first = ranked.values_list("recommended_rank", flat=True).first() or 1
        begins = f"，从第 {first} 位起：前面的推荐已由市级办理，次序不再变动" if first > 1 else ""
        return f"已按次序排好 {number} 件推荐{begins}。"

    in_order = sorted(places, key=places.__getitem__)
    attempt(request, lambda: order_recommendations(actor, batch.pk, in_order), done=told)
    return redirect(f"{_address(batch.pk)}?state={State.CITY_REVIEW}")


def _wrong_places(present: dict[int, int], typed: dict[int, str]) -> dict[str, str]:
    """What is no place, and where two cases were moved to the same one; by "rank-<case>"."""
    wrong, moved = {}, dict[int, int]()
    for pk, text in typed.items():
        place = whole_number(text)
        if not place:
            wrong[f"rank-{pk}"] = "请填写 1、2、3 这样的位次。"
        elif place != present[pk] and moved.setdefault(place, pk) != pk:
            wrong[f"rank-{pk}"] = f"另一件也移到了第 {place} 位。"
    return wrong


def _address(batch_id: int) -> str:
    return reverse("procedures:deliberation", args=[batch_id])


@for_duties(Duty.CITY_OFFICER)
def quotas(request: ActorRequest, batch_id: int) -> HttpResponse:
    """How many each district may recommend."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    districts: list[Any] = list(District.objects.exclude(kind="city").order_by("sort"))
    given = dict(DistrictQuota.objects.filter(batch=batch).values_list("district_id", "number"))
    used = recommended_by_district(batch.pk)
    typed = {one.pk: request.POST.get(f"quota-{one.pk}", "").strip() for one in districts}
    errors: dict[str, str] = {}
    if request.method == "POST":
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
    for one in districts:
        number = given.get(one.pk)
        one.shown = typed[one.pk] if errors else "" if number is None else number
        one.problem = errors.get(f"quota-{one.pk}", "")
        one.used = used.get(one.pk, 0)
    table = table_html(QUOTAS, districts, css="stack")
    context = {"batch": batch, "table": table, "errors": errors}
    status = 422 if errors else 200
    return render(request, "procedures/decisions/quotas.html", context, status=status)
