"""The empty forms and examples of a scheme's materials, for everybody who may read the version."""

from io import BytesIO
from typing import cast

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.requests import ActorRequest, PortalRequest
from accounts.throttling import asks_too_often
from documents.record_files import attachment_of_row
from documents.views.download import served
from schemes.definition.stored import Stored, fields_in, text_in
from schemes.materials import KINDS, PURPOSE, sample_pdf
from schemes.models import SchemeVersion

SAMPLES_A_MINUTE = 20


@require_GET
def material(request: PortalRequest, pk: int, key: str, kind: str) -> HttpResponse | FileResponse:
    """The file of the `kind` that the version offers for the question `key`; an example in words
    is typeset."""
    version = get_object_or_404(SchemeVersion.objects.all(), pk=pk)
    field = next((one for one in fields_in(version.definition) if one.get("key") == key), None)
    if field is None or kind not in KINDS:
        raise Http404
    if file := text_in(field, KINDS[kind]):
        return _stored(request, file)
    if kind == "sample" and field.get("sample"):
        return _typeset(request, field)
    raise Http404


def _stored(request: PortalRequest, pk: str) -> HttpResponse | FileResponse:
    attachment = attachment_of_row(pk)
    # A definition that was taken from a file may name anything.
    if attachment is None or attachment.purpose != PURPOSE:
        raise Http404
    return served(cast(ActorRequest, request), attachment, read_as="")


def _typeset(request: PortalRequest, field: Stored) -> HttpResponse | FileResponse:
    if asks_too_often(request, "material-sample", SAMPLES_A_MINUTE):
        return render(request, "429.html", status=429)
    name = f"{text_in(field, 'label')}（示例）.pdf"
    return FileResponse(BytesIO(sample_pdf(field)), filename=name, content_type="application/pdf")
