"""Who was on the list on a day: an inspection asks for it, and a bank's decision rests on it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from financing.models import WhitelistEntry
from financing.whitelist.day_list import DayForm
from financing.whitelist.machine import RemovalReason
from pages.lists.keyset import keyset_page

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
HEADINGS = (
    "企业名称", "统一社会信用代码", "区市", "来源", "列入时间", "有效期止", "后来移出时间",
    "移出原因",
)  # fmt: skip
ORDER = ("-listed_at", "-id")


@for_duties(*READERS)
@require_GET
def on_day(request: ActorRequest) -> HttpResponse:
    """The enterprises that were on the list when a day ended, the latest to come first."""
    form = DayForm(request.GET, actor=request.actor)
    rows = form.entries()
    page = keyset_page(request, rows, order=ORDER, size=50)
    for row in page.rows:
        row.because = dict(RemovalReason.choices).get(row.left_because, "")
    context = {
        "form": form,
        "day": form.day if form.is_valid() else None,
        "today": timezone.localdate(),
        "number": rows.count(),
        "page": page,
        "query": request.GET.urlencode(),
    }
    return render(request, "financing/on_day.html", context, status=200 if form.is_valid() else 422)


@for_duties(*READERS)
@require_GET
def on_day_export(request: ActorRequest) -> HttpResponseBase:
    """The same as a workbook; the page again where the day is wrong."""
    actor = request.actor
    form = DayForm(request.GET, actor=actor)
    if not form.is_valid():
        return on_day(request)

    def workbook() -> Iterator[bytes]:
        # A queryset takes its scope when it is made: the stream has one of its own.
        rows = DayForm(request.GET, actor=actor).entries().order_by(*ORDER).iterator(2000)
        title = f"{form.day:%Y-%m-%d} 名单"
        return stream_workbook(title, HEADINGS, map(_line, rows), widths=[36, 22, 12, 14, 18, 12])

    return workbook_answer(actor, f"whitelist-on-{form.day:%Y%m%d}", workbook)


def _line(row: WhitelistEntry) -> list[Any]:
    return [
        row.enterprise_name,
        row.credit_code,
        row.district.short_name,
        row.get_origin_display(),
        row.listed_at,
        row.valid_to,
        row.left_at,
        dict(RemovalReason.choices).get(row.left_because, row.left_because),
    ]
