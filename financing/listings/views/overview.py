"""Direct financing as the bureaus and the leaders see it."""

from django import forms
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.listings.overview import (
    StageCount,
    capital_figures,
    districts_of,
    funnel_of,
    waiting_for_district,
)
from financing.models.listing import Market
from pages.acts import page_with_form
from pages.address_form import AddressForm
from pages.charts import Chart, ChartColumn, Kind, Role, render_with_charts

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)


class MarketForm(AddressForm):
    """Which market the funnel is of."""

    market = forms.ChoiceField(label="市场", choices=Market.choices, required=False)


@for_duties(*READERS)
@require_GET
def overview(request: ActorRequest) -> HttpResponseBase:
    """The funnel of a market, districts, and what came of projects."""
    form = MarketForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "finding": "直接融资", "is_wrong": True}
        return page_with_form(request, "financing/listings/overview.html", context, form)
    market = form.cleaned_data["market"] or Market.IPO
    stages = funnel_of(request.actor, market)
    waiting = waiting_for_district(request.actor)
    stamp = f"截至 {timezone.localdate():%Y-%m-%d}"
    charts = [
        Chart(
            key="funnel",
            title=f"{Market(market).label}：{_funnel_finding(stages)}",
            kind=Kind.FUNNEL,
            columns=(
                ChartColumn("name", "阶段"),
                ChartColumn("reached", "到达这一阶段"),
                ChartColumn("standing", "现在停在这一阶段", Role.EXTRA),
            ),
            rows=stages,
            unit="家",
            stamp=stamp,
            source="区市确认的里程碑",
            empty="还没有企业选择这个市场的路径",
        ),
        Chart(
            key="districts",
            title="各区市上市进程",
            kind=Kind.BAR,
            columns=(
                ChartColumn("name", "区市"),
                ChartColumn("on_the_way", "推进中"),
                ChartColumn("listed", "已上市（挂牌）"),
            ),
            rows=lambda: districts_of(request.actor),
            unit="家",
            stamp=stamp,
            source="企业填报、区市确认",
            empty="还没有企业在上市路上",
        ),
    ]
    on_way = stages[0].reached if stages else 0
    context = {
        "form": form,
        "markets": [
            (key, label, key == market, f"{reverse('financing:listing_overview')}?market={key}")
            for key, label in Market.choices
        ],
        "finding": _finding(on_way, Market(market).label, waiting),
        "waiting": waiting,
        "figures": capital_figures(request.actor),
    }
    return render_with_charts(request, "financing/listings/overview.html", context, charts)


def _finding(on_way: int, market: str, waiting: int) -> str:
    asked = f"，{waiting} 项里程碑待区市确认" if waiting else ""
    return f"{on_way} 家企业走{market}路径{asked}" if on_way else f"还没有企业走{market}路径{asked}"


def _funnel_finding(stages: list[StageCount]) -> str:
    """Where most of those that began stand now."""
    found = [one for one in stages if one.standing]
    if not found:
        return "还没有企业"
    most = max(found, key=lambda one: one.standing)
    return f"停在“{most.name}”的最多，{most.standing} 家"
