"""The pages of an import: upload, template, what the check found, and the decision."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import ActorRequest
from accounts.tenancy import TenantQuerySet
from accounts.views.access import for_duties
from documents.workbooks.export import XLSX
from documents.workbooks.template import write_template
from pages.acts import attempt, page_with_form
from pages.imports.actions import ENDINGS, MOST_BYTES, apply_import, check_file, discard_import
from pages.imports.models import Problem, StagedImport, StagedRow
from pages.lists.cells import change_lines
from pages.lists.columns import Column
from pages.lists.table import table_html

if TYPE_CHECKING:
    from pages.imports.declaration import RecordImport

    Kind = type[RecordImport]

MOST_RECENT, MOST_LISTED = 20, 200
State = StagedImport.State
TONES: dict[str, str] = {State.CHECKED: "wait", State.APPLIED: "ok", State.DISCARDED: ""}
PROBLEM_COLUMNS: tuple[Column[Problem], ...] = tuple(
    Column(key, heading, itemgetter(key), long=key == "reason")
    for key, heading in (
        ("sheet", "工作表"), ("cell", "单元格"), ("column", "列"), ("value", "内容"),
        ("reason", "原因"),
    )
)  # fmt: skip


class UploadForm(forms.Form):
    file = forms.FileField(
        label="文件",
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": "请选择要上传的文件。"},
        help_text=f"{'、'.join(ENDINGS)}，不超过 {MOST_BYTES // 1024 // 1024} MB",
        widget=forms.FileInput(
            attrs={"accept": ",".join(ENDINGS), "data-max-bytes": str(MOST_BYTES)}
        ),
    )


def patterns(kind: Kind) -> list[URLPattern]:
    """The addresses of an import, named as `RecordImport` says."""
    name = kind.name.rpartition(":")[2]

    def one(route: str, act: str, view: Callable[..., HttpResponseBase]) -> URLPattern:
        guarded = for_duties(*kind.record.editors)(partial(view, kind=kind))
        return path(route, guarded, name=f"{name}_{act}" if act else name)

    return [
        one("", "", upload),
        one("template.xlsx", "template", require_GET(template)),
        one("<uuid:pk>/", "result", require_GET(result)),
        one("<uuid:pk>/apply/", "apply", require_POST(apply)),
        one("<uuid:pk>/discard/", "discard", require_POST(discard)),
    ]


def upload(request: ActorRequest, *, kind: Kind) -> HttpResponseBase:
    """Upload a file to be checked, and those brought in so far."""
    form = UploadForm(request.POST or None, request.FILES or None)
    done = request.method == "POST" and attempt(
        request,
        lambda: check_file(request.actor, kind, form.cleaned_data["file"]),
        form=form,
    )
    if done and done.value:
        return redirect(kind.url("result", done.value.pk))
    recent = _own(request, kind).select_related("uploaded_by").defer("rows", "problems")
    rows = list(recent.order_by("-created_at")[:MOST_RECENT])
    context = {
        "title": f"批量导入{kind.record.noun}",
        "form": form,
        "notes": kind(request.actor).all_notes(),
        "template_url": kind.url("template"),
        "recent": table_html(_recent_columns(kind), rows, label="近期导入") if rows else "",
        "crumbs": [*_crumbs(kind), {"label": "批量导入"}],
    }
    return page_with_form(request, "pages/import.html", context, form)


def template(request: ActorRequest, *, kind: Kind) -> HttpResponse:
    """The empty workbook with headings, notes and drop-downs."""
    bringing = kind(request.actor)
    data = write_template(kind.record.title, bringing.columns(), bringing.all_notes())
    response = HttpResponse(data, content_type=XLSX)
    name = kind.record.name.rpartition(":")[2]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-template.xlsx"'
    return response


def result(request: ActorRequest, pk: uuid.UUID, *, kind: Kind) -> HttpResponse:
    """What the check of one file found, and the decision about it."""
    staged = _own(request, kind).select_related("uploaded_by").get(pk=pk)
    is_open = staged.state == State.CHECKED
    new, changed = staged.new_rows, staged.changed_rows
    columns = _row_columns(kind)
    context = {
        "staged": staged,
        "heading": _heading(staged),
        "counts": _counts(staged),
        "problems": table_html(PROBLEM_COLUMNS, staged.problems, label="需要更正的单元格"),
        "new": table_html(columns, new[:MOST_LISTED], label="新建的行"),
        "changed": table_html(columns, changed[:MOST_LISTED], label="变更的行"),
        "most": MOST_LISTED,
        "may_apply": is_open and bool(staged.rows),
        "may_discard": is_open,
        "apply_text": _apply_text(staged),
        "apply_url": kind.url("apply", pk),
        "discard_url": kind.url("discard", pk),
        "upload_url": kind.url(),
        "list_url": reverse(kind.record.listing),
        "list_title": kind.record.title,
        "crumbs": [
            *_crumbs(kind),
            {"label": "批量导入", "url": kind.url()},
            {"label": staged.file_name},
        ],
    }
    return render(request, "pages/import_result.html", context)


def apply(request: ActorRequest, pk: uuid.UUID, *, kind: Kind) -> HttpResponseBase:
    """Write the good rows."""
    attempt(
        request,
        lambda: apply_import(request.actor, kind, pk),
        done=lambda staged: (
            f"已导入：新建 {len(staged.new_rows)} {kind.record.counter}，"
            f"变更 {len(staged.changed_rows)} {kind.record.counter}。{kind.record.next_step}"
        ),
    )
    return redirect(kind.url("result", pk))


def discard(request: ActorRequest, pk: uuid.UUID, *, kind: Kind) -> HttpResponseBase:
    """Give the file up."""
    attempt(
        request,
        lambda: discard_import(request.actor, kind, pk),
        done="已全部放弃，平台数据没有改动。",
    )
    return redirect(kind.url("result", pk))


def _own(request: ActorRequest, kind: Kind) -> TenantQuerySet[StagedImport]:
    """The files of the actor's own organisation."""
    return StagedImport.objects.filter(
        organisation_id=request.actor.organisation_id, catalogue=kind.name
    )


