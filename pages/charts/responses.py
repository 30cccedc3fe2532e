"""A page with charts, and the file of each of them at the page's own address."""

from collections.abc import Iterable, Mapping

from django.db.models import F
from django.http import Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.models import Organisation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from audit.trail import record_export
from documents.workbooks.answer import workbook_answer
from pages.charts.data import ChartData, read_chart
from pages.charts.declaration import Chart
from pages.charts.panel import ChartPanels
from pages.charts.workbook import chart_workbook


def render_with_charts(
    request: ActorRequest,
    template: str,
    context: Mapping[str, object],
    charts: Iterable[Chart],
) -> HttpResponseBase:
    """The page with `charts` in its context by their keys; the file where the address asks for it.

    A view that computes much besides its charts calls `chart_file` first.
    """
    charts = tuple(charts)
    if (file := chart_file(request, charts)) is not None:
        return file
    return render(request, template, {**context, "charts": ChartPanels(request, charts)})


def chart_file(request: ActorRequest, charts: Iterable[Chart]) -> StreamingHttpResponse | None:
    """The workbook that `?chart=<key>&format=xlsx` asks for; None where nothing is asked for.

    Raises Http404 for a chart or a format that is not there. The rows are read and the export is
    recorded in the request's own transaction, before the first byte is sent.
    """
    key = request.GET.get("chart")
    if key is None:
        return None
    chart = next((one for one in charts if one.key == key), None)
    if chart is None or request.GET.get("format") != "xlsx":
        raise Http404(f"no chart {key!r} in this format")
    data = read_chart(chart)
    record_chart_export(request.actor, data)
    return workbook_answer(request.actor, chart.key, lambda: chart_workbook(data))


def record_chart_export(actor: Actor, data: ChartData) -> None:
    """Record the export for each organisation that a row names by its `organisation_id`.

    Sums over many organisations name none, and are of nobody in particular.
    """
    ids = {row.organisation_id for row in data.rows if row.organisation_id is not None}
    if not ids:
        return
    chart = data.chart
    headings = "、".join(column.heading for column in chart.columns[1:])
    what = f"导出图表“{chart.title}”：{headings}"
    if chart.stamp:
        what = f"{what}（{chart.stamp}）"
    concerned = Organisation.objects.filter(pk__in=ids).annotate(organisation_id=F("pk"))
    record_export(actor, "chart", concerned, what[:200])
