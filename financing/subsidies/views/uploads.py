"""Lines by workbook: the empty one, sending a filled one, writing its good rows."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import ActorRequest
from documents.workbooks.export import XLSX
from financing.models import SubsidyUpload
from financing.subsidies.actions.save_line import line_fields
from financing.subsidies.actions.upload_lines import apply_upload, check_upload
from financing.subsidies.claims import kinds_asked
from financing.subsidies.forms import WorkbookForm
from financing.subsidies.views.lines import own_claim, page_context, staff_only
from financing.subsidies.workbook import empty_workbook, with_errors
from pages.acts import attempt


@staff_only
@require_GET
def template(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """The empty workbook."""
    claim = own_claim(request, pk)
    if kind not in kinds_asked(claim.application):
        raise Http404
    return _file(empty_workbook(line_fields(claim, kind)), "申报明细模板.xlsx")


@staff_only
@require_POST
def upload(request: ActorRequest, pk: int) -> HttpResponse:
    """Send a filled workbook; it is checked first."""
    claim = own_claim(request, pk)
    form = WorkbookForm(request.POST, request.FILES, auto_id="id_workbook_%s")
    made = attempt(
        request,
        lambda: check_upload(
            request.actor, pk, form.cleaned_data["kind"], form.cleaned_data["file"]
        ),
        form=form,
    )
    if made:
        return redirect(reverse("financing:claim_lines", args=[pk]) + "#upload")
    context = page_context(request, claim, {"workbook_form": form})
    return render(request, "financing/subsidies/lines.html", context, status=422)


@staff_only
@require_POST
def apply(request: ActorRequest, pk: int, upload_id: int) -> HttpResponse:
    """Write the good rows of a checked workbook."""
    own_claim(request, pk)
    attempt(
        request,
        lambda: apply_upload(request.actor, pk, upload_id),
        done=lambda one: (
            f"新增 {one.written['created']} 行，更新 {one.written['updated']} 行，"
            f"没有变化 {one.written['unchanged']} 行。"
        ),
    )
    return redirect("financing:claim_lines", pk)


@staff_only
@require_GET
def wrong_rows(request: ActorRequest, pk: int, upload_id: int) -> HttpResponse:
    """The workbook as it was sent, with every wrong cell marked."""
    claim = own_claim(request, pk)
    rows = SubsidyUpload.objects.visible_to(request.actor).filter(claim=claim)
    sent = rows.get(pk=upload_id)
    return _file(with_errors(sent.cells, sent.findings), "申报明细（标出问题）.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer
