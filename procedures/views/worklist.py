"""The bureaus' list of cases: what waits, and all others; as a page and as a workbook."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.pagination import counted, keyset_page
from accounts.tenancy import Actor, scoped_stream
from accounts.views.access import for_duties
from documents.workbooks.export import XLSX, stream_workbook
from enterprises.models import Enterprise
from procedures.filters import CaseFilter
from procedures.lifecycle import label_for
from procedures.models import Application
from procedures.views.filing import decorate
from procedures.working_days import working_days_between

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
HEADINGS = ("受理编号", "产品（技术）", "企业", "区市", "批次", "状态", "首次提交", "本阶段期限")
CHUNK = 1000


@for_duties(*READERS)
@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """The bureau's queue, the most urgent first, or the cases that the filters choose."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = CaseFilter(request.GET, queryset=_cases(actor), request=request)
    page = keyset_page(request, filters.qs, order=_order(filters), size=50)
    decorate(request, page.rows)
    names = _names(page.rows)
    today = timezone.localdate()
    for row in page.rows:
        row.enterprise_name = names[row.organisation_id]
        row.days_left = working_days_between(today, row.stage_due_on) if row.stage_due_on else None
    number, more = counted(filters.qs)
    context = {
        "page": page,
        "filter": filters,
        "number": number,
        "more": more,
        "is_own_queue": not filters.is_narrowed and not actor.is_leader,
        "query": request.GET.urlencode(),
    }
    return render(request, "procedures/worklist.html", context)


@for_duties(*READERS)
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered cases as a workbook, sent while they are read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]

    def workbook() -> Iterator[bytes]:
        # Built here, inside the stream's own scope: a queryset takes its scope when it is made.
        filters = CaseFilter(request.GET, queryset=_cases(actor), request=request)
        rows = filters.qs.order_by(*_order(filters)).iterator(CHUNK)
        return stream_workbook("申报", HEADINGS, _lines(actor, rows), widths=[18, 30, 36])

    response = StreamingHttpResponse(scoped_stream(actor, workbook), content_type=XLSX)
    name = f"cases-{timezone.localdate():%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _order(filters: CaseFilter) -> tuple[str, ...]:
    return ("stage_due_on", "id") if filters.is_queue else ("-submitted_at", "-id")


def _cases(actor: Actor) -> Any:
    return Application.objects.visible_to(actor).select_related("batch", "district")


def _names(rows: Iterable[Application]) -> dict[int, str]:
    wanted = {row.organisation_id for row in rows}
    found = Enterprise.objects.filter(pk__in=wanted).values_list("organisation_id", "name")
    return dict(found)


def _lines(actor: Actor, rows: Iterable[Application]) -> Iterator[list[Any]]:
    chunk: list[Application] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _written(actor, chunk)
            chunk = []
    yield from _written(actor, chunk)


def _written(actor: Actor, rows: list[Application]) -> Iterator[list[Any]]:
    names = _names(rows)
    for row in rows:
        yield [
            row.number,
            str(row),
            names[row.organisation_id],
            row.district.short_name,
            row.batch.name,
            label_for(actor, row.state),
            timezone.localtime(row.submitted_at).date() if row.submitted_at else None,
            row.stage_due_on,
        ]
