"""Serving files through a permission check."""

import uuid

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from documents.access import may_download
from documents.models import Attachment


@for_duties()
def download(request: ActorRequest, pk: uuid.UUID) -> HttpResponse | FileResponse:
    """One attachment, as a download; foreign reads go to the trail."""
    return served(request, _readable(request, pk))


@for_duties()
def view(request: ActorRequest, pk: uuid.UUID) -> HttpResponse | FileResponse:
    """The same in the browser's window, where it is of a kind that a browser shows."""
    attachment = _readable(request, pk)
    return served(request, attachment, in_browser=attachment.is_viewable)


def _readable(request: ActorRequest, pk: uuid.UUID) -> Attachment:
    attachment = get_object_or_404(Attachment.objects.all(), pk=pk)
    if not may_download(request.actor, attachment):
        raise Http404
    return attachment


def served(
    request: ActorRequest,
    attachment: Attachment,
    *,
    name: str = "",
    read_as: str = "附件",
    in_browser: bool = False,
) -> HttpResponse | FileResponse:
    """The answer with a file that its reader may read: as `name`, or its own; the page that says
    so while its scan has not ended well. A foreign read goes to the trail as one of `read_as`, if
    that is given. `in_browser`: to be shown, not to be kept."""
    actor = request.actor
    if not attachment.may_be_served:
        return render(request, "documents/not_yet.html", {"attachment": attachment}, status=409)
    if read_as:
        record_read(
            actor, "attachment", attachment.pk, attachment.organisation_id,
            f"{read_as}：{attachment.name}"[:200],
            attachment.district_id,
        )  # fmt: skip
    response = FileResponse(
        storages["attachments"].open(attachment.storage_key),
        as_attachment=not in_browser,
        filename=name or attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
