"""The targets as cards: the figure, its path, and four facts in a fixed order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from pages.charts import Chart, ChartColumn, Kind, Role
from pages.lists import Column
from pages.lists.table import table_html
from reports.models import Target
from reports.progress.drawing import path_svg
from reports.progress.links import Links, figure, linked
from reports.progress.outlook import Prospect
from reports.progress.ranking import DistrictRow
from reports.progress.reading import CITY
from reports.targets.standing import Counting

STOCK, ACTS, NET = "stock", "recognised", "net"
PATH = (
    Column[dict[str, Any]]("when", "月末", lambda row: row["when"], fixed=True),
    Column[dict[str, Any]]("actual", "实际", lambda row: row["actual"], number=True),
    Column[dict[str, Any]]("due", "计划路径", lambda row: row["due"], number=True),
    Column[dict[str, Any]]("low", "P10", lambda row: row["low"], number=True),
    Column[dict[str, Any]]("high", "P90", lambda row: row["high"], number=True),
)


@dataclass
class Card:
    """A target as the page shows it. In the page of a district `own` is its row in the ranking and
    `average` the part of its target that the whole city has reached, in per cent."""

    one: Prospect
    links: Links
    own: DistrictRow | None = None
    average: float | None = None
    ranked: int = 0
    # 1 for what needs it most, which a phone shows first.
    urgency: int = 0

    @property
    def place(self) -> int:
        return self.links.reading.of if self.links.reading else CITY

    @property
    def actual(self) -> SafeString:
        return figure(self.one.actual, self.of_target())

    def of_target(self) -> str:
        """The rows that make the figure, counted as the target says."""
        target, since = self.one.target, self.one.target.plan.starts_on
        kind = {Counting.RECOGNISED: ACTS, Counting.STOCK: STOCK, Counting.NET_ADDED: NET}
        counted = kind[Counting(target.counting)]
        start = None if counted == STOCK else since
        return self.links.rows(target.measure, counted, self.place, start)

    @property
    def picture(self) -> SafeString:
        return path_svg(self.one)

    @property
    def file_url(self) -> str:
        return self.links.with_(chart=self.one.chart_key, format="xlsx")

    @property
    def table(self) -> SafeString:
        return table_html(PATH, path_rows(self.one), label=f"{self.one.label}：各月", css="")

    @property
    def facts(self) -> list[tuple[str, SafeString, str]]:
        """Words, figure and tone: against today's mark, P50, P10 to P90, chance."""
        one, unit = self.one, self.one.target.unit
        way = "多" if one.ahead_of_path > 0 else "少" if one.ahead_of_path < 0 else "持平"
        against = f"{way} {one.distance:,} {unit}" if one.ahead_of_path else way
        tone = "ok" if one.ahead_of_path >= 0 else "bad" if one.tone == "bad" else "wait"
        ranks = self.links.with_(metric=one.target.measure) + "#districts"
        found = [(f"比今日应达 {one.due:,}", linked(against, ranks), tone)]
        return [*found, *(self._of_district() if self.own else self._of_city())]

    def _of_city(self) -> list[tuple[str, SafeString, str]]:
        one, unit = self.one, self.one.target.unit
        if one.is_over:
            ending = f"差 {one.missing:,} {unit}" if one.missing else "达成"
            return [("计划已结束", linked(ending, ""), "bad" if one.missing else "ok")]
        if one.forecast is None:
            words, need = "认定不足 6 次，不作预测", f"{one.needed_a_month:.1f} {unit}"
            return [("预计", linked(words, self.links.method("forecast")), ""),
                    ("按期完成每月需新增", linked(need, ""), "")]  # fmt: skip
        end = one.target.plan.ends_on
        when = f"{end:%y} 年底" if (end.month, end.day) == (12, 31) else f"{end:%y-%m-%d}"
        how = self.links.method(f"forecast-{one.target.measure}")
        band = f"{one.forecast.low:,} — {one.forecast.high:,}"
        return [
            (f"{when}预计 P50", linked(f"{one.forecast.middle:,} {unit}", how), ""),
            ("P10 — P90", linked(band, how), ""),
            ("完成可能", linked(one.chance, how), one.tone),
        ]

    def _of_district(self) -> list[tuple[str, SafeString, str]]:
        own, unit = self.own, self.one.target.unit
        assert own is not None, "asked for by the page of a district alone"
        found: list[tuple[str, SafeString, str]] = []
        if own.at_end is not None:
            way = "余" if own.at_end >= 0 else "缺"
            tone = "ok" if own.at_end >= 0 else "bad"
            text = f"{way} {abs(own.at_end):,} {unit}"
            found.append(("期末预计余缺", linked(text, self.links.method("forecast")), tone))
        if own.percent is not None and self.average is not None:
            compared = f"{own.percent:.0f}% / {self.average:.0f}%"
            found.append(("完成分解 / 全市平均", linked(compared, ""), ""))
        if own.place:
            place = f"第 {own.place} / {self.ranked}"
            found.append(("名次", linked(place, "#districts"), ""))
        return found

    @property
    def foot(self) -> tuple[str, str, SafeString]:
        """What is counted, and the other figure where the two differ: its name and the figure."""
        one = self.one
        by_acts = one.target.counting == Counting.RECOGNISED
        since = None if by_acts else one.target.plan.starts_on
        other = STOCK if by_acts else ACTS
        url = self.links.rows(one.target.measure, other, self.place, since)
        return one.target.get_counting_display(), one.other_label, figure(one.other, url)


