"""The bank's feedback in the browser: what it has reported, one form, and workbooks."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.pagination import keyset_page
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import XLSX, stream_workbook
from enterprises.forms import add_errors
from financing.actions.report_credit import REJECTED, report_credits
from financing.actions.upload_feedback import apply_upload, check_upload
from financing.feedback_forms import FeedbackForm, UploadForm
from financing.feedback_workbook import HEADINGS, feedback_template
from financing.filters import FeedbackFilter
from financing.models import CreditFeedback, FeedbackUpload

bank_only = for_duties(Duty.BANK_OFFICER)
TONES = {"declined": "bad", "granted": "calm", "paid_out": "ok", "settled": "calm"}
MOST_FINDINGS = 200


@bank_only
@require_GET
def feedback(request: HttpRequest) -> HttpResponse:
    """What the bank has reported, the latest first."""
    filters = FeedbackFilter(request.GET, queryset=CreditFeedback.objects.all(), request=request)
    page = keyset_page(request, filters.qs, order=("-reported_at", "-id"), size=50)
    for row in page.rows:
        row.tone = TONES[row.state]
    context = {
        "page": page,
        "filter": filters,
        "query": request.GET.urlencode(),
        "running_out": CreditFeedback.objects.running_out().count(),
    }
    return render(request, "financing/feedback.html", context)


@bank_only
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered feedback as a workbook with the columns of the template."""

    def workbook() -> Iterator[bytes]:
        rows = FeedbackFilter(request.GET, queryset=CreditFeedback.objects.all(), request=request)
        ordered = rows.qs.order_by("-reported_at", "-id").iterator(2000)
        return stream_workbook("授信反馈", list(HEADINGS.values()), map(cells_of, ordered))

    return workbook_answer(request.actor, "feedback", workbook)  # type: ignore[attr-defined]


def cells_of(row: CreditFeedback) -> list[Any]:
    """Choices by their labels, as the template reads them back."""
    line: list[Any] = []
    for name in HEADINGS:
        shown = getattr(row, f"get_{name}_display", None)
        value = shown() if shown else getattr(row, name)
        line.append({True: "是", False: "否"}[value] if isinstance(value, bool) else value)
    return line


@bank_only
def report(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Report one credit, or what has become of one that was reported."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = CreditFeedback.objects.visible_to(actor).get(reference=reference) if reference else None
    form = FeedbackForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        (result,) = report_credits(actor, [form.line()], actor.user_name)
        if result.status != REJECTED:
            messages.success(request, f"{result.reference} 已反馈。")
            return redirect("financing:feedback")
        add_errors(form, result.errors)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "financing/report.html", {"form": form, "row": row}, status=status)


@bank_only
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    response = HttpResponse(feedback_template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="feedback-template.xlsx"'
    return response


@bank_only
def upload(request: HttpRequest) -> HttpResponse:
    """Send a filled workbook; it is checked first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = check_upload(actor, form.cleaned_data["file"])
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            return redirect("financing:feedback_upload", made.pk)
    recent = FeedbackUpload.objects.visible_to(actor).order_by("-id")[:5]
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "recent": recent}
    return render(request, "financing/feedback_uploads.html", context, status=status)


@bank_only
@require_GET
def uploaded(request: HttpRequest, pk: int) -> HttpResponse:
    """What a checked workbook holds: the rows that are good, and every wrong cell."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = FeedbackUpload.objects.visible_to(actor).select_related("uploaded_by").get(pk=pk)
    context = {
        "upload": row,
        "findings": row.findings[:MOST_FINDINGS],
        "wrong_rows": len({one["row"] for one in row.findings}),
        "most": MOST_FINDINGS,
    }
    return render(request, "financing/feedback_upload.html", context)


@bank_only
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Report the good rows of a checked workbook."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        results = apply_upload(actor, pk)
    except RuleViolation as refused:
        messages.error(request, str(refused))
        return redirect("financing:feedback_upload", pk)
    kept = sum(one.status != REJECTED for one in results)
    messages.success(request, f"已反馈 {kept} 笔。")
    return redirect("financing:feedback" if kept == len(results) else "financing:feedback_uploads")
