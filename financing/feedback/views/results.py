"""What the bank line achieves, as bureaus and leaders see it: sums, a league, every credit."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from financing.feedback.actions.save_market_rate import save_market_rate
from financing.feedback.filters import CreditFilter
from financing.feedback.result_chart import result_chart
from financing.feedback.results import DIMENSIONS, Result, overall, results_by, years_reported
from financing.feedback.shape import EARLIEST
from financing.feedback.summary_forms import MarketRateForm, ResultsForm
from financing.feedback.views.feedback import TONES, cells_of
from financing.feedback.workbook import HEADINGS
from financing.models import CreditFeedback, MarketRate
from pages.acts import add_errors
from pages.charts import render_with_charts
from pages.lists.keyset import keyset_page

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
LEAGUE_HEADINGS = (
    "名次", "名称", "在库企业", "已对接企业", "获授信企业", "覆盖率（%）", "反馈笔数", "通过笔数",
    "通过率（%）", "授信额度（万元）", "放款金额（万元）", "对接到放款平均天数",
    "加权平均年利率（%）", "与一年期LPR之差（百分点）", "续贷笔数", "无还本续贷笔数",
    "无还本续贷占比（%）", "逾期笔数",
)  # fmt: skip


def _asked(request: ActorRequest) -> tuple[ResultsForm, str, date, date]:
    """The form, the dimension and the time that were asked for; the usual ones in place of
    nonsense."""
    years = years_reported()
    form = ResultsForm(request.GET, years=years)
    said = form.cleaned_data if form.is_valid() else form.usual
    # From the first day that feedback may name, so that nothing reported is left out.
    since, until = EARLIEST, timezone.localdate()
    if said["year"]:
        since, until = date(int(said["year"]), 1, 1), date(int(said["year"]), 12, 31)
    return form, said["by"], since, until


def _period(form: ResultsForm) -> str:
    year = form.cleaned_data["year"] if form.is_valid() else ""
    return f"{year} 年对接" if year else f"全部，截至 {timezone.localdate():%Y-%m-%d}"


def _ordered(form: ResultsForm, rows: list[Result]) -> list[Result]:
    """The best first; what has no figure to go by comes last."""
    name, sign = form.order

    def place(row: Result) -> tuple[bool, Any, str]:
        value = getattr(row, name)
        return value is None, 0 if value is None else sign * value, row.label

    return sorted(rows, key=place)


@for_duties(*READERS)
@require_GET
def results(request: ActorRequest) -> HttpResponseBase:
    """The sums over everything, and a line for each bank, district, rung or industry."""
    form, dimension, since, until = _asked(request)
    rows = _ordered(form, results_by(dimension, since, until))
    context = {
        "form": form,
        "dimension": DIMENSIONS[dimension],
        "total": overall(since, until),
        "rows": rows,
        "market": MarketRate.objects.first(),
        "query": request.GET.urlencode(),
    }
    chart = result_chart(form.order[0], form.measure, DIMENSIONS[dimension], rows, _period(form))
    return render_with_charts(request, "financing/results.html", context, [chart])


@for_duties(*READERS)
@require_GET
def results_export(request: ActorRequest) -> StreamingHttpResponse:
    """The lines and their total as a workbook."""

    def workbook() -> Iterator[bytes]:
        form, dimension, since, until = _asked(request)
        rows = _ordered(form, results_by(dimension, since, until))
        period = _period(form)
        lines = [[*_line(place, row), period] for place, row in enumerate(rows, 1)]
        lines.append([*_line(None, overall(since, until)), period])
        title = f"银企专线成效（按{DIMENSIONS[dimension]}）"[:31]
        return stream_workbook(title, [*LEAGUE_HEADINGS, "期间"], lines, widths=[6, 30])

    return workbook_answer(request.actor, "bank-line-results", workbook)


def _line(place: int | None, row: Result) -> list[Any]:
    return [
        place, row.label, row.listed, row.contacted, row.credited, _rounded(row.coverage),
        row.reported, row.approved, _rounded(row.approval), row.credit_line, row.paid_out,
        _rounded(row.days), _rounded(row.rate, 3), _rounded(row.margin, 3), row.renewed,
        row.without_repayment, _rounded(row.without_share), row.overdue,
    ]  # fmt: skip


def _rounded(value: Any, digits: int = 1) -> Any:
    return None if value is None else round(value, digits)


def _credits() -> Any:
    return CreditFeedback.objects.select_related("bank", "district")


@for_duties(*READERS)
@require_GET
def credits(request: ActorRequest) -> HttpResponse:
    """Every credit that banks have reported, the latest first."""
    filters = CreditFilter(request.GET, queryset=_credits(), request=request)
    page = keyset_page(request, filters.qs, order=("-reported_at", "-id"), size=50)
    for row in page.rows:
        row.tone = TONES[row.state]
    context = {"page": page, "filter": filters, "query": request.GET.urlencode()}
    return render(request, "financing/credits.html", context)


@for_duties(*READERS)
@require_GET
def credits_export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered credits as a workbook, sent while they are read."""

    def workbook() -> Iterator[bytes]:
        filters = CreditFilter(request.GET, queryset=_credits(), request=request)
        rows = filters.qs.order_by("-reported_at", "-id").iterator(2000)
        lines = (
            [row.bank.name, row.enterprise_name, row.district.short_name, *cells_of(row)]
            for row in rows
        )
        headings = ["银行", "企业名称", "区市", *HEADINGS.values()]
        return stream_workbook("授信反馈", headings, lines, widths=[20, 36, 10, 20, 22])

    return workbook_answer(request.actor, "credits", workbook)


@for_duties(Duty.CITY_OFFICER)
def market_rates(request: ActorRequest) -> HttpResponse:
    """The market's rates, and a form for a new one."""
    actor: Actor = request.actor
    form = MarketRateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = save_market_rate(actor, **form.cleaned_data)
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            messages.success(request, f"{row.valid_from:%Y-%m-%d} 起 {row.rate}%，已登记。")
            return redirect("financing:market_rates")
    context = {"rows": MarketRate.objects.all()[:200], "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "financing/market_rates.html", context, status=status)
