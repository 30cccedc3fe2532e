"""The cultivation pool for the bureaus: its members, their yearly review, who has left."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import District
from accounts.pagination import counted, keyset_page
from accounts.request_values import whole_number
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from accounts.widgets import QuickSelect
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from enterprises.actions.review_pool import keep_in_pool
from enterprises.models import Enterprise
from enterprises.policies import BUREAUS
from enterprises.pool import due_for_review, has_left, in_pool, last_events, review_progress
from enterprises.querysets import found_by

READERS = (*BUREAUS, Duty.LEADER)
HEADINGS = ("企业", "统一社会信用代码", "区市", "规模", "入库日期", "最近一次办理", "说明")
CHUNK = 1000
SHOWN = [("due", "今年待评估"), ("in", "在库"), ("left", "已移出")]


class PoolFilter(django_filters.FilterSet):
    """Members whose review is due (unless another list is chosen), name, district, entry year."""

    q = django_filters.CharFilter(
        label="企业名称或信用代码",
        method="by_name_or_code",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = django_filters.ChoiceFilter(
        label="名单", choices=SHOWN, method="any_row", empty_label=None, widget=QuickSelect
    )
    district = django_filters.ModelChoiceFilter(
        label="区市",
        queryset=District.objects.exclude(kind="city"),
        empty_label="全部",
        widget=QuickSelect,
    )
    since = django_filters.NumberFilter(
        label="入库年份",
        field_name="pool_entered_on",
        lookup_expr="year",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def __init__(self, request: ActorRequest) -> None:
        self.shown = request.GET.get("show") or "due"
        rows = {
            "in": in_pool,
            "left": has_left,
        }.get(self.shown, lambda: due_for_review(timezone.localdate().year))()
        super().__init__(request.GET, queryset=rows.select_related("district"), request=request)
        if len(request.actor.district_ids) == 1:
            del self.filters["district"]

    def by_name_or_code(self, rows: Any, name: str, value: str) -> Any:
        return found_by(rows, value)

    def any_row(self, rows: Any, name: str, value: str) -> Any:
        return rows


@for_duties(*READERS)
@require_GET
def members(request: ActorRequest) -> HttpResponse:
    """The list that the filters choose, and how far this year's review is."""
    actor: Actor = request.actor
    filters = PoolFilter(request)
    page = keyset_page(request, filters.qs, order=("name_pinyin", "organisation_id"), size=50)
    events = last_events([row.pk for row in page])
    for row in page:
        row.last_event = events.get(row.pk)
    number, more = counted(filters.qs)
    context = {
        "page": page,
        "filter": filters,
        "shown": filters.shown,
        "number": number,
        "more": more,
        "progress": review_progress(),
        "may_review": actor.duty in BUREAUS and filters.shown == "due",
        "query": request.GET.urlencode(),
    }
    return render(request, "enterprises/pool.html", context)


@for_duties(*READERS)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered list as a workbook, sent while it is read."""

    def workbook() -> Iterator[bytes]:
        # Built here, inside the stream's own scope: a queryset takes its scope when it is made.
        rows = PoolFilter(request).qs.order_by("name_pinyin", "organisation_id").iterator(CHUNK)
        return stream_workbook("培育库", HEADINGS, _lines(rows), widths=[36, 22, 12, 10])

    return workbook_answer(request.actor, "pool", workbook)


def _lines(rows: Iterator[Enterprise]) -> Iterator[list[Any]]:
    chunk: list[Enterprise] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _written(chunk)
            chunk = []
    yield from _written(chunk)


def _written(rows: list[Enterprise]) -> Iterator[list[Any]]:
    events = last_events([row.pk for row in rows])
    for row in rows:
        event = events.get(row.pk)
        yield [
            row.name,
            row.credit_code,
            row.district.short_name,
            row.get_size_class_display(),
            row.pool_entered_on,
            event.get_kind_display() if event else "",
            event.reason if event else "",
        ]


@for_duties(*BUREAUS)
@require_POST
def keep(request: ActorRequest) -> HttpResponse:
    """Keep the chosen members for another year."""
    chosen = (whole_number(text) for text in request.POST.getlist("enterprise"))
    try:
        kept = keep_in_pool(
            request.actor,
            [number for number in chosen if number is not None],
        )
    except RuleViolation as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已评估 {kept.number} 家，继续培育。")
        if kept.conflicts:
            messages.warning(
                request, f"以下企业与您有任职关系，请由同事评估：{'、'.join(kept.conflicts)}。"
            )
    return redirect("enterprises:pool_members")
