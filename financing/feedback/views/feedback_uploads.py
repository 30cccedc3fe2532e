"""The bank's feedback as workbooks: the empty one, sending a filled one, and what became of it."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import XLSX
from financing.feedback.actions.report_credit import REJECTED
from financing.feedback.actions.upload_feedback import (
    apply_upload,
    check_upload,
    counts_of,
)
from financing.feedback.forms import UploadForm
from financing.feedback.lists import FINDINGS, UPLOADS
from financing.feedback.template import feedback_template, wrong_rows_workbook
from financing.models import FeedbackUpload
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html

bank_only = for_duties(Duty.BANK_OFFICER)
MOST_FINDINGS = 200


@bank_only
@require_GET
def template(request: ActorRequest) -> HttpResponse:
    """The empty workbook."""
    response = HttpResponse(feedback_template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="feedback-template.xlsx"'
    return response


@bank_only
def upload(request: ActorRequest) -> HttpResponse:
    """Send a filled workbook; it is checked first."""
    actor = request.actor
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        made = attempt(request, lambda: check_upload(actor, form.cleaned_data["file"]), form=form)
        if made.value:
            return redirect("financing:feedback_upload", made.value.pk)
    rows = FeedbackUpload.objects.visible_to(actor).select_related("uploaded_by")
    recent = rows.defer("wrong_rows").order_by("-id")[:5]
    context = {"form": form, "recent": table_html(UPLOADS, recent) if recent else ""}
    return page_with_form(request, "financing/feedback_uploads.html", context, form)


@bank_only
@require_GET
def uploaded(request: ActorRequest, pk: int) -> HttpResponse:
    """What a checked workbook holds: the rows that are good, and every wrong cell."""
    actor = request.actor
    row = FeedbackUpload.objects.visible_to(actor).select_related("uploaded_by").get(pk=pk)
    context = {
        "upload": row,
        "findings": table_html(FINDINGS, row.findings[:MOST_FINDINGS]),
        "wrong_rows": len(row.wrong_numbers),
        "counts": counts_of(row),
        "most": MOST_FINDINGS,
    }
    return render(request, "financing/feedback_upload.html", context)


@bank_only
@require_GET
def wrong_rows(request: ActorRequest, pk: int) -> StreamingHttpResponse:
    """The wrong rows as a workbook to mend and send again."""
    actor = request.actor
    FeedbackUpload.objects.visible_to(actor).only("pk").get(pk=pk)

    def workbook() -> Iterator[bytes]:
        return wrong_rows_workbook(FeedbackUpload.objects.visible_to(actor).get(pk=pk))

    return workbook_answer(actor, "feedback-to-mend", workbook)


@bank_only
@require_POST
def apply(request: ActorRequest, pk: int) -> HttpResponse:
    """Report the good rows of a checked workbook."""
    actor = request.actor
    results = attempt(request, lambda: apply_upload(actor, pk)).value
    if results is None:
        return redirect("financing:feedback_upload", pk)
    kept = sum(one.status != REJECTED for one in results)
    wrong = len(FeedbackUpload.objects.visible_to(actor).get(pk=pk).wrong_rows)
    rest = f"有错的 {wrong} 行没有导入，可以在本页下载、改好后再导入。" if wrong else ""
    messages.success(request, f"已反馈 {kept} 笔。{rest}")
    if wrong or kept < len(results):
        return redirect("financing:feedback_upload", pk)
    return redirect("financing:feedback")
