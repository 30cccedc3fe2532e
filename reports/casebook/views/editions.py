"""What is done with an edition besides its record: stories, print, issue, and the archived file."""

from django.core.files.storage import storages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from lifecycle.transitions import TransitionInput
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.casebook.actions.choose_stories import choose_stories
from reports.casebook.actions.print_edition import start_print
from reports.casebook.edition_lifecycle import MACHINE
from reports.casebook.editions import places_of
from reports.casebook.forms import EditionStoriesForm, StepForm, label_of
from reports.casebook.records import READERS
from reports.models import CasebookEdition, EditionPrint, PublishedStory, Story

PDF = "application/pdf"


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def stories(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Choose the stories of an edition, and put them in order."""
    edition = CasebookEdition.objects.get(pk=pk, retired_at=None)
    if request.method == "GET" and edition.state != CasebookEdition.State.DRAFT:
        return redirect("reports:edition", pk)
    places = places_of(edition)
    gone = Story.objects.in_bulk([one.story_id for one in places if one.published is None])
    offered = [
        *((one.pk, label_of(one)) for one in PublishedStory.objects.order_by("published_at")),
        *((key, f"{story}（已撤回，不会印出）") for key, story in gone.items()),
    ]
    held = {one.story_id: one.position for one in places}
    form = EditionStoriesForm(offered, held, request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        request,
        lambda: choose_stories(request.actor, pk, form.chosen, version=shown_version(request.POST)),
        form=form,
        done="收录的案例已保存，请重新排印。",
    ):
        return redirect("reports:edition", pk)
    context = {
        "edition": edition, "form": form, "version": version_to_show(request, edition, form)
    }  # fmt: skip
    return page_with_form(request, "reports/casebook/edition_stories.html", context, form)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def typeset(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Start the job that makes the volume, and show its progress."""
    job = attempt(request, lambda: start_print(request.actor, pk)).value
    return redirect("people:job", job.pk) if job else redirect("reports:edition", pk)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponseBase:
    """Issue an edition, or stop giving it out."""
    edition, step = CasebookEdition.objects.get(pk=pk), MACHINE.transitions.get(name)
    if step is None or not step.by_hand:
        raise CasebookEdition.DoesNotExist
    form = StepForm(step, request.POST)
    if form.is_valid():
        given = TransitionInput(reason=form.given().reason)
        version = shown_version(request.POST)
        attempt(
            request,
            lambda: MACHINE.execute(request.actor, pk, name, given, expected_version=version),
            done=f"{edition}：{step.in_history}。",
        )
        return redirect("reports:edition", pk)
    context = {"edition": edition, "step": step, "form": form, "version": edition.version}
    return page_with_form(request, "reports/casebook/edition_act.html", context, form)


@for_duties(*READERS)
@require_GET
def pdf(request: ActorRequest, pk: int, number: int) -> FileResponse:
    """An archived volume, for the bureaus."""
    printed = get_object_or_404(
        EditionPrint.objects.select_related("edition"), edition_id=pk, number=number
    )
    return volume_answer(printed)


def volume_answer(printed: EditionPrint) -> FileResponse:
    """The file of a volume."""
    edition = printed.edition
    return FileResponse(
        storages["attachments"].open(printed.pdf_key),
        as_attachment=True,
        filename=f"{edition.title} 第{edition.number}辑.pdf",
        content_type=PDF,
    )
