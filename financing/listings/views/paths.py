"""The ways to a listing as the bureaus see them: one path, and the acts on its milestones."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from documents.record_files import attachment_of_row
from documents.views.download import served
from financing.listings.milestone_machine import MACHINE
from financing.listings.path_picture import finding, pace, rows_of, steps_of
from financing.listings.proposals import scheme_name
from financing.listings.skipped import REPORTED, left_out
from financing.models import ListingPath, ListingProposal, Milestone
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
FILED = Milestone.State.FILED


@for_duties(*READERS)
@require_GET
def listing_path(request: ActorRequest, pk: int) -> HttpResponse:
    """One enterprise's way, and what waits on it."""
    return _page(request, pk)


def _page(
    request: ActorRequest, pk: int, refused: ActForm | None = None, at: str = ""
) -> HttpResponse:
    actor = request.actor
    path = (
        ListingPath.objects.visible_to(actor)
        .select_related("track", "stage", "district", "changed_from__track")
        .get(pk=pk)
    )
    record_read(
        actor, "enterprise", path.organisation_id, path.organisation_id,
        f"上市进程：{path.enterprise_name}"[:200], path.district_id,
    )  # fmt: skip
    stones = list(
        Milestone.objects.filter(path=path)
        .select_related("proof", "stage", "path", "sponsor", "law_firm", "auditor")
        .prefetch_related("events__user")
        .order_by("id")
    )
    rows = rows_of(path, stones)
    asked = [row.stage for row in rows if not row.stage.is_retired]
    reported = [one for one in stones if one.state in REPORTED]
    context = {
        "path": path,
        "rows": rows,
        "steps": steps_of(path, rows),
        "finding": finding(path, rows),
        "pace": pace(path, rows),
        "acts": [
            {
                "stone": stone,
                "skipped": left_out(
                    [one for one in asked if one.order < stone.stage.order], reported
                )
                if stone.state == FILED
                else [],
                "history": MACHINE.history_of(stone.events.all()),
                "acts": [
                    {
                        "transition": one.transition,
                        "reasons": one.reasons,
                        "form": refused
                        if at == f"{one.transition.name}-{stone.pk}"
                        else _form(one.transition.name, stone.pk),
                        "is_open": at == f"{one.transition.name}-{stone.pk}",
                    }
                    for one in MACHINE.available(actor, stone)
                ],
            }
            for stone in reversed(stones)
        ],
        "others": ListingPath.objects.visible_to(actor)
        .filter(organisation_id=path.organisation_id)
        .exclude(pk=pk)
        .select_related("track", "stage"),
        "proposals": [
            (one, scheme_name(one.scheme_code))
            for one in ListingProposal.objects.filter(
                organisation_id=path.organisation_id
            ).select_related("milestone__stage", "application")
        ],
    }
    return page_with_form(
        request, "financing/listings/path.html", context, *([refused] if refused else [])
    )


def _form(name: str, pk: int, data: object = None) -> ActForm:
    transition = MACHINE.transitions[name]
    return ActForm(
        transition, data, auto_id=f"{name}_{pk}_%s", missing=transition.reason_missing  # type: ignore[arg-type]
    )  # fmt: skip


@for_duties(Duty.DISTRICT_REVIEWER, Duty.ENTERPRISE_STAFF)
@require_POST
def milestone_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Confirm, return or decline a milestone; its enterprise withdraws it."""
    actor = request.actor
    stone = Milestone.objects.visible_to(actor).select_related("stage").get(pk=pk)
    if name not in MACHINE.transitions or not MACHINE.transitions[name].by_hand:
        raise Milestone.DoesNotExist
    form = _form(name, pk, request.POST)
    tried = attempt(
        request,
        lambda: MACHINE.execute(
            actor, pk, name, form.given(), expected_version=shown_version(request.POST)
        ),
        form=form,
        done=f"“{stone.stage}”：{MACHINE.in_history(name)}。",
    )
    if actor.is_enterprise:
        return redirect("financing:own_listing")
    return (
        redirect("financing:listing_path", stone.path_id)
        if tried
        else _page(request, stone.path_id, form, f"{name}-{pk}")
    )


@for_duties(*READERS, Duty.ENTERPRISE_STAFF)
@require_GET
def milestone_file(request: ActorRequest, pk: int) -> HttpResponse | FileResponse:
    """The paper that proves a milestone, for whoever reads the milestone."""
    stone = get_object_or_404(Milestone.objects.visible_to(request.actor), pk=pk)
    proof = attachment_of_row(stone.proof_id) if stone.proof_id else None
    if proof is None:
        raise Milestone.DoesNotExist
    return served(request, proof, read_as="附件（上市里程碑）")