def path_rows(one: Prospect) -> list[dict[str, Any]]:
    """The path by months, with the band of the forecast."""
    rows: list[dict[str, Any]] = [
        {"when": f"{day:%Y-%m}", "actual": actual, "due": due, "low": None, "high": None}
        for day, actual, due in one.path
    ]
    ahead = [row for row in rows if row["actual"] is None]
    done = len(rows) - len(ahead)
    if one.forecast and ahead and done:
        for step, row in enumerate(rows[done - 1 :]):
            part = step / len(ahead)
            row["low"] = round(one.actual + (one.forecast.low - one.actual) * part)
            row["high"] = round(one.actual + (one.forecast.high - one.actual) * part)
    return rows


def path_chart(one: Prospect) -> Chart:
    """The same for a file, and for other pages that draw it."""
    return Chart(
        key=one.chart_key,
        title=f"{one.label}：{course(one)}",
        kind=Kind.LINE,
        columns=(
            ChartColumn("when", "月末"),
            ChartColumn("actual", "实际"),
            ChartColumn("due", "计划路径", Role.TARGET),
            ChartColumn("low", "预计下限（P10）", Role.LOW),
            ChartColumn("high", "预计上限（P90）", Role.HIGH),
        ),
        rows=lambda: path_rows(one),
        unit=one.target.unit,
        ordered=True,
        stamp=f"数据截至 {one.day:%Y-%m-%d} 24:00",
        source=one.target.get_counting_display(),
    )


def course(one: Prospect) -> str:
    """How a target stands against its path."""
    if not one.ahead_of_path:
        return "与今日应达持平"
    way = "多" if one.ahead_of_path > 0 else "少"
    return f"比今日应达{way} {one.distance:,} {one.target.unit}"


def own_targets(
    targets: list[Target], shares: Mapping[int, Mapping[int, int]], place: int
) -> list[Target]:
    """The targets as one district has them: its share in place of the city's, the milestones in
    proportion. A target that is not split to it is left out."""
    found: list[Target] = []
    for target in targets:
        share = shares[target.pk].get(place)
        if not share:
            continue
        own = Target(
            pk=target.pk, plan=target.plan, measure=target.measure, counting=target.counting,
            value=share, unit=target.unit, sort=target.sort,
            milestones=[
                [f"{day}", due * share // target.value] for day, due in target.path
            ],
        )  # fmt: skip
        found.append(own)
    return found