def _crumbs(kind: Kind) -> list[dict[str, str]]:
    return [{"label": kind.record.title, "url": reverse(kind.record.listing)}]


def _recent_columns(kind: Kind) -> tuple[Column[StagedImport], ...]:
    return (
        Column("file_name", "文件", long=True, link=lambda one: kind.url("result", one.pk)),
        Column("uploaded_by", "上传人", lambda one: str(one.uploaded_by)),
        Column("created_at", "上传时间"),
        Column("state", "状态", pill=TONES),
    )


def _row_columns(kind: Kind) -> tuple[Column[StagedRow], ...]:
    return (
        Column("number", "行", itemgetter("number"), number=True),
        Column("title", kind.record.noun, itemgetter("title"), long=True),
        Column("changes", "内容", lambda one: "", html=_changes, long=True),
    )


def _changes(row: StagedRow) -> SafeString:
    """What a row brings; of one that is there already, old → new."""
    return change_lines(row["changes"], is_new=row["pk"] is None)


def _heading(staged: StagedImport) -> str:
    new, changed, wrong = len(staged.new_rows), len(staged.changed_rows), staged.rows_wrong
    if staged.state == State.APPLIED:
        return f"已导入：新建 {new} 行，变更 {changed} 行"
    if staged.state == State.DISCARDED:
        return "已放弃，平台数据没有改动"
    if not staged.rows:
        return f"没有可以导入的行，{wrong} 行需要更正" if wrong else "文件与平台完全一致"
    return f"可以导入 {new + changed} 行" + (f"，{wrong} 行需要更正" if wrong else "")


def _counts(staged: StagedImport) -> list[dict[str, object]]:
    lines = (
        ("新建", len(staged.new_rows), "平台上没有"),
        ("变更", len(staged.changed_rows), "与平台上的内容不同"),
        ("无变化", staged.rows_unchanged, "与平台上的内容一致，不写入"),
        ("有误", staged.rows_wrong, "不写入，更正后可以再次上传"),
    )
    return [{"label": name, "value": n, "unit": "行", "note": note} for name, n, note in lines]


def _apply_text(staged: StagedImport) -> str:
    text = f"将新建 {len(staged.new_rows)} 行、变更 {len(staged.changed_rows)} 行。"
    wrong = staged.rows_wrong
    return text + (f"有误的 {wrong} 行不写入，可更正后再次上传。" if wrong else "")
