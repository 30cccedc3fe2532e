"""An enterprise's own way to a listing."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from financing.listings import milestone_machine, path_machine
from financing.listings.actions.file_milestone import file_milestone
from financing.listings.actions.walk_path import begin_path, change_board
from financing.listings.forms import BoardForm, EndForm, MilestoneForm, TrackForm
from financing.listings.path_picture import finding, next_stage, pace, rows_of, steps_of
from financing.listings.proposals import begin_claim, open_batch, scheme_name
from financing.listings.skipped import skipped_before
from financing.models import ListingPath, ListingProposal, ListingStage, ListingTrack, Milestone
from lifecycle.transitions import TransitionInput
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from procedures.cases.state_labels import labelled

staff_only = for_duties(Duty.ENTERPRISE_STAFF)


@staff_only
@require_GET
def own_listing(request: ActorRequest) -> HttpResponse:
    """Where the enterprise stands, what is next, what it may claim."""
    return _page(request)


def _page(
    request: ActorRequest,
    *,
    track_form: TrackForm | None = None,
    board_form: BoardForm | None = None,
    end_form: EndForm | None = None,
) -> HttpResponse:
    paths = list(
        ListingPath.objects.visible_to(request.actor)
        .filter(organisation_id=request.actor.organisation_id)
        .select_related("track", "stage")
        .order_by("-id")
    )
    path = next((one for one in paths if one.is_standing), None)
    refused = [one for one in (track_form, board_form, end_form) if one is not None]
    context: dict[str, object] = {
        "path": path,
        "earlier": [one for one in paths if one is not path],
        "proposals": _proposals(request.actor),
        "track_form": track_form or TrackForm(),
        "tracks": ListingTrack.objects.filter(retired_at=None).prefetch_related("stages"),
    }
    if path is not None:
        stones = Milestone.objects.filter(path=path).select_related("proof").order_by("id")
        rows = rows_of(path, stones)
        context |= {
            "rows": rows,
            "steps": steps_of(path, rows),
            "finding": finding(path, rows),
            "pace": pace(path, rows),
            "next": next_stage(rows),
            "is_active": path.state == ListingPath.State.ACTIVE,
            "board_form": board_form or BoardForm(path),
            "end_form": end_form or EndForm(auto_id="end_%s"),
            "version": version_to_show(request, path, refused[0] if refused else None),
            "events": path_machine.MACHINE.history_of(path.events.select_related("user")),
        }
    return page_with_form(request, "financing/listings/own_path.html", context, *refused)


def _proposals(actor: Actor) -> list[dict[str, object]]:
    """What may be claimed: the stages that one claim settles, with the name of the scheme and
    whether a batch is open; the latest first."""
    rows = ListingProposal.objects.filter(organisation_id=actor.organisation_id).select_related(
        "milestone__stage__track", "application__scheme_version"
    )
    together: dict[tuple[str, int | None], list[ListingProposal]] = {}
    for one in rows.order_by("-id"):
        case = one.application if one.application and not one.application.deleted_at else None
        together.setdefault((one.scheme_code, case.pk if case else None), []).append(one)
    labelled(actor, [found[0].application for (_, case_id), found in together.items() if case_id])
    return [
        {
            "row": found[0],
            "stages": [one.milestone for one in reversed(found)],
            "application": found[0].application if case_id else None,
            "scheme": scheme_name(code),
            "batch": None if case_id else open_batch(code),
        }
        for (code, case_id), found in together.items()
    ]


@staff_only
@require_POST
def begin(request: ActorRequest) -> HttpResponse:
    """Choose a track."""
    form = TrackForm(request.POST)
    tried = attempt(
        request,
        lambda: begin_path(
            request.actor, form.cleaned_data["track"], form.cleaned_data["target_on"]
        ),
        form=form,
        done=lambda made: f"已选定{made.track}，到达一个阶段后在这里填报。",
    )
    return redirect("financing:own_listing") if tried else _page(request, track_form=form)


@staff_only
@require_POST
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Change the board."""
    path = ListingPath.objects.visible_to(request.actor).get(pk=pk)
    form = BoardForm(path, request.POST)
    tried = attempt(
        request,
        lambda: change_board(
            request.actor,
            pk,
            form.cleaned_data["track"],
            form.cleaned_data["target_on"],
            form.cleaned_data["reason"],
            expected_version=shown_version(request.POST),
        ),
        form=form,
        done=lambda made: f"已转{made.track}，原路径和里程碑保留在“走过的路径”。",
    )
    return redirect("financing:own_listing") if tried else _page(request, board_form=form)


@staff_only
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """Give the path up."""
    form = EndForm(request.POST, auto_id="end_%s")
    ListingPath.objects.visible_to(request.actor).get(pk=pk)
    tried = attempt(
        request,
        lambda: path_machine.MACHINE.execute(
            request.actor,
            pk,
            "end",
            TransitionInput(form.cleaned_data["reason"]),
            expected_version=shown_version(request.POST),
        ),
        form=form,
        done="这条路径已终止，可以重新选择。",
    )
    return redirect("financing:own_listing") if tried else _page(request, end_form=form)


@staff_only
def milestone(request: ActorRequest, pk: int) -> HttpResponse:
    """File the stage `pk` of the present path, or mend what came back."""
    actor = request.actor
    stage = ListingStage.objects.select_related("track").get(pk=pk)
    path = ListingPath.objects.standing().get(
        organisation_id=actor.organisation_id, track_id=stage.track_id
    )
    kept = (
        Milestone.objects.filter(path=path, stage=stage)
        .exclude(state__in=(Milestone.State.WITHDRAWN, Milestone.State.DECLINED))
        .select_related("proof")
        .first()
    )
    if request.method == "POST":
        form = MilestoneForm(stage, request.POST, request.FILES, kept=kept)
        if attempt(
            request,
            lambda: file_milestone(
                actor, pk, form.terms(), form.upload, expected_version=shown_version(request.POST)
            ),
            form=form,
            done=f"“{stage}”已提交，区市在 {milestone_machine.ANSWER_WITHIN} 天内确认。",
        ):
            return redirect("financing:own_listing")
    else:
        form = MilestoneForm(stage, kept=kept)
    back = kept.events.filter(transition="return").order_by("-id").first() if kept else None
    context = {
        "form": form,
        "stage": stage,
        "kept": kept,
        "back": back,
        "version": version_to_show(request, kept, form),
        "skipped": skipped_before(path, stage),
        "may_be_filed": kept is None or kept.state == Milestone.State.RETURNED,
    }
    return page_with_form(request, "financing/listings/milestone.html", context, form)


@staff_only
@require_POST
def claim(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin the claim that a milestone proposed, or go on with it."""
    ListingProposal.objects.visible_to(request.actor).get(pk=pk)
    tried = attempt(request, lambda: begin_claim(request.actor, pk), done="已起草资金申报。")
    if case := tried.value:
        page = "procedures:fill" if case.state == "draft" else "procedures:case"
        return redirect(page, case.pk)
    return redirect("financing:own_listing")
