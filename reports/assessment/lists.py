"""Lists of the assessment: rounds, figures, appeals, lines, the published ranking."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.urls import reverse

from accounts.duties import Duty
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice, contains, district, search, year
from reports.assessment.addresses import page_of
from reports.assessment.appeal_machine import MACHINE as APPEAL
from reports.assessment.forms import DemonstrationForm
from reports.assessment.indicators import DepartmentSource
from reports.assessment.published_table import published_table
from reports.assessment.round_machine import MACHINE as ROUND
from reports.assessment.rounds import counts_entries, read
from reports.assessment.words import value_in_words
from reports.assessment.written import rounded, written
from reports.models import (
    Appeal,
    AssessmentRound,
    Demonstration,
    PublishedResult,
    RoundFigure,
    ScoreLine,
)
from reports.models.assessment import RoundState

M = TypeVar("M", bound=Model)
CITY_WIDE = (Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)
WATCHERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)


def _rounded(number: Decimal | None) -> Decimal | None:
    return None if number is None else rounded(number)


def _points(key: str, heading: str) -> Column[Any]:
    """A column of points: with both digits on the page, as a number in the file."""

    def two(row: object) -> str:
        number = getattr(row, key)
        return "—" if number is None else written(number)

    return Column(key, heading, lambda row: _rounded(getattr(row, key)), number=True, html=two)


class RoundList(ListPage[AssessmentRound]):
    """All rounds that the reader may see, the latest first."""

    key, title, noun, counter = "assessments", "综合评价", "轮次", "轮"
    intro = "每一轮按指标给各区市评分；公布前，各区市只看得到自己的得分和名次所在的区间。"
    readers, template = WATCHERS, "reports/rounds.html"
    order = ("-starts_on", "-id")
    columns = (
        Column("title", "名称", fixed=True, long=True,
               link=lambda row: reverse("reports:round", args=[row.pk])),
        Column("starts_on", "评价期开始", number=True),
        Column("ends_on", "评价期结束", number=True),
        Column("state", "状态", pill=lambda row: ROUND.tone_of(row.state)),
        Column("appeals_until", "申诉截止", number=True),
        Column("open_appeals", "待裁定申诉", number=True),
        Column("shown", "公布内容", hidden=True),
        Column("is_example", "权重", lambda row: "示例" if row.is_example else "已确定"),
    )  # fmt: skip
    filters = (
        search("名称", contains("title")),
        choice("state", "状态", RoundState.choices),
        year("year", "年份", "ends_on"),
    )
    empty = Empty("还没有评价轮次", "新建一轮后，从示例指标或上一轮的指标开始编制。")

    def rows(self) -> QuerySet[AssessmentRound]:
        waiting = Count("appeals", filter=Q(appeals__state=Appeal.State.OPEN))
        return AssessmentRound.objects.visible_to(self.actor).annotate(open_appeals=waiting)


class _OfRound(ListPage[M], Generic[M]):
    """What the lists within one round have in common."""

    @cached_property
    def round(self) -> AssessmentRound:
        return AssessmentRound.objects.get(pk=self.arguments["pk"])

    def context(self) -> dict[str, object]:
        return {"round": self.round, "round_url": page_of(self.actor, self.round)}


class FigureList(_OfRound[RoundFigure]):
    """The figures of a round, as sources told and departments confirmed them."""

    key, title, noun, counter = "round_figures", "数值确认", "数值", "个"
    readers, template = CITY_WIDE, "reports/round_list.html"
    order = ("indicator__sort", "district__sort", "id")
    columns = (
        Column("indicator", "指标", lambda row: row.indicator.name, fixed=True, long=True),
        Column("district", "区市", lambda row: row.district.short_name, fixed=True,
               link=lambda row: reverse(
                   "reports:round_line", args=[row.round_id, row.district_id, row.indicator_id])),
        Column("value", "数值", lambda row: value_in_words(read(row.indicator), row.counted),
               number=True),
        Column("state", "确认", lambda row: figure_state(row), pill=lambda row: figure_tone(row)),
        Column("confirmed_by_name", "确认人"),
        Column("source", "数据来源", long=True),
        Column("confirmed_at", "确认时间", hidden=True),
        Column("act", "办理", lambda row: "录入" if may_type(row) else "",
               link=lambda row: reverse("reports:figure", args=[row.pk]) if may_type(row) else ""),
    )  # fmt: skip
    filters = (
        district(),
        choice("waits", "确认情况", (("yes", "待确认"), ("no", "已有数值")),
               by=lambda rows, value: by_waiting(rows, value)),
    )  # fmt: skip
    empty = Empty("还没有数值", "开始采数后，平台数据自动取入，部门数据在这里录入确认。")

    def all_columns(self) -> Sequence[Column[RoundFigure]]:
        """Only the city enters figures; the others read what was entered."""
        return self.columns if self.actor.is_city else self.columns[:-1]

    def rows(self) -> QuerySet[RoundFigure]:
        rows = RoundFigure.objects.filter(round=self.round)
        return rows.select_related("indicator", "district", "round")


def may_type(row: RoundFigure) -> bool:
    """Whether people enter the figure, now."""
    indicator = read(row.indicator)
    return not indicator.figure and not counts_entries(indicator) and row.round.takes_figures


def figure_state(row: RoundFigure) -> str:
    indicator = read(row.indicator)
    if row.ruled_value is not None or row.ruled_points is not None:
        return "裁定更正"
    if counts_entries(indicator):
        return "按加减分条目"
    if row.is_confirmed:
        return "确认缺数" if row.is_missing else "已确认"
    if row.taken_at:
        return "平台取数"
    source = indicator.source
    return f"待{source.department}确认" if isinstance(source, DepartmentSource) else "待录入"


def figure_tone(row: RoundFigure) -> str:
    state = figure_state(row)
    return "wait" if state.startswith("待") else "ok" if row.is_confirmed else "calm"


def by_waiting(rows: QuerySet[RoundFigure], value: str) -> QuerySet[RoundFigure]:
    """Those that wait for somebody to enter them, or the others."""
    waits = Q(confirmed_at=None, taken_at=None)
    return rows.filter(waits if value == "yes" else ~waits)


class AppealList(_OfRound[Appeal]):
    """The appeals of a round: the city's, or a district's own."""

    key, title, noun, counter = "appeals", "申诉", "申诉", "件"
    readers, template = WATCHERS, "reports/round_list.html"
    order = ("-filed_at", "-id")
    columns = (
        Column("indicator", "指标", lambda row: row.indicator.name, fixed=True, long=True,
               link=lambda row: reverse("reports:appeal", args=[row.pk])),
        Column("district", "区市", lambda row: row.district.short_name, many_districts=True),
        Column("reason", "申诉理由", long=True),
        Column("state", "状态", pill=lambda row: APPEAL.tone_of(row.state)),
        Column("filed_at", "申诉时间", sort="filed_at"),
        Column("answer_until", "答复期限"),
        Column("ruling", "裁定理由", long=True, hidden=True),
    )  # fmt: skip
    filters = (choice("state", "状态", Appeal.State.choices), district())
    empty = Empty("没有申诉", "申诉期内，区市可以对单项得分提出申诉。")

    def rows(self) -> QuerySet[Appeal]:
        return (
            Appeal.objects.visible_to(self.actor)
            .filter(round=self.round)
            .select_related("indicator", "district")
        )


class LineList(_OfRound[ScoreLine]):
    """Every line of the current scores: the whole round for the city, its own for a district."""

    key, title, noun, counter = "score_lines", "逐项得分", "得分", "项"
    readers, template, size = WATCHERS, "reports/round_list.html", 100
    order = ("district__sort", "indicator__sort", "id")
    columns = (
        Column("district", "区市", lambda row: row.district.short_name, fixed=True),
        Column("indicator", "指标", lambda row: row.indicator.name, fixed=True, long=True,
               link=lambda row: reverse(
                   "reports:round_line",
                   args=[row.score.round_id, row.district_id, row.indicator_id])),
        Column("value", "数值", lambda row: _rounded(row.value), number=True),
        Column("unit", "单位", lambda row: row.indicator.definition.get("unit", "")),
        _points("points", "百分制得分"),
        _points("weighted", "得分"),
        _points("maximum", "满分"),
        Column("formula", "怎么算", long=True),
        Column("note", "说明", long=True),
    )  # fmt: skip
    filters = (
        district(),
        search("指标", contains("indicator__name")),
    )
    empty = Empty("还没有得分", "预评分以后，这里列出每一项的数值、公式和得分。")

    def rows(self) -> QuerySet[ScoreLine]:
        return (
            ScoreLine.objects.visible_to(self.actor)
            .filter(score__round=self.round, score__is_current=True)
            .select_related("score", "district", "indicator")
        )


class Ranking(_OfRound[PublishedResult]):
    """What was published of a round: ranks, and totals where the city has chosen so."""

    key, title, noun, counter = "ranking", "评价结果", "区市", "个"
    readers, template = WATCHERS, "reports/ranking.html"
    order = ("rank", "district__sort", "id")
    columns = (
        Column("rank", "名次", fixed=True, number=True),
        Column("district", "区市", lambda row: row.district.name, fixed=True),
        _points("total", "总分"),
        Column("veto", "评优", lambda row: "不得评优" if row.veto else "",
               pill=lambda row: "bad" if row.veto else "", hint=lambda row: row.veto),
        Column("demonstration", "示范区市", lambda row: row.__dict__["demonstration"],
               pill=lambda row: row.__dict__["demonstration_tone"]),
    )  # fmt: skip
    filters = ()
    empty = Empty("结果还没有公布", "公布前，各区市只看得到自己的得分和名次所在的区间。")

    def rows(self) -> QuerySet[PublishedResult]:
        return PublishedResult.objects.filter(round=self.round).select_related("district")

    def prepare(self, rows: list[PublishedResult]) -> None:
        found = {one.district_id: one for one in self.demonstrations}
        for row in rows:
            one = found.get(row.district_id)
            state = one.state if one else ""
            tone = {"named": "ok", "proposed": "wait"}.get(state, "")
            row.__dict__.update(
                demonstration=one.get_state_display() if one else "", demonstration_tone=tone
            )

    @cached_property
    def demonstrations(self) -> list[Demonstration]:
        rows = Demonstration.objects.filter(round=self.round)
        return list(rows.select_related("district").order_by("rank", "id"))

    def heading(self) -> str:
        if not self.round.is_public:
            return f"{self.round.title}的结果还没有公布"
        first = self.page_rows.rows[:1]
        leads = f"，{first[0].district.name}列第 1" if first else ""
        return f"{self.round.title}{leads}"

    def subheading(self) -> str:
        return self.round.get_shown_display() if self.round.is_public else self.round.title

    def context(self) -> dict[str, object]:
        may = self.actor.is_city and self.round.is_public
        return {
            **super().context(),
            "table": published_table(self.round, self.page_rows.rows)
            if self.round.shown == AssessmentRound.Shown.LINES
            else None,
            "demonstrations": self.demonstrations,
            "demonstration_form": DemonstrationForm(self.round) if may else None,
            "may_decide": self.actor.is_city,
        }
