"""Serving files through a permission check."""

import uuid

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.views.access import for_duties
from audit.trail import record_read
from documents.access import may_download
from documents.models import Attachment


@for_duties()
def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse | FileResponse:
    """One attachment, as a download; foreign reads go to the trail."""
    actor = request.actor  # type: ignore[attr-defined]
    attachment = get_object_or_404(Attachment.objects.all(), pk=pk)
    if not may_download(actor, attachment):
        raise Http404
    if not attachment.may_be_served:
        return render(request, "documents/not_yet.html", {"attachment": attachment}, status=409)
    record_read(
        actor,
        "attachment",
        attachment.pk,
        attachment.organisation_id,
        f"附件：{attachment.name}"[:200],
        attachment.district_id,
    )
    response = FileResponse(
        storages["attachments"].open(attachment.storage_key),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
