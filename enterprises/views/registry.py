"""The bureaus' list of enterprises: filters, columns, saved filters, export."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.pagination import KeysetPage, counted, keyset_page
from accounts.request_values import kept_query
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from audit.trail import record_export
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from enterprises.actions.save_filter import drop_filter, save_filter, saved_filters
from enterprises.filters import EnterpriseFilter
from enterprises.forms import SavedFilterForm
from enterprises.models import Enterprise, RegistrationState
from enterprises.policies import BUREAUS, READERS
from enterprises.rules.industry import industry_name
from enterprises.tables import COLUMNS, TONES, Column, chosen_columns
from enterprises.views.profile import plain

PAGE = "enterprises"
MOST_WAITING = 1000


@for_duties(Duty.ENTERPRISE_STAFF, *READERS)
@require_GET
def listing(request: ActorRequest) -> HttpResponse:
    """The enterprises that the actor's scope shows, by pinyin, in pages by key."""
    actor: Actor = request.actor
    if actor.is_enterprise:
        return redirect("enterprises:profile")
    filters = EnterpriseFilter(
        request.GET, queryset=Enterprise.objects.select_related("district"), request=request
    )
    columns = _columns(request, actor)
    page = keyset_page(request, filters.qs, order=("name_pinyin", "organisation_id"))
    if told := [column.label for column in columns if column.is_personal]:
        shown = Enterprise.objects.filter(pk__in=[row.pk for row in page])
        record_export(actor, "enterprise", shown, f"名录列表：{'、'.join(told)}")
    _fill_cells(page, columns)
    number, more = counted(filters.qs)
    context = {
        "filter": filters,
        "page": page,
        "columns": columns,
        "all_columns": [(column, column in columns) for column in COLUMNS],
        "number": number,
        "more": more,
        "is_filtered": any(request.GET.get(name) for name in filters.filters if name != "col"),
        "waiting": waiting_registrations(),
        "saved": saved_filters(actor, PAGE),
        "save_form": SavedFilterForm(initial={"query": kept_query(request.GET).urlencode()}),
        "kept": [(n, v) for n, v in _pairs(kept_query(request.GET)) if n != "col"],
        "query": kept_query(request.GET).urlencode(),
        "may_import": actor.duty in BUREAUS,
    }
    return render(request, "enterprises/list.html", context)


@for_duties(*READERS)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered list with its columns as a workbook, sent while it is read."""
    actor: Actor = request.actor
    columns = _columns(request, actor)

    def workbook() -> Iterator[bytes]:
        # Built here, inside the stream's own scope: a queryset takes its scope when it is made.
        chosen = EnterpriseFilter(
            request.GET, queryset=Enterprise.objects.select_related("district"), request=request
        ).qs
        if told := [column.label for column in columns if column.is_confidential]:
            record_export(actor, "enterprise", chosen, f"导出名录：{'、'.join(told)}"[:200])
        rows = chosen.order_by("name_pinyin", "organisation_id")
        return stream_workbook(
            "企业名录",
            [column.label for column in columns],
            ([column.value(row) for column in columns] for row in rows.iterator(2000)),
            widths=[36 if column.key in ("name", "address") else 20 for column in columns],
        )

    return workbook_answer(actor, "enterprises", workbook)


@for_duties(*READERS)
@require_POST
def add_filter(request: ActorRequest) -> HttpResponse:
    """Keep the present filters and columns under a name, for the present duty."""
    actor: Actor = request.actor
    query = kept_query(QueryDict(request.POST.get("query", "")[:1000])).urlencode()
    try:
        saved = save_filter(actor, PAGE, request.POST.get("name", ""), query)
    except RuleViolation as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"筛选“{saved}”已保存。")
    return redirect(f"{reverse('enterprises:list')}?{query}")


@for_duties(*READERS)
@require_POST
def delete_filter(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    drop_filter(request.actor, PAGE, pk)
    messages.success(request, "筛选已删除。")
    return redirect("enterprises:list")


def waiting_registrations() -> int:
    """How many registrations of the active scope wait for confirmation, up to `MOST_WAITING`."""
    waiting = Enterprise.objects.filter(registration_state=RegistrationState.PENDING)
    return counted(waiting, MOST_WAITING)[0]


def _columns(request: ActorRequest, actor: Actor) -> list[Column]:
    return chosen_columns(request.GET.getlist("col"), many_districts=len(actor.district_ids) > 1)


def _fill_cells(page: KeysetPage, columns: list[Column]) -> None:
    for row in page:
        row.cells = [_cell(column, row) for column in columns if column.key != "name"]
        row.industry = industry_name(row.industry_code)


def _cell(column: Column, row: Enterprise) -> dict[str, Any]:
    """What the template shows of one cell; every key is there, for a missing one is dear."""
    value = column.value(row)
    cell = {"column": column, "tone": "", "hint": "", "text": value}
    if column.key == "size" and row.size_reason:
        return cell | {"text": value or "无法划型", "hint": row.size_reason}
    if column.key == "state":
        return cell | {"tone": TONES[row.registration_state]}
    if isinstance(value, date):
        return cell | {"text": value.isoformat()}
    if column.is_number and not isinstance(value, int):
        value = plain(value)
    return cell | {"text": "" if value is None else value}


def _pairs(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in query.lists() for value in values]
