"""Loan demands as bureaus watch them: who waits for which bank, and which bank is late."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from financing.demands.filters import HandlingFilter
from financing.demands.machine import MACHINE, DeclineReason
from financing.models import DemandHandling
from pages.lists.keyset import keyset_page

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
HEADINGS = (
    "编号", "企业名称", "统一社会信用代码", "区市", "银行", "金额（万元）", "期限（月）", "用途",
    "状态", "送达时间", "办结期限", "答复时间", "未通过原因",
)  # fmt: skip


def _handlings() -> Any:
    return DemandHandling.objects.select_related("demand", "district", "bank")


@for_duties(*READERS)
@require_GET
def demands(request: ActorRequest) -> HttpResponse:
    """Every demand at every bank, the latest first; overdue ones by the filter."""
    filters = HandlingFilter(request.GET, queryset=_handlings(), request=request)
    order = ("due_on", "id") if filters.is_queue else ("-id",)
    page = keyset_page(request, filters.qs, order=order, size=50)
    for row in page.rows:
        row.tone = MACHINE.tone_of(row.state)
    context = {
        "page": page,
        "filter": filters,
        "query": request.GET.urlencode(),
        "waiting": DemandHandling.objects.waiting_for_bank().count(),
        "overdue": DemandHandling.objects.overdue().count(),
    }
    return render(request, "financing/demands.html", context)


@for_duties(*READERS)
@require_GET
def demands_export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered demands as a workbook, sent while they are read."""

    def workbook() -> Iterator[bytes]:
        filters = HandlingFilter(request.GET, queryset=_handlings(), request=request)
        rows = filters.qs.order_by("-id").iterator(2000)
        return stream_workbook("融资需求", HEADINGS, map(_line, rows), widths=[16, 36, 22])

    return workbook_answer(request.actor, "loan-demands", workbook)


def _line(row: DemandHandling) -> list[Any]:
    demand = row.demand
    return [
        demand.number,
        demand.enterprise_name,
        demand.credit_code,
        row.district.short_name,
        row.bank.name,
        demand.amount,
        demand.term_months,
        demand.get_purpose_display(),
        row.get_state_display(),
        row.sent_at,
        row.due_on,
        row.decided_at,
        dict(DeclineReason.choices).get(row.declined_because, ""),
    ]
