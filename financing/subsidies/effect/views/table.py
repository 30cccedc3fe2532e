"""Money against effect: a chart, a table, and both as a workbook."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import Recheck, SubsidyClaim
from financing.money import in_wan, wan
from financing.subsidies.effect.forms import BY, SPANS, EffectForm
from financing.subsidies.effect.table import EffectRow, effect_rows
from financing.subsidies.policies import READERS
from pages.acts import page_with_form
from pages.charts import Chart, ChartColumn, Kind, render_with_charts
from pages.lists import Cell, Column
from pages.lists.export import cells_of, export_answer, record_list_export
from pages.lists.table import table_html
from pages.models import ListExport

HIDDEN = "不足 5 件，不显示"


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 1)


def _number(key: str, heading: str, unit: str = "", **more: object) -> "Column[EffectRow]":
    return Column(key, heading, lambda row: _rounded(getattr(row, key)), unit=unit, **more)  # type: ignore[arg-type]


def _money(key: str, heading: str) -> "Column[EffectRow]":
    return Column(
        key, heading, lambda row: in_wan(getattr(row, key)), unit="万元",
        html=lambda row: wan(getattr(row, key)),
    )  # fmt: skip


def _of(side: str, key: str, heading: str, unit: str) -> "Column[EffectRow]":
    def value(row: EffectRow) -> Decimal | None:
        return _rounded(getattr(getattr(row, side), key))

    return Column(f"{side}_{key}", heading, value, unit=unit, number=True)


COLUMNS: tuple[Column[EffectRow], ...] = (
    Column("label", "分组", long=True, fixed=True,
           below=lambda row: HIDDEN if row.is_hidden else None),
    Column("claims", "申报", unit="件", number=True),
    Column("approved", "审定", unit="件", number=True),
    _number("rate", "通过率", "%", number=True),
    _number("days", "送出到首笔到账（中位）", "天", number=True),
    _number("days_90", "P90", "天", number=True),
    _money("paid", "已付"),
    _money("recovered", "已追回"),
    _of("got", "revenue", "获支持：营收增幅", "%"),
    _of("others", "revenue", "未获支持：营收增幅", "%"),
    _of("got", "rd_cost", "获支持：研发增幅", "%"),
    _of("others", "rd_cost", "未获支持：研发增幅", "%"),
    _of("got", "climbed", "获支持：梯队晋升", "%"),
    _of("others", "climbed", "未获支持：梯队晋升", "%"),
)  # fmt: skip


def years_claimed() -> list[int]:
    """The fund years that claims were sent for, the latest first."""
    rows = SubsidyClaim.objects.exclude(application__submitted_at=None).order_by()
    return sorted(rows.values_list("fiscal_year", flat=True).distinct(), reverse=True)


def sampled(year: int) -> dict[str, Any]:
    """What the second look at paid claims of the fund's year found; recovered amounts in 元."""
    rows = Recheck.objects.filter(claim__fiscal_year=year)
    return rows.aggregate(
        drawn=Count("pk"),
        done=Count("pk", filter=~Q(state=Recheck.State.OPEN)),
        problems=Count("pk", filter=Q(state=Recheck.State.PROBLEM)),
        to_recover=Sum("to_recover", default=Decimal(0)),
    )


def chart_of(rows: list[EffectRow], dimension: str, stamp: str) -> Chart:
    """The changes of both sides next to each other."""
    shown = [
        {"label": row.label, "got": row.got.revenue, "others": row.others.revenue}
        for row in rows
        if row.got.revenue is not None and row.others.revenue is not None
    ]
    return Chart(
        key="effect",
        title=f"按{dimension}：营业收入中位增幅，获支持企业与同期未获支持企业",
        kind=Kind.BAR,
        columns=(
            ChartColumn("label", dimension),
            ChartColumn("got", "获支持企业", digits=1),
            ChartColumn("others", "同期未获支持企业", digits=1),
        ),
        rows=shown,
        unit="%",
        stamp=stamp,
        source="企业年度数据、资金支付台账",
        empty="可比的企业还不够（每组至少 5 家）",
    )  # fmt: skip


@for_duties(*READERS)
@require_GET
def effect(request: ActorRequest) -> HttpResponseBase:
    """The table with its total as the last line; as a file too."""
    form = EffectForm(request.GET, years_claimed())
    if not form.is_valid():
        return page_with_form(request, "financing/effect/table.html", {"form": form}, form)
    year, by, span = form.chosen()
    if "export" in request.GET:
        return _export(request, year, by, span)
    rows = effect_rows(year, by, span)
    dimension = dict(BY)[by]
    stamp = f"{year} 年度资金，截至 {timezone.localdate():%Y-%m-%d}"
    query = request.GET.copy()
    query["export"] = ListExport.Format.XLSX
    context = {
        "form": form,
        "rows": rows,
        "total": rows[-1] if rows else None,
        "table": table_html(COLUMNS, rows) if rows else "",
        "year": year,
        "span": dict(SPANS)[str(span)],
        "before": year - 1,
        "after": year + span,
        "export_query": query.urlencode(),
        "sampled": sampled(year),
    }
    charts = [chart_of(rows, dimension, stamp)]
    return render_with_charts(request, "financing/effect/table.html", context, charts)


def _export(request: ActorRequest, year: int, by: str, span: int) -> HttpResponseBase:
    title = f"{year} 年度资金成效（按{dict(BY)[by]}）"
    note = Column[EffectRow]("note", "说明", lambda row: HIDDEN if row.is_hidden else row.compared)
    columns = (*COLUMNS, note)

    def lines() -> Iterator[list[Cell]]:
        return cells_of(columns, effect_rows(year, by, span))

    def record() -> None:
        query = request.GET.urlencode()
        record_list_export(request.actor, "money_effect", title, query, columns, kind)

    kind = ListExport.Format.XLSX
    return export_answer(request.actor, "money-effect", title, columns, lines, record, kind)
