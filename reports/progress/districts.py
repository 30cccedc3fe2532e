"""The districts on the page: tiles of any metric, and the ranked table of a target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.utils.safestring import SafeString

from accounts.models import District
from pages.charts import Chart, ChartColumn, Kind, Role, sparkline
from pages.lists import Column
from pages.lists.table import table_html
from pages.metrics import metrics
from reports.facts.snapshots import year_before
from reports.progress import forms
from reports.progress.cards import ACTS, STOCK
from reports.progress.drawing import DistrictTile, bar_svg, tiles_svg
from reports.progress.links import Links, figure, linked
from reports.progress.outlook import Prospect
from reports.progress.ranking import DistrictRow, Ranking
from reports.progress.reading import CITY, QUARTERS, Reading
from reports.signed import signed
from reports.targets.rules import split_problem
from reports.targets.standing import Counting

FLOWS = (forms.CAME, forms.LEFT, forms.TAKEN)
SHADES = ((0.75, "far"), (0.5, "good"), (0.0, "near"))


@dataclass
class Districts:
    """The sheet of the districts: `metric` and what of it (`by`) the tiles show; `one` and
    `ranking` are those of the metric's target, None where the plan has none. `own` is the district
    that reads, or `CITY`."""

    metric: str
    by: str
    reading: Reading
    links: Links
    places: Sequence[District]
    one: Prospect | None
    ranking: Ranking | None
    own: int = CITY

    def __post_init__(self) -> None:
        split = self.ranking is not None and self.ranking.split
        if self.by in forms.OF_TARGETS and not split:
            self.by = forms.STOCK if self.one is None else forms.ACTUAL

    @property
    def is_of_target(self) -> bool:
        """Whether the tiles show how a district stands against its share."""
        return self.by in forms.OF_TARGETS

    @property
    def label(self) -> str:
        return metrics()[self.metric].label

    @property
    def unit(self) -> str:
        return self.one.target.unit if self.one else metrics()[self.metric].unit

    @property
    def by_words(self) -> str:
        return forms.MEASURES[self.by]

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """What else the tiles can show: groups of words, address and whether it is shown now."""
        of = [
            (one.label, self.links.with_(metric=key) + "#districts", key == self.metric)
            for key, one in metrics().items()
        ]
        split = self.ranking is not None and self.ranking.split
        by = [
            (words, self.links.with_(metric=self.metric, by=key) + "#districts", key == self.by)
            for key, words in forms.MEASURES.items()
            if key not in forms.OF_TARGETS or split or (key == forms.ACTUAL and self.one)
        ]
        return [("指标", of), ("看什么", by)]

    @property
    def split_note(self) -> str:
        """What is wrong with the shares; "" where they add up."""
        if self.one is None:
            return "这个指标没有计划目标，按有效存量看。"
        taken = self.ranking.split if self.ranking else 0
        if taken and self.own:
            return ""  # a district knows its own share alone
        target = self.one.target
        problem = split_problem([taken] if taken else [], target.value, target.unit)
        if not taken:
            return f"{problem}，不能指出缺口在哪里。"
        return f"{problem}。" if problem else ""

    # --- tiles ------------------------------------------------------------------------------------

    @property
    def tiles(self) -> SafeString:
        return tiles_svg(self._tiles(), f"{self.label}：{self.by_words}")

    def _tiles(self) -> list[DistrictTile]:
        rows = {row.pk: row for row in self.ranking.rows} if self.ranking else {}
        values = {place.pk: self.value(place.pk, rows.get(place.pk)) for place in self.places}
        most = max((value for value in values.values() if value), default=0)
        return [
            DistrictTile(
                name=place.short_name,
                value=self._text(values[place.pk]),
                below=self._below(rows.get(place.pk)),
                tone=self._tone(values[place.pk], most, rows.get(place.pk)),
                column=place.tile_column or 1,
                row=place.tile_row or 1,
                url=self._tile_url(place.pk),
                is_own=place.pk == self.own,
            )
            for place in self.places
        ]

    def value(self, place: int, row: DistrictRow | None) -> float | None:
        """What the tiles show of a district."""
        if self.by in FLOWS:
            start = self.reading.at(self.metric, before(self.reading), place)
            now = self.reading.at(self.metric, self.reading.day, place)
            return int(getattr(now, self.by) - getattr(start, self.by))
        if self.by == forms.STOCK or row is None:
            return self.reading.at(self.metric, self.reading.day, place).stock
        return {
            forms.SHARE: row.percent,
            forms.AHEAD: row.ahead,
            forms.ACTUAL: row.actual,
            forms.RECENT: row.recent,
        }[self.by]

    def _text(self, value: float | None) -> str:
        if value is None:
            return "—"
        if self.by == forms.SHARE:
            return f"{value:.0f}%"
        return signed(int(value)) if self.by == forms.AHEAD else f"{value:,.0f}"

    def _below(self, row: DistrictRow | None) -> str:
        if self.by not in forms.OF_TARGETS:
            return self.unit
        if row is None or row.ahead is None:
            return "未分解"
        if not row.ahead:
            return "与应达持平"
        return f"{'多' if row.ahead > 0 else '少'} {abs(row.ahead):,} {self.unit}"

    def _tone(self, value: float | None, most: float, row: DistrictRow | None) -> str:
        if self.by in forms.OF_TARGETS and row is not None and row.share is not None:
            return "far" if not row.behind else "late" if row.is_late else "near"
        if not value or value < 0:
            return ""
        return next(tone for share, tone in SHADES if value / most >= share)

    def _tile_url(self, place: int) -> str:
        if self.by in FLOWS:
            return self.links.rows(self.metric, self.by, place, self.reading.since)
        if self.by == forms.RECENT:
            return self._recent_url(place)
        if self.by == forms.STOCK or self.one is None:
            return self.links.rows(self.metric, STOCK, place)
        return self._actual_url(place)

    @property
    def legend(self) -> list[tuple[str, str]]:
        if self.by in forms.OF_TARGETS and self.ranking and self.ranking.due_percent is not None:
            due = f"{self.ranking.due_percent:.1f}%"
            return [("far", f"已达 {due}"), ("near", "略低"), ("late", "低于应达一成以上")]
        return [("far", "最大值的 75% 以上"), ("good", "50%—75%"), ("near", "50% 以下")]

    # --- the table --------------------------------------------------------------------------------

    @property
    def table(self) -> SafeString:
        if self.ranking is None:
            return SafeString("")
        return table_html(
            self._columns(),
            [*self.ranking.rows, self.ranking.city],
            label=f"{self.label}：区市排名",
            css="rank",
            row_class=self._row_class,
        )

    def _row_class(self, row: DistrictRow) -> str:
        if row.is_city:
            return "sum"
        return " ".join(filter(None, ("lag" if row.is_late else "", self._own_class(row))))

    def _own_class(self, row: DistrictRow) -> str:
        return "own" if self.own and row.pk == self.own else ""

    def _columns(self) -> list[Column[DistrictRow]]:
        due = self.ranking.due_percent if self.ranking else None
        metric, links = self.metric, self.links
        acts = self.one is not None and self.one.target.counting == Counting.RECOGNISED
        return [
            Column("place", "名次", html=lambda row: f"{row.place or ''}", number=True),
            Column("name", "区市", html=self._name),
            Column("actual", f"{'认定' if acts else '现有'} / 分解", number=True, html=self._done),
            Column(
                "bar", "完成分解任务",
                html=lambda row: bar_svg(row.percent, due, is_late=row.is_late),
            ),
            Column(
                "percent", "完成率", number=True,
                html=lambda row: "—" if row.percent is None else f"{row.percent:.0f}%",
            ),
            Column(
                "ahead", "比应达", number=True,
                html=lambda row: linked(signed(row.ahead), self._actual_url(row.pk)),
            ),
            Column(
                "quarters", "近八季新增",
                html=lambda row: sparkline(row.quarters, "近八季新增", unit=self.unit),
            ),
            Column(
                "recent", "近 12 月", number=True,
                html=lambda row: figure(row.recent, self._recent_url(row.pk)),
            ),
            Column(
                "at_end", f"{self._end}余缺", number=True,
                html=lambda row: linked(signed(row.at_end), links.method(f"forecast-{metric}")),
            ),
        ]  # fmt: skip

    @property
    def _end(self) -> str:
        end = self.reading.plan.ends_on
        return f"{end:%y} 年底" if (end.month, end.day) == (12, 31) else "期末"

    def _name(self, row: DistrictRow) -> SafeString:
        return linked(row.name, self.links.rows(self.metric, STOCK, row.pk))

    def _done(self, row: DistrictRow) -> SafeString:
        share = "未分解" if row.share is None else f"{row.share:,}"
        done = figure(row.actual, self._actual_url(row.pk))
        return SafeString(f"{done} / {share}")

    def _actual_url(self, place: int) -> str:
        if self.one is None:
            return self.links.rows(self.metric, STOCK, place)
        kind = {Counting.RECOGNISED: ACTS, Counting.STOCK: STOCK, Counting.NET_ADDED: "net"}
        counted = kind[Counting(self.one.target.counting)]
        since = None if counted == STOCK else self.reading.plan.starts_on
        return self.links.rows(self.metric, counted, place, since)

    def _recent_url(self, place: int) -> str:
        since = year_before(self.reading.day) + timedelta(days=1)
        return self.links.rows(self.metric, ACTS, place, since)

    # --- the file ---------------------------------------------------------------------------------

    @property
    def file_url(self) -> str:
        return self.links.with_(chart="districts", format="xlsx")

    @property
    def chart(self) -> Chart:
        """The districts for a file; the page draws its own."""
        rows = self.ranking.rows if self.ranking else self._plain_rows()
        return Chart(
            key="districts",
            title=f"{self.label}：区市",
            kind=Kind.TILES,
            columns=FILE,
            rows=rows,
            unit=self.unit,
            stamp=f"数据截至 {self.reading.day:%Y-%m-%d} 24:00，近八季的最后一季未完",
            total=self.ranking.city if self.ranking else None,
            place=lambda row: (1, 1),
        )

    def _plain_rows(self) -> list[DistrictRow]:
        return [
            DistrictRow(
                pk=place.pk, name=place.short_name, actual=stock, share=None, due=0, stock=stock
            )
            for place in self.places
            for stock in [self.reading.at(self.metric, self.reading.day, place.pk).stock]
        ]


def _quarter(number: int, row: DistrictRow) -> int | None:
    return row.quarters[number] if row.quarters else None


FILE = (
    ChartColumn("name", "区市"),
    ChartColumn("actual", "完成"),
    ChartColumn("place", "名次", Role.EXTRA, unit=""),
    ChartColumn("share", "分解任务", Role.EXTRA),
    ChartColumn("due", "今日应达", Role.EXTRA),
    ChartColumn("percent", "完成率", Role.EXTRA, digits=1, unit="%"),
    ChartColumn("ahead", "比应达", Role.EXTRA),
    ChartColumn("stock", "有效存量", Role.EXTRA),
    ChartColumn("recent", "近 12 月", Role.EXTRA),
    ChartColumn("at_end", "期末余缺", Role.EXTRA),
    *(
        ChartColumn(f"quarter_{n}", f"近八季之 {n + 1}", Role.EXTRA, value=partial(_quarter, n))
        for n in range(QUARTERS)
    ),
)  # fmt: skip


def before(reading: Reading) -> date:
    """The local day before the flows that are shown."""
    return reading.since - timedelta(days=1)


def chosen_metric(asked: str, found: Sequence[Prospect], worst: Prospect | None) -> str:
    """The metric whose districts are shown: the one asked for, or that of the target that needs
    it most."""
    if asked in metrics():
        return asked
    if worst is not None:
        return worst.target.measure
    return found[0].target.measure if found else next(iter(metrics()))
