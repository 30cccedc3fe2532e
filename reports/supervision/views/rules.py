"""The page of the lights' rules, and the month's statistics."""

from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.charts import Chart, ChartColumn, Kind, Role, chart_file, render_with_charts
from pages.lists import Cell, Column
from pages.lists.export import cells_of, export_answer, record_list_export
from pages.lists.table import table_html
from pages.models import ListExport
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.supervision.actions.set_light_rules import set_light_rules
from reports.supervision.clock import light_rules
from reports.supervision.forms import LightRulesForm, MonthForm
from reports.supervision.lists import READERS
from reports.supervision.statistics import (
    OfficeMonth,
    bounds_of,
    month_by_office,
    months_back,
    total_of,
)

COLUMNS: tuple[Column[OfficeMonth], ...] = (
    Column(
        "office", "牵头单位", fixed=True, long=True,
        link=lambda row: f"{reverse('reports:orders')}?office={row.office_id}&state=in_work"
        if row.office_id else "",
    ),
    Column("new", "本月新增", number=True),
    Column("done", "本月办结", number=True),
    Column("late", "其中逾期办结", number=True),
    Column("in_work", "月末在办", number=True),
    Column("overdue", "其中逾期", number=True),
)  # fmt: skip


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def order_rules(request: ActorRequest) -> HttpResponse:
    """Set by which rules lights change."""
    row = light_rules()
    form = LightRulesForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and attempt(
        request,
        lambda: set_light_rules(
            request.actor, form.cleaned_data, version=shown_version(request.POST)
        ),
        form=form,
        done=lambda changed: f"亮灯规则已保存，{changed} 件在办督办按新规则重新计算。",
    ):
        return redirect("reports:order_rules")
    context = {"form": form, "version": version_to_show(request, light_rules(), form)}
    return page_with_form(request, "reports/order_rules.html", context, form)


@for_duties(*READERS)
@require_GET
def order_statistics(request: ActorRequest) -> HttpResponseBase:
    """A month by lead office: new, done, in work, overdue; as a file with the total."""
    months = months_back()
    form = MonthForm(request.GET, months)
    if not form.is_valid():
        return page_with_form(request, "reports/order_statistics.html", {"form": form}, form)
    month = form.cleaned_data["month"] or months[0]
    rows = month_by_office(month)
    total = total_of(rows)
    if "export" in request.GET:
        return _export(request, month, rows, total)
    chart = _chart(month, rows)
    if (file := chart_file(request, [chart])) is not None:
        return file
    context = {
        "form": form,
        "month": month,
        "total": total,
        "last": bounds_of(month)[1],
        "table": table_html(COLUMNS, [*rows, total]) if rows else "",
        "export_query": f"month={month}&export={ListExport.Format.XLSX}",
    }
    return render_with_charts(request, "reports/order_statistics.html", context, [chart])


def _chart(month: str, rows: list[OfficeMonth]) -> Chart:
    overdue = sum(one.overdue for one in rows)
    return Chart(
        key="offices",
        title=f"月末在办 {sum(one.in_work for one in rows)} 件，逾期 {overdue} 件",
        kind=Kind.STACKED,
        columns=(
            ChartColumn("office", "牵头单位"),
            ChartColumn("fine", "在办未逾期", value=lambda row: row.in_work - row.overdue),
            ChartColumn("overdue", "在办逾期"),
            ChartColumn("new", "本月新增", Role.EXTRA),
            ChartColumn("done", "本月办结", Role.EXTRA),
        ),
        rows=rows,
        unit="件",
        stamp=f"{month}，截至 {bounds_of(month)[1]:%Y-%m-%d}",
        source="督办台账",
        empty="这个月没有督办事项",
    )


def _export(
    request: ActorRequest, month: str, rows: list[OfficeMonth], total: OfficeMonth
) -> HttpResponseBase:
    title = f"督办月度统计（{month}）"

    def lines() -> Iterator[list[Cell]]:
        return cells_of(COLUMNS, [*rows, total])

    def record() -> None:
        query = request.GET.urlencode()
        record_list_export(request.actor, "order_statistics", title, query, COLUMNS, kind)

    kind = ListExport.Format.XLSX
    return export_answer(request.actor, f"orders-{month}", title, COLUMNS, lines, record, kind)
