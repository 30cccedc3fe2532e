"""What everybody may read: a story, its pictures, the volumes that were issued."""

import uuid
from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.requests import ActorRequest
from accounts.throttling import asks_too_often
from documents.record_files import attachment_of_row
from documents.views.download import served
from reports.casebook.public_editions import count_download, public_volume
from reports.casebook.showing import shown
from reports.casebook.views.editions import volume_answer
from reports.models import CasebookEdition, PublishedStory

PAGES_A_MINUTE, PICTURES_A_MINUTE, FILES_A_MINUTE = 60, 300, 5
# Kept by browsers, and asked for again each time: what is withdrawn goes at once.
ASK_AGAIN = "no-cache"
LONGEST_DESCRIPTION = 120


@require_GET
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """A story, as the enterprise approved it."""
    if asks_too_often(request, "casebook", PAGES_A_MINUTE):
        return _too_often(request, "浏览")
    row = get_object_or_404(PublishedStory.objects.select_related("district"), pk=pk)
    content = shown(row.content, lambda file: reverse("reports:casebook_picture", args=[pk, file]))
    text = " ".join(row.content["parts"][0]["text"].split())
    context = {
        "story": row,
        "content": content,
        "description": text[:LONGEST_DESCRIPTION],
    }
    return render(request, "reports/casebook/public_story.html", context)


@require_GET
def picture(request: HttpRequest, pk: int, file_id: uuid.UUID) -> HttpResponseBase:
    """A picture of a public story, and of no other."""
    if asks_too_often(request, "casebook-picture", PICTURES_A_MINUTE):
        return _too_often(request, "浏览")
    row = get_object_or_404(PublishedStory, pk=pk)
    if str(file_id) not in [one["id"] for one in row.content["pictures"]]:
        raise Http404
    attachment = attachment_of_row(file_id)
    if attachment is None or not attachment.may_be_served:
        raise Http404
    tag = f'"{attachment.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponseBase = HttpResponseNotModified()
    else:
        answer = served(cast(ActorRequest, request), attachment, read_as="", in_browser=True)
    answer["ETag"], answer["Cache-Control"] = tag, ASK_AGAIN
    return answer


@require_GET
def volume(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The volume of an issued edition; while it is set anew, the page that says so."""
    if asks_too_often(request, "casebook-file", FILES_A_MINUTE):
        return _too_often(request, "下载")
    try:
        found = public_volume(pk)
    except CasebookEdition.DoesNotExist:
        raise Http404 from None
    if found.printed is None:
        context = {"edition": found.edition}
        return render(request, "reports/casebook/public_volume_later.html", context, status=409)
    count_download(found.printed)
    return volume_answer(found.printed)


def _too_often(request: HttpRequest, what: str) -> HttpResponse:
    return render(request, "429_public.html", {"what": what}, status=429)
