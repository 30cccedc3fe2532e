"""What the bank line achieves, as bureaus and leaders see it: sums, a league, market rates."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.feedback.actions.save_market_rate import save_market_rate
from financing.feedback.lists import READERS
from financing.feedback.result_chart import MEASURES, result_chart
from financing.feedback.result_columns import FILE_COLUMNS, MARKET_RATES, page_columns
from financing.feedback.results import (
    DIMENSIONS,
    Result,
    number_on_list,
    overall,
    results_by,
    years_reported,
)
from financing.feedback.shape import EARLIEST
from financing.feedback.summary_forms import MarketRateForm, ResultsForm
from financing.models import MarketRate
from pages.acts import attempt, page_with_form
from pages.charts import render_with_charts
from pages.lists import Cell, Column
from pages.lists.export import cells_of, export_answer, record_list_export
from pages.lists.table import table_html
from pages.models import ListExport


def _asked(form: ResultsForm) -> tuple[str, date, date]:
    """The dimension and the time that a valid form asks for."""
    year = form.cleaned_data["year"]
    # From the first day that feedback may name, so that nothing reported is left out.
    since, until = EARLIEST, timezone.localdate()
    if year:
        since, until = date(int(year), 1, 1), date(int(year), 12, 31)
    return form.cleaned_data["by"], since, until


def _period(form: ResultsForm) -> str:
    year = form.cleaned_data["year"]
    return f"{year} 年对接" if year else f"全部，截至 {timezone.localdate():%Y-%m-%d}"


def _ordered(form: ResultsForm, rows: list[Result]) -> list[Result]:
    """The best first, by their places; what has no figure to go by comes last."""
    name = form.by_what
    sign = 1 if MEASURES[name].less_is_better else -1

    def by_figure(row: Result) -> tuple[bool, float, str]:
        value = getattr(row, name)
        return value is None, sign * float(value or 0), row.label

    return [replace(row, place=n) for n, row in enumerate(sorted(rows, key=by_figure), 1)]


@for_duties(*READERS)
@require_GET
def results(request: ActorRequest) -> HttpResponseBase:
    """The sums over everything, and a line for each bank, district, rung or industry; as a file
    with the total as its last line. An address that asks for what is not there gets neither."""
    form = ResultsForm(request.GET, years_reported())
    if not form.is_valid():
        problem = "筛选条件有误，没有导出。请改正后再试。" if "export" in request.GET else ""
        context = {"form": form, "problem": problem, "total": None, "market": None}
        return page_with_form(request, "financing/results.html", context, form)
    if "export" in request.GET:
        return _export(request, form)
    dimension, since, until = _asked(form)
    on_list = number_on_list()
    rows = _ordered(form, results_by(dimension, since, until, on_list))
    export = request.GET.copy()
    export["export"] = ListExport.Format.XLSX
    context = {
        "form": form,
        "problem": "",
        "dimension": DIMENSIONS[dimension],
        "total": overall(since, until, on_list),
        "rows": rows,
        "table": table_html(page_columns(DIMENSIONS[dimension]), rows) if rows else "",
        "period": _period(form),
        "market": MarketRate.objects.first(),
        "export_query": export.urlencode(),
    }
    chart = result_chart(form.by_what, DIMENSIONS[dimension], rows, _period(form))
    return render_with_charts(request, "financing/results.html", context, [chart])


def _export(request: ActorRequest, form: ResultsForm) -> HttpResponseBase:
    dimension, since, until = _asked(form)
    period = _period(form)
    title = f"银企专线成效（按{DIMENSIONS[dimension]}）"
    columns = (*FILE_COLUMNS, Column("period", "期间", lambda row: period))

    def lines() -> Iterator[list[Cell]]:
        rows = _ordered(form, results_by(dimension, since, until))
        return cells_of(columns, [*rows, overall(since, until)])

    def record() -> None:
        query = request.GET.urlencode()
        record_list_export(request.actor, "results", title, query, columns, kind)

    kind = ListExport.Format.XLSX
    return export_answer(request.actor, "bank-line-results", title, columns, lines, record, kind)


@for_duties(Duty.CITY_OFFICER)
def market_rates(request: ActorRequest) -> HttpResponse:
    """The market's rates, and a form for a new one."""
    form = MarketRateForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: save_market_rate(request.actor, **form.cleaned_data),
        form=form,
        done=lambda row: f"{row.valid_from:%Y-%m-%d} 起 {row.rate}%，已登记。",
    ):
        return redirect("financing:market_rates")
    rows = MarketRate.objects.all()[:200]
    context = {"rows": table_html(MARKET_RATES, rows) if rows else "", "form": form}
    return page_with_form(request, "financing/market_rates.html", context, form)
