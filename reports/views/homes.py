"""The home of the city: how are we doing."""

from typing import Any

from django.http import HttpResponseBase

from accounts.duties import Duty
from accounts.models import District
from accounts.requests import ActorRequest
from accounts.views.home import home_of
from pages.charts import Chart, ChartColumn, Kind, render_with_charts
from pages.metrics import metrics
from pages.panels import panels_for
from pages.todo import todo_for
from reports.targets.standing import (
    Figures,
    Sums,
    figures_for,
    finding,
    standings,
    targets_of_current_plan,
)

# The metric that the city's home shows by district.
ON_TILES = "certified_product"


@home_of(Duty.CITY_OFFICER)
def city(request: ActorRequest) -> HttpResponseBase:
    """The city's front page."""
    actor = request.actor
    targets = targets_of_current_plan()
    plan = targets[0].plan if targets else None
    figures = figures_for(plan)
    found = standings(targets, figures)
    context = {
        "plan": plan,
        "standings": found,
        "finding": finding(found),
        "day": figures.day,
        "todo": todo_for(actor),
        "panels": panels_for(actor),
    }
    return render_with_charts(request, "reports/city_home.html", context, [_by_district(figures)])


def _by_district(figures: Figures) -> Chart:
    metric = metrics()[ON_TILES]
    rows: list[dict[str, Any]] = [
        {
            "name": district.short_name,
            "tile_column": district.tile_column,
            "tile_row": district.tile_row,
            "count": figures.now.get((metric.key, district.pk), Sums()).stock,
        }
        for district in District.objects.exclude(tile_row=None).order_by("sort")
    ]
    most = max(rows, key=lambda row: row["count"], default=None)
    leads = f"{most['name']}最多" if most and most["count"] else ""
    return Chart(
        key="by_district",
        title=f"有效产品（技术）{leads}",
        kind=Kind.TILES,
        columns=(ChartColumn("name", "区市"), ChartColumn("count", "有效项数")),
        rows=rows,
        unit=metric.unit,
        stamp=f"数据截至 {figures.day:%Y-%m-%d} 24:00" if figures.day else "",
    )
