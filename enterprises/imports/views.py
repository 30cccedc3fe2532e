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
from enterprises.imports.forms import RenamingForm
from enterprises.imports.import_machine import IMPORTERS, MACHINE, has_failed
from enterprises.imports.lists import batch_of, batches_of
from enterprises.imports.row_lists import CHANGE_COLUMNS, crumbs_of, name_of
from enterprises.imports.settling.decide_registry_row import holder_of
from enterprises.models import ImportBatch, ImportRow
from enterprises.proposals.keepers import kept_by_their_people
from pages.acts import attempt, page_with_form
from pages.lists import Column
from pages.lists.cells import change_lines
from pages.lists.table import table_html
from pages.request_values import whole_number

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SKIPPED, MOST_CHANGES = 100, 20
Kind, State = ImportBatch.Kind, ImportBatch.State

SKIPPED_COLUMNS: tuple[Column[ImportRow], ...] = (
    Column("number", "行"),
    Column("name", "企业", name_of),
    Column("skipped", "原因", lambda row: row.kept or row.skipped),
)
HELD_COLUMNS: tuple[Column[dict[str, str]], ...] = (
    Column("name", "名录中的企业", lambda one: one["name"]),
    Column("credit_code", "统一社会信用代码", lambda one: one["credit_code"]),
    Column("district", "区市", lambda one: one["district"]),
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
    staged = ImportRow.objects.filter(batch=row)
    not_written = list(staged.exclude(skipped="", kept="").order_by("number")[:MOST_SKIPPED])
    changed = staged.exclude(changes=[]).order_by("-is_guarded", "number")
    first = list(changed[:MOST_CHANGES]) if row.state == State.CHECKED else []
    running = {
        State.CHECKING: row.check_job, State.APPLYING: row.apply_job,
        State.REVERTING: row.revert_job,
    }  # fmt: skip
    available = {one.transition.name: one for one in MACHINE.available(request.actor, row)}
    broke_off = has_failed(row)
    index = "enterprises:imports" if row.kind == Kind.REGISTRY else "enterprises:imports_titles"
    context = {
        "batch": row,
        "finding": findings.finding(row),
        "counts": findings.counts(row),
        "apply_text": findings.apply_text(row),
        "may_decide": row.state == State.CHECKED or broke_off,
        "broke_off": broke_off,
        "may_write": (row.state == State.CHECKED and row.rows_to_write + row.rows_doubtful > 0)
        or (broke_off and row.state == State.APPLYING),
        "has_rows": row.state not in (State.CHECKING, State.REFUSED, State.DISCARDED),
        "changes": table_html(CHANGE_COLUMNS[:-1], first) if first else "",
        "changes_total": changed.count() if first else 0,
        "take_back": available.get("take_back"),
        "take_back_text": findings.take_back_text(row),
        "doubts_url": _doubts(row),
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
        done=lambda batch: (
            "已全部放弃，平台数据没有改动。"
            if batch.state == State.DISCARDED
            else "已写入的行保留，其余放弃。"
        ),
    )
    return redirect("enterprises:import", pk=pk)


@require_POST
@for_duties(*IMPORTERS)
def take_back(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a written file back as a whole."""
    started = attempt(request, lambda: decide_batch.start_taking_back(request.actor, pk))
    if started.value is None or started.value.revert_job is None:
        return redirect("enterprises:import", pk=pk)
    return redirect("people:job", pk=started.value.revert_job)


def _doubts(row: ImportBatch) -> str:
    """Where the doubtful rows of a file are judged."""
    is_registry = row.kind == Kind.REGISTRY
    name = "import_doubtful_rows" if is_registry else "import_doubtful"
    return reverse(f"enterprises:{name}", args=[row.pk])


@for_duties(*IMPORTERS)
def decide(request: ActorRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Judge one doubtful row: of a published list beside its candidates (naming one says that it
    is the same), of a registry workbook on a page of its own."""
    batch = batch_of(request.actor, pk)
    if batch.kind == Kind.REGISTRY:
        return _decide_registry_row(request, batch, row)
    enterprise = whole_number(request.POST.get("enterprise"))
    decision = request.POST.get("decision") or (ImportRow.Decision.SAME if enterprise else "")
    if request.method == "POST":
        attempt(
            request,
            lambda: decide_doubtful(request.actor, pk, row, decision, enterprise),
            done=_told,
        )
    return redirect(_doubts(batch))


def _told(row: ImportRow) -> str:
    return f"“{name_of(row)}”已判断：{row.get_decision_display()}。"


def _decide_registry_row(request: ActorRequest, batch: ImportBatch, pk: int) -> HttpResponse:
    row = ImportRow.objects.get(batch=batch, pk=pk, verdict=ImportRow.Verdict.DOUBTFUL)
    holder = holder_of(row)
    form = RenamingForm(request.POST or None)
    decision = request.POST.get("decision", "")
    done = request.method == "POST" and attempt(
        request,
        lambda: decide_doubtful(
            request.actor, batch.pk, pk, decision,
            reason=form.cleaned_data["reason"],
            document_number=form.cleaned_data["document_number"],
        ),
        form=form,
        done=_told,
    )  # fmt: skip
    if done or row.done_at is not None:
        return redirect(_doubts(batch))
    context = {
        "row": row,
        "name": name_of(row),
        "candidates": table_html(HELD_COLUMNS, row.candidates),
        "changes": change_lines(row.changes),
        "holder": holder,
        "has_people": holder is not None and bool(kept_by_their_people([holder])),
        "form": form,
        "crumbs": crumbs_of(batch, f"第 {row.number} 行"),
    }
    return page_with_form(request, "enterprises/imports/doubtful_row.html", context, form)
