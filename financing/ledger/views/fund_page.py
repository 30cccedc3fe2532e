"""A fund: its budgets over the years, who pays from it, which schemes draw on it."""

from decimal import Decimal

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.ledger.fund_page import (
    YEARS,
    Year,
    chart_of,
    chosen_year,
    drawing_columns,
    drawings_of,
    payers_of,
    to_next_line,
    years_of,
)
from financing.ledger.keepers import keeps
from financing.ledger.stack import stack_html
from financing.ledger.views.acting import READERS
from financing.ledger.warnings import use_in_words
from financing.models import Fund, Payable, PaymentBatch
from pages.charts import render_with_charts
from pages.lists.table import table_html
from pages.request_values import whole_number


@for_duties(*READERS)
@require_GET
def fund(request: ActorRequest, pk: int) -> HttpResponse | HttpResponseBase:
    """The fund, with one of its years in the middle."""
    row = Fund.objects.select_related("district").get(pk=pk)
    years = years_of(row)
    year = chosen_year(years, whole_number(request.GET.get("year")))
    drawings = drawings_of(row, year.row if year else None)
    number = year.row.year if year else 0
    columns = drawing_columns(number, year.now.appropriated if year else Decimal(0))
    context = {
        "fund": row,
        "heading": _heading(row, year),
        "years": years,
        "year": year,
        "year_table": table_html(YEARS, years) if years else "",
        "stack": stack_html(year.now) if year else "",
        "to_next": to_next_line(year.now) if year else "",
        "drawings": drawings,
        "drawing_table": table_html(columns, drawings) if drawings else "",
        "payers": payers_of(row),
        "may": keeps(request.actor, row.district_id),
        "links": _links(row, year) if year else [],
    }
    return render_with_charts(
        request, "financing/ledger/fund.html", context, [chart_of(row, years)]
    )


def _heading(row: Fund, year: Year | None) -> str:
    if year is None:
        return f"{row.name}：还没有预算"
    return f"{row.name}：{year.row.year} 年度{use_in_words(year.now)}"


def _links(row: Fund, year: Year) -> list[tuple[str, str, str]]:
    """List, its filter, and words with the number of what there is to see of the year."""
    payables = Payable.objects.filter(fund_year=year.row)
    due = payables.filter(state=Payable.State.DUE).count()
    open_ = payables.open().count()
    batches = PaymentBatch.objects.filter(fund_year=year.row).count()
    of_year = f"fund={row.pk}&year={year.row.year}"
    return [
        ("financing:payables", f"?state=due&{of_year}", f"{due} 笔应付，可以制单"),
        ("financing:payables", f"?open=open&{of_year}", f"{open_} 笔审定后还没有到账"),
        ("financing:batches", f"?{of_year}", f"{batches} 个支付批次"),
    ]
