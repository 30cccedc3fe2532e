"""Pages of the imports."""

import uuid

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.imports import decide_batch, findings, template
from enterprises.imports.decide_doubtful import decide_doubtful
from enterprises.imports.import_machine import IMPORTERS, MACHINE
from enterprises.imports.lists import batch_of, batches_of
from enterprises.models import ImportBatch, ImportRow
from pages.acts import attempt
from pages.lists import Column
from pages.lists.table import table_html
from pages.request_values import whole_number

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SKIPPED = 100
Kind, State = ImportBatch.Kind, ImportBatch.State

SKIPPED_COLUMNS: tuple[Column[ImportRow], ...] = (
    Column("number", "行"),
    Column("name", "企业", lambda row: row.values["name"]),
    Column("skipped", "原因"),
)
PROBLEM_COLUMNS: tuple[Column[dict[str, str]], ...] = (
    Column("sheet", "工作表", lambda problem: problem["sheet"]),
    Column("cell", "单元格", lambda problem: problem["cell"]),
    Column("column", "列", lambda problem: problem["column"]),
    Column("reason", "原因", lambda problem: problem["reason"]),
)


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
    row = batch_of(request.actor, pk)
    same_file = batches_of(request.actor).filter(
        sha256=row.sha256, kind=row.kind, state=State.APPLIED, applied_at__lt=row.created_at
    )
    skipped = ImportRow.objects.filter(batch=row).exclude(skipped="").order_by("number")
    not_written = list(skipped[:MOST_SKIPPED])
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
        "skipped": table_html(SKIPPED_COLUMNS, not_written) if not_written else "",
        "problems": table_html(PROBLEM_COLUMNS, row.problems) if row.problems else "",
        "events": MACHINE.history(row),
        "crumbs": [{"label": "导入", "url": reverse(index)}, {"label": row.file_name}],
    }
    return render(request, "enterprises/imports/batch.html", context)


@for_duties(*IMPORTERS)
def annotated(request: ActorRequest, pk: uuid.UUID) -> FileResponse:
    """The copy of the file in which every wrong cell is marked with its reason."""
    row = batch_of(request.actor, pk)
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
    started = attempt(request, lambda: decide_batch.start_applying(request.actor, pk))
    if started.value is None or started.value.apply_job is None:  # imported by a command
        return redirect("enterprises:import", pk=pk)
    return redirect("people:job", pk=started.value.apply_job)


@require_POST
@for_duties(*IMPORTERS)
def discard(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the file up."""
    attempt(
        request,
        lambda: decide_batch.discard(request.actor, pk),
        done="已全部放弃，平台数据没有改动。",
    )
    return redirect("enterprises:import", pk=pk)


@require_POST
@for_duties(*IMPORTERS)
def decide(request: ActorRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Record the judgement of one doubtful name; naming an enterprise says that it is the same."""
    enterprise = whole_number(request.POST.get("enterprise"))
    decision = request.POST.get("decision") or (ImportRow.Decision.SAME if enterprise else "")
    attempt(
        request,
        lambda: decide_doubtful(request.actor, pk, row, decision, enterprise),
        done=lambda one: f"“{one.values['name']}”已判断：{one.get_decision_display()}。",
    )
    return redirect("enterprises:import_doubtful", pk=pk)
