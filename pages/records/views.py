"""The pages of a record: detail, form, retirement and restoration, files."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import NotPermitted
from accounts.requests import ActorRequest
from accounts.tenancy import TenantModel
from accounts.views.access import for_duties
from audit.trail import record_read
from documents.fields import AttachmentField
from documents.record_files import attachment_of_row
from documents.views.download import served
from pages.acts import attempt, page_with_form
from pages.history import MOST, history_of
from pages.models import RecordModel
from pages.records.actions import R, Saved, restore_record, retire_record, save_record
from pages.records.display import form_sections, shown_sections
from pages.records.forms import ReasonForm, RecordForm, form_class, show_only_if
from pages.request_values import shown_version
from pages.stale import version_to_show

if TYPE_CHECKING:
    from pages.records.record import Record

    Kind = type[Record[RecordModel]]
Key = int | uuid.UUID


def patterns(kind: type[Record[R]]) -> list[URLPattern]:
    """The addresses of a record, named as `Record` says."""
    name = kind.name.rpartition(":")[2]
    key = "<uuid:pk>" if isinstance(kind.model._meta.pk, models.UUIDField) else "<int:pk>"

    def one(
        route: str, act: str, view: Callable[..., HttpResponseBase], duties: tuple[Duty, ...]
    ) -> URLPattern:
        guarded = for_duties(*duties)(partial(view, kind=kind))
        return path(route, guarded, name=f"{name}_{act}" if act else name)

    return [
        one("new/", "new", edit, kind.editors),
        one(f"{key}/", "", require_GET(detail), kind.readers),
        one(f"{key}/edit/", "edit", edit, kind.editors),
        one(f"{key}/retire/", "retire", require_POST(retire), kind.editors),
        one(f"{key}/restore/", "restore", require_POST(restore), kind.editors),
        one(f"{key}/files/<slug:field>/", "file", require_GET(file), kind.readers),
    ]


def detail(request: ActorRequest, pk: Key, *, kind: Kind) -> HttpResponse:
    """The page of one row."""
    record = kind(request.actor)
    row = record.visible().get(pk=pk)
    if kind.about and isinstance(row, TenantModel):
        record_read(
            request.actor, kind.about, row.pk, row.organisation_id,
            f"{kind.noun}：{row}"[:200], row.district_id,
        )  # fmt: skip
    return _detail_page(request, record, row)


def _detail_page(
    request: ActorRequest, record: Record[R], row: R, reason: ReasonForm | None = None
) -> HttpResponse:
    revisions = history_of(row) if record.sees_history(row) else None
    context = {
        **_frame(record, row),
        "sections": shown_sections(record, row),
        "may_edit": record.may_edit(row),
        "history": revisions,
        "history_is_cut": len(revisions or ()) == MOST,
        "reason_form": reason or ReasonForm(),
        "act_url": record.url(row, "restore" if row.is_retired else "retire"),
        **record.context(row),
    }
    wrong = [reason] if reason else []
    return page_with_form(request, record.template, context, *wrong)


def _frame(record: Record[R], row: R | None, *, is_form: bool = False) -> dict[str, object]:
    """What page and form say around the row; None is a new one."""
    crumbs = [{"label": record.title, "url": reverse(record.listing)}]
    if row is None:
        crumbs.append({"label": f"新建{record.noun}", "url": ""})
    else:
        crumbs.append({"label": record.heading(row), "url": record.url(row) if is_form else ""})
        crumbs += [{"label": "修改", "url": ""}] if is_form else []
    return {
        "record": record,
        "row": row,
        "crumbs": crumbs,
        "heading": record.heading(row) if row is not None else f"新建{record.noun}",
        "subheading": record.subheading(row) if row is not None else "",
        "edit_url": record.url(row, "edit") if row is not None else "",
        "list_url": reverse(record.listing),
    }


def edit(request: ActorRequest, pk: Key | None = None, *, kind: Kind) -> HttpResponseBase:
    """The form of a new row, or of one that is there."""
    record = kind(request.actor)
    row = None if pk is None else record.visible().get(pk=pk)
    if not (record.may_add() if row is None else record.may_edit(row)):
        raise NotPermitted
    if row is not None and row.is_retired and request.method != "POST":
        messages.warning(request, f"这项{kind.noun}已经停用，请先恢复再修改。")
        return redirect(record.url(row))
    form = _form(request, record, row)
    version = shown_version(request.POST)
    result = request.method == "POST" and attempt(
        request,
        lambda: save_record(request.actor, kind, form.cleaned_data, pk=pk, version=version),
        form=form,
        done=lambda saved: _saved_words(record, saved),
    )
    if result and result.value:
        return redirect(record.url(result.value.row))
    context = {
        **_frame(record, row, is_form=True),
        "form": form,
        "sections": form_sections(record, form),
        "stale": getattr(form, "stale", None),
        "version": version_to_show(request, row, form),
        "cancel_url": record.url(row) if row is not None else reverse(record.listing),
    }
    return page_with_form(request, record.form_template, context, form)


def _form(request: ActorRequest, record: Record[R], row: R | None) -> RecordForm:
    # The form writes into its instance; the page shows the row as it is.
    instance = copy.copy(row) if row is not None else record.new_row()
    model: type[models.Model] = record.model
    form = form_class(model, record.form_fields(row))(
        request.POST or None,
        request.FILES or None,
        instance=instance,
        initial=record.suggested(request.GET) if row is None else {},
    )
    show_only_if(form, record.only_if)
    return form


def _saved_words(record: Record[R], saved: Saved[R]) -> str:
    what = f"{record.noun}“{record.heading(saved.row)}”"
    if saved.is_new:
        return f"{what}已新建。{record.next_step}"
    return f"{what}已保存。{record.next_step}" if saved.changed else f"{what}没有改动。"


def retire(request: ActorRequest, pk: Key, *, kind: Kind) -> HttpResponseBase:
    """Take a row out of use."""
    return _set_retired(request, pk, kind, retire_record, "已停用，可以随时恢复。")


def restore(request: ActorRequest, pk: Key, *, kind: Kind) -> HttpResponseBase:
    """Bring a retired row back into use."""
    return _set_retired(request, pk, kind, restore_record, "已恢复使用。")


def _set_retired(
    request: ActorRequest, pk: Key, kind: Kind, act: Callable[..., RecordModel], done: str
) -> HttpResponseBase:
    record = kind(request.actor)
    row = record.visible().get(pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _detail_page(request, record, row, form)
    attempt(
        request,
        lambda: act(
            request.actor, kind, pk, form.cleaned_data["reason"], shown_version(request.POST)
        ),
        done=f"{kind.noun}“{record.heading(row)}”{done}",
    )
    return redirect(record.url(row))


def file(request: ActorRequest, pk: Key, field: str, *, kind: Kind) -> HttpResponseBase:
    """A file of a row, for whoever may read the row."""
    record = kind(request.actor)
    row = record.visible().get(pk=pk)
    if field not in record.all_fields():
        raise Http404
    model_field = row._meta.get_field(field)
    key = getattr(row, model_field.attname) if isinstance(model_field, AttachmentField) else None
    attachment = attachment_of_row(key) if key else None
    if attachment is None:
        raise Http404
    return served(request, attachment, read_as=f"{kind.noun}附件" if kind.about else "")
