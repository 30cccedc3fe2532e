"""The leadership's page: will the targets be reached, where not, and who must act."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase

from accounts.duties import Duty
from accounts.models import District
from accounts.requests import ActorRequest
from accounts.views.home import home_of
from pages.charts import Chart, ChartColumn, Kind, Role, Tone, render_with_charts
from pages.lists import Column
from pages.lists.table import table_html
from pages.panels import panels_for
from pages.todo import todo_for
from reports.models import DistrictShare
from reports.progress.flows import flows_of_year
from reports.progress.headline import DistrictStanding, districts_of, headline, worst_of
from reports.progress.outlook import PRELIMINARY, Prospect, prospects
from reports.targets.standing import targets_of_current_plan

RANKED = (
    Column[DistrictStanding]("name", "区市", fixed=True),
    Column[DistrictStanding]("actual", "已完成", number=True),
    Column[DistrictStanding]("share", "分解任务", lambda row: row.share, number=True),
    Column[DistrictStanding](
        "percent",
        "完成率",
        lambda row: None if row.percent is None else f"{row.percent:.0f}%",
        number=True,
    ),
    Column[DistrictStanding](
        "behind",
        "比今日应达",
        lambda row: None if row.share is None else signed(row.actual - row.due),
        number=True,
    ),
)


def signed(number: int) -> str:
    """A difference with its sign, none for nothing."""
    return f"{number:+,}".replace("-", "−") if number else "0"


@home_of(Duty.LEADER)
def leadership(request: ActorRequest) -> HttpResponseBase:
    """The plan's targets with their paths, forecasts and districts."""
    targets = targets_of_current_plan()
    found = prospects(targets)
    chosen = _chosen(request, found)
    places = {one.pk: one for one in District.objects.exclude(tile_row=None).order_by("sort")}
    rows = _districts(chosen, places) if chosen else []
    worst = worst_of(found)
    at_worst = rows if worst is chosen or worst is None else _districts(worst, places)
    day = found[0].day if found else None
    context = {
        "plan": targets[0].plan if targets else None,
        "prospects": found,
        "chosen": chosen,
        "headline": headline(found, at_worst),
        "ranking": table_html(RANKED, rows),
        "day": day,
        "preliminary": day and day - PRELIMINARY,
        "flows": flows_of_year(day) if day else [],
        "todo": todo_for(request.actor),
        "panels": panels_for(request.actor),
    }
    charts = [_path(one) for one in found]
    if chosen:
        charts.append(_tiles(chosen, rows, places))
    return render_with_charts(request, "reports/leadership.html", context, charts)


def _chosen(request: ActorRequest, found: list[Prospect]) -> Prospect | None:
    """The target whose districts are shown: the one asked for, or the one that needs it most."""
    asked = request.GET.get("target", "")
    named = next((one for one in found if one.target.measure == asked), None)
    return named or worst_of(found) or (found[0] if found else None)


def _districts(one: Prospect, places: Mapping[int, District]) -> list[DistrictStanding]:
    shares: Mapping[int, int] = dict(
        DistrictShare.objects.filter(target=one.target).values_list("district_id", "value")
    )
    return districts_of(one, {pk: place.short_name for pk, place in places.items()}, shares)


def _path(one: Prospect) -> Chart:
    """How the target was approached so far, and what its path and the forecast say."""
    key, band = one.target.measure, one.forecast
    rows: list[dict[str, Any]] = [
        {"when": f"{day:%Y-%m}", "actual": actual, "due": due, "low": None, "high": None}
        for day, actual, due in one.path
    ]
    ahead = [row for row in rows if row["actual"] is None]
    done = len(rows) - len(ahead)
    if band and ahead and done:
        for step, row in enumerate(rows[done - 1 :]):
            part = step / len(ahead)
            row["low"] = round(one.actual + (band.low - one.actual) * part)
            row["high"] = round(one.actual + (band.high - one.actual) * part)
    return Chart(
        key=f"path_{key}",
        title=_course(one),
        kind=Kind.LINE,
        columns=(
            ChartColumn("when", "月末"),
            ChartColumn("actual", "实际"),
            ChartColumn("due", "计划路径", Role.TARGET),
            ChartColumn("low", "预计下限（P10）", Role.LOW),
            ChartColumn("high", "预计上限（P90）", Role.HIGH),
        ),
        rows=rows,
        unit=one.target.unit,
        ordered=True,
        now=rows[done - 1]["when"] if done else "",
        stamp=f"数据截至 {one.day:%Y-%m-%d} 24:00",
        source=one.target.get_counting_display(),
    )


def _course(one: Prospect) -> str:
    """What the picture of a target says."""
    if not one.ahead_of_path:
        return "与今日应达持平"
    way = "多" if one.ahead_of_path > 0 else "少"
    return f"比今日应达{way} {one.distance:,} {one.target.unit}"


def _tiles(one: Prospect, rows: list[DistrictStanding], places: Mapping[int, District]) -> Chart:
    return Chart(
        key="districts",
        title=f"{one.label}：区市完成情况",
        kind=Kind.TILES,
        columns=(
            ChartColumn("name", "区市"),
            ChartColumn("actual", "已完成"),
            ChartColumn("share", "分解任务", Role.EXTRA),
            ChartColumn("percent", "完成率", Role.EXTRA, digits=0, unit="%"),
        ),
        rows=rows,
        unit=one.target.unit,
        stamp=f"数据截至 {one.day:%Y-%m-%d} 24:00",
        tone=_tone if any(row.share is not None for row in rows) else None,
        legend=((Tone.GOOD, "达到今日应达"), (Tone.NEAR, "略低"), (Tone.LATE, "低于应达一成以上")),
        place=lambda row: (places[row.pk].tile_column, places[row.pk].tile_row),
    )


def _tone(row: DistrictStanding) -> Tone | None:
    if row.share is None:
        return None
    if not row.behind:
        return Tone.GOOD
    return Tone.LATE if row.behind > row.due / 10 else Tone.NEAR
