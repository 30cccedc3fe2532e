"""Pages of the imports."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.imports import decide_batch, findings, template
from enterprises.imports.decide_doubtful import IMPORTERS, decide_doubtful
from enterprises.imports.forms import UploadForm
from enterprises.imports.receive_file import receive_file
from enterprises.models import ImportBatch, ImportRow
from pages.lists.keyset import keyset_page
from pages.request_values import whole_number

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_RECENT = 20
Kind, State = ImportBatch.Kind, ImportBatch.State


def _own_batches(request: ActorRequest) -> Any:
    """The batches of the actor's own bureau; the city does not go through a district's files."""
    actor = request.actor
    return ImportBatch.objects.filter(organisation_id=actor.organisation_id)


def _own(request: ActorRequest, pk: uuid.UUID) -> ImportBatch:
    batch: ImportBatch = _own_batches(request).select_related("uploaded_by").get(pk=pk)
    return batch


def _upload_page(request: ActorRequest, kind: str) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            batch = receive_file(request.actor, kind, form.cleaned_data["file"])
        except RuleViolation as violation:
            for field, message in violation.errors.items():
                form.add_error(field or None, message)
        else:
            return redirect("people:job", pk=batch.check_job)
    recent = _own_batches(request).filter(kind=kind).select_related("uploaded_by")
    context = {
        "kind": kind,
        "form": form,
        "heading": "批量导入企业信息" if kind == Kind.REGISTRY else "导入公布的称号名单",
        "notes": findings.NOTES[Kind(kind)],
        "batches": [
            {"batch": batch, "tone": findings.TONES[batch.state]}
            for batch in recent.order_by("-created_at")[:MOST_RECENT]
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "enterprises/imports/index.html", context, status=status)


@for_duties(*IMPORTERS)
def registry(request: ActorRequest) -> HttpResponse:
    """Upload a workbook of enterprises, and the files brought in so far."""
    return _upload_page(request, Kind.REGISTRY)


@for_duties(*IMPORTERS)
def titles(request: ActorRequest) -> HttpResponse:
    """Upload a published list, and the lists brought in so far."""
    return _upload_page(request, Kind.TITLES)


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@for_duties(*IMPORTERS)
def registry_template(request: ActorRequest) -> HttpResponse:
    """The empty workbook with notes and drop-downs."""
    return _download(template.registry_template(), "enterprises-template.xlsx")


@for_duties(*IMPORTERS)
def titles_template(request: ActorRequest) -> HttpResponse:
    """The empty workbook of a published list."""
    return _download(template.titles_template(), "titles-template.xlsx")


@for_duties(*IMPORTERS)
def batch(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """What the check found, the choice, and later the result."""
    row = _own(request, pk)
    same_file = _own_batches(request).filter(
        sha256=row.sha256, kind=row.kind, state=State.APPLIED, applied_at__lt=row.created_at
    )
    running = {State.CHECKING: row.check_job, State.APPLYING: row.apply_job}
    index = "enterprises:imports" if row.kind == Kind.REGISTRY else "enterprises:imports_titles"
    context = {
        "batch": row,
        "finding": findings.finding(row),
        "counts": findings.counts(row),
        "apply_text": findings.apply_text(row),
        "may_decide": row.state == State.CHECKED,
        "may_write": row.state == State.CHECKED and row.rows_to_write + row.rows_doubtful > 0,
        "running_job": running.get(State(row.state)),
        "imported_before": same_file.order_by("-applied_at").first(),
        "waiting": findings.waiting_doubts(row).count() if row.state == State.APPLIED else 0,
        "skipped": ImportRow.objects.filter(batch=row).exclude(skipped="").order_by("number")[:100],
        "crumbs": [{"label": "导入", "url": reverse(index)}, {"label": row.file_name}],
    }
    return render(request, "enterprises/imports/batch.html", context)


@for_duties(*IMPORTERS)
def annotated(request: ActorRequest, pk: uuid.UUID) -> FileResponse:
    """The copy of the file in which every wrong cell is marked with its reason."""
    row = _own(request, pk)
    if not row.annotated:
        raise Http404
    name = f"批注-{row.file_name.rsplit('.', 1)[0]}.xlsx"
    response = FileResponse(
        row.annotated.open("rb"), as_attachment=True, filename=name, content_type=XLSX
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@for_duties(*IMPORTERS)
def apply(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the good rows."""
    try:
        row = decide_batch.start_applying(request.actor, pk)
    except RuleViolation as violation:
        messages.error(request, str(violation))
        return redirect("enterprises:import", pk=pk)
    return redirect("people:job", pk=row.apply_job)


@require_POST
@for_duties(*IMPORTERS)
def discard(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the file up."""
    try:
        decide_batch.discard(request.actor, pk)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "已全部放弃，平台数据没有改动。")
    return redirect("enterprises:import", pk=pk)


@for_duties(*IMPORTERS)
def doubtful(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """The doubtful names of a list beside their candidates."""
    row = _own(request, pk)
    waiting = findings.waiting_doubts(row)
    context = {
        "batch": row,
        "waiting": waiting.count(),
        "rows": keyset_page(request, waiting, order=("number", "id"), size=20),
        "crumbs": [
            {"label": "名单导入", "url": reverse("enterprises:imports_titles")},
            {"label": row.file_name, "url": reverse("enterprises:import", args=[row.pk])},
            {"label": "存疑的名称"},
        ],
    }
    return render(request, "enterprises/imports/doubtful.html", context)


@require_POST
@for_duties(*IMPORTERS)
def decide(request: ActorRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Record the judgement of one doubtful name."""
    try:
        decided = decide_doubtful(
            request.actor,
            pk,
            row,
            request.POST.get("decision", ""),
            whole_number(request.POST.get("enterprise")),
        )
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        said = decided.get_decision_display()
        messages.success(request, f"“{decided.values['name']}”已判断：{said}。")
    return redirect("enterprises:import_doubtful", pk=pk)
