"""The pictures of a story, as the two sides keep them."""

import uuid

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.record_files import attachment_of_row
from documents.views.download import served
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.casebook.actions.keep_pictures import (
    MOST_PICTURES,
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
)
from reports.casebook.forms import DescribeForm, PictureForm
from reports.casebook.policies import may_edit
from reports.casebook.views.stories import ALL, SIDES, seen_story
from reports.models import Story, StoryPicture


def _own(request: ActorRequest, pk: int, picture_id: int) -> StoryPicture:
    rows = StoryPicture.objects.visible_to(request.actor).filter(story_id=pk)
    picture: StoryPicture = rows.select_related("file").get(pk=picture_id)
    return picture


@for_duties(*SIDES)
@require_http_methods(["GET", "POST"])
def pictures(request: ActorRequest, pk: int) -> HttpResponseBase:
    """All pictures in their order; a further one is added here."""
    row = seen_story(request, pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and attempt(
        request,
        lambda: add_picture(
            request.actor, pk, form.cleaned_data["file"],
            alt=form.cleaned_data["alt"], caption=form.cleaned_data["caption"],
        ),
        form=form,
        done="图片已添加，查毒后显示。",
    ):  # fmt: skip
        return redirect("reports:story_pictures", pk)
    return _page(request, row, form)


def _page(request: ActorRequest, row: Story, form: PictureForm) -> HttpResponse:
    rows = list(row.pictures.select_related("file"))
    context = {
        "story": row,
        "pictures": rows,
        "form": form,
        "may_edit": may_edit(request.actor, row),
        "is_full": len(rows) >= MOST_PICTURES,
        "most": MOST_PICTURES,
    }
    return page_with_form(request, "reports/casebook/pictures.html", context, form)


@for_duties(*SIDES)
@require_http_methods(["GET", "POST"])
def picture(request: ActorRequest, pk: int, picture_id: int) -> HttpResponseBase:
    """Say what is to be seen on it."""
    row, one = seen_story(request, pk), _own(request, pk, picture_id)
    if request.method == "GET" and not may_edit(request.actor, row):
        return redirect("reports:story_pictures", pk)
    form = DescribeForm(request.POST or None, instance=one)
    if request.method == "POST" and attempt(
        request,
        lambda: describe_picture(
            request.actor, picture_id, **form.cleaned_data, version=shown_version(request.POST)
        ),
        form=form,
        done="图片说明已保存。",
    ):
        return redirect("reports:story_pictures", pk)
    context = {
        "story": row,
        "picture": one,
        "form": form,
        "version": version_to_show(request, one, form),
    }
    return page_with_form(request, "reports/casebook/picture.html", context, form)


@for_duties(*SIDES)
@require_POST
def move(request: ActorRequest, pk: int, picture_id: int) -> HttpResponseBase:
    """Earlier, or later with `later` in the form."""
    _own(request, pk, picture_id)
    attempt(
        request,
        lambda: move_picture(request.actor, picture_id, earlier="later" not in request.POST),
        done="次序已改。",
    )
    return redirect("reports:story_pictures", pk)


@for_duties(*SIDES)
@require_POST
def remove(request: ActorRequest, pk: int, picture_id: int) -> HttpResponseBase:
    """Take it away."""
    _own(request, pk, picture_id)
    attempt(request, lambda: remove_picture(request.actor, picture_id), done="图片已删除。")
    return redirect("reports:story_pictures", pk)


@for_duties(*ALL)
@require_GET
def file(request: ActorRequest, pk: int, file_id: uuid.UUID) -> HttpResponse | FileResponse:
    """The picture itself, for who sees the story."""
    row = seen_story(request, pk)
    one = get_object_or_404(StoryPicture.objects.filter(story=row), file_id=file_id)
    attachment = attachment_of_row(one.file_id)
    assert attachment is not None, "a picture names its file"
    return served(request, attachment, read_as="", in_browser=True)
