"""The tables of the page as sheets of a workbook."""

from collections.abc import Iterator

from django.utils import timezone

from documents.workbooks.export import Cell
from documents.workbooks.several_sheets import Sheet
from pages.charts.data import read_chart
from pages.charts.workbook import headings_of
from pages.metrics import metrics
from reports.facts.stages import CITY, label_of
from reports.progress.cards import path_rows
from reports.progress.outlook import Prospect
from reports.progress.page import ProgressPage


def sheets_of(page: ProgressPage) -> Iterator[Sheet]:
    """One sheet for each table, all of the page's own plan, day and time."""
    notes = _notes(page)
    yield Sheet("目标", TARGETS, [_target(one) for one in page.found], notes)
    for one in page.found:
        rows = [[row[key] for key in ("when", "actual", "due", "low", "high")]
                for row in path_rows(one)]  # fmt: skip
        yield Sheet(f"路径 {one.label}", ("月末", "实际", "计划路径", "P10", "P90"), rows, notes)
    yield Sheet("梯队升退撤", FLOWS, [
        [one.metric.label, one.metric.unit, one.before, one.came, one.left, one.taken, one.moved,
         one.now]
        for one in page.flows
    ], notes)  # fmt: skip
    for one in page.of_city:
        ranked = page.ranked(one)
        rows = [
            [row.place, row.name, row.actual, row.share, row.due, row.percent, row.ahead,
             row.stock, row.recent, row.at_end, *row.quarters]
            for row in (*ranked.rows, ranked.city)
        ]  # fmt: skip
        headings = (*DISTRICTS, *(f"近八季之 {n}" for n in range(1, 9)))
        yield Sheet(f"区市 {one.label}", headings, rows, notes)
    if page.districts and page.districts.metric not in {one.target.measure for one in page.of_city}:
        data = read_chart(page.districts.chart)
        rows = [list(row.cells) for row in data.rows]
        yield Sheet(f"区市 {page.districts.label}", headings_of(data), rows, notes)
    if page.stages:
        names = {place.pk: place.short_name for place in page.places} | {CITY: "全市"}
        rows = [
            [label_of(one.stage), names.get(one.district_id, ""), one.shortest, one.longest,
             one.median, one.ninth, one.finished, one.in_hand, one.overdue]
            for one in page.stages.figures
            if page.of == CITY or one.district_id in (CITY, page.of)
        ]  # fmt: skip
        yield Sheet("办理用时与积压", STAGES, rows, notes)


TARGETS = (
    "指标", "计量", "口径", "目标", "现有", "今日应达", "比应达", "P10", "P50", "P90", "完成可能",
    "另一口径", "另一口径数",
)  # fmt: skip
FLOWS = ("层级", "计量", "期初", "进入", "退出", "撤销", "区市间迁移", "期末")
DISTRICTS = (
    "名次", "区市", "完成", "分解任务", "今日应达", "完成率（%）", "比应达", "有效存量", "近 12 月",
    "期末余缺",
)  # fmt: skip
STAGES = (
    "环节", "区市", "最短时限", "最长时限", "中位（工作日）", "九成（工作日）", "近 90 天办结",
    "在办", "超期",
)  # fmt: skip


def _target(one: Prospect) -> list[Cell]:
    band = one.forecast
    return [
        one.label, one.target.unit, one.target.get_counting_display(), one.target.value,
        one.actual, one.due, one.ahead_of_path,
        *((band.low, band.middle, band.high) if band else (None, None, None)), one.chance,
        one.other_label, one.other,
    ]  # fmt: skip


def _notes(page: ProgressPage) -> list[str]:
    reading = page.reading
    assert reading is not None, "tables are made where there are figures"
    known = timezone.localtime(reading.known)
    labels = "、".join(one.label for one in metrics().values())
    return [
        f"计划：{reading.plan}",
        f"数据截至 {reading.day:%Y-%m-%d} 24:00，按 {known:%Y-%m-%d %H:%M} 所知",
        f"升退时段：{reading.since:%Y-%m-%d} 至 {reading.day:%Y-%m-%d}",
        f"指标：{labels}",
    ]
