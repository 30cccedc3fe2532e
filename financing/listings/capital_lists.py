"""The lists of projects, investors, introductions, winners and road shows."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.duties import Duty
from documents.written.sql import found_in
from financing.listings.introduction_machine import MACHINE
from financing.listings.matching import matches_of
from financing.listings.records import (
    BUREAUS,
    ProfileRecord,
    ProjectRecord,
    RoadShowRecord,
    WinnerRecord,
)
from financing.listings.rules import Fit, Match
from financing.models import (
    ContestWinner,
    FinancingProject,
    Introduction,
    InvestorProfile,
    RoadShow,
)
from financing.models.introduction import RUNNING, IntroductionQuerySet
from financing.models.investor import Domain, Round
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import among, amount_range, choice, contains, district, search, year
from pages.records import RecordList

MARKS = {Fit.YES: ("ok", "相符"), Fit.NO: ("bad", "不符"), Fit.UNKNOWN: ("wait", "未填")}


def reasons_html(match: Match | None) -> SafeString:
    """Every point of a match: word, shape and one line."""
    if match is None:
        return format_html("—")
    lines = ((*MARKS[one.fit], one.name, one.text) for one in match.points)
    return format_html(
        '<ul class="plain">{}</ul>',
        format_html_join("", '<li><span class="pill {}">{}</span> {}：{}</li>', lines),
    )


def _won(row: FinancingProject) -> str:
    if row.winner is None:
        return ""
    return f"{row.winner.year} {row.winner.get_kind_display()} {row.winner.prize}".strip()


def _by_text(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(found_in("enterprise_name", value)) | rows.filter(found_in("name", value))


def _by_source(rows: QuerySet[FinancingProject], value: str) -> QuerySet[FinancingProject]:
    return rows.filter(winner=None) if value == "own" else rows.filter(winner__kind=value)


class ProjectList(RecordList[FinancingProject]):
    """Projects: an enterprise's own, those open to an investor with how they fit it, all of a
    bureau's district."""

    key, record = "financing_projects", ProjectRecord
    order = ("-id",)
    columns = (
        Column("name", "项目", fixed=True, long=True, link=ProjectRecord.url,
               below=lambda row: row.enterprise_name),
        Column("enterprise_name", "企业名称", hidden=True),
        Column("fit", "匹配", lambda row: row.fit.summary if row.fit else "", long=True,
               html=lambda row: reasons_html(row.fit)),
        Column("district__short_name", "区市"),
        Column("domain", "领域"),
        Column("round", "轮次"),
        Column("amount", "融资金额", unit="万元", sort="amount"),
        Column("share", "拟出让", unit="%", hidden=True),
        Column("valuation", "投前估值", unit="万元", hidden=True),
        Column("won", "四新、市长杯", _won),
        Column("is_open", "公开", hidden=True),
    )  # fmt: skip
    filters = (
        search("项目或企业名称", _by_text),
        choice("domain", "领域", Domain.choices),
        choice("round", "轮次", Round.choices),
        amount_range("amount", "融资金额"),
        choice("source", "来源", [("own", "企业提出"), *ContestWinner.Kind.choices], by=_by_source),
        district(),
    )
    empty = Empty("没有符合条件的项目", "企业公开的项目会列在这里。")

    def rows(self) -> QuerySet[FinancingProject]:
        rows = super().rows()
        if self.actor.is_enterprise:
            rows = rows.filter(organisation_id=self.actor.organisation_id)
        return rows.select_related("district", "winner")

    def all_columns(self) -> Any:
        without = set() if self.actor.duty == Duty.INVESTOR else {"fit"}
        return [one for one in self.columns if one.key not in without]

    @cached_property
    def profile(self) -> InvestorProfile | None:
        if self.actor.duty != Duty.INVESTOR:
            return None
        rows = InvestorProfile.objects.filter(organisation_id=self.actor.organisation_id)
        return rows.first()

    def prepare(self, rows: list[Any]) -> None:
        fits = matches_of(self.profile, rows) if self.profile else {}
        for row in rows:
            row.fit = fits.get(row.pk)

    def empty_words(self) -> Empty:
        if self.actor.is_enterprise:
            return Empty(
                "还没有融资项目", "写清轮次、金额和用途，公开后平台为您匹配投资机构。",
                "financing:project_new", "提出项目",
            )  # fmt: skip
        return self.empty

    def heading(self) -> str:
        number = self.count[0]
        if self.actor.is_enterprise:
            return f"您有 {number} 个融资项目" if number else "还没有融资项目"
        return f"{number} 个融资项目" if number else "没有融资项目"


class InvestorList(RecordList[InvestorProfile]):
    """Investors that enterprises may ask."""

    key, record = "investors", ProfileRecord
    template = "financing/listings/investors.html"
    order = ("name", "id")
    columns = (
        Column("name", "投资机构", fixed=True, link=ProfileRecord.url),
        Column("domain_labels", "关注领域", long=True),
        Column("round_labels", "关注轮次", long=True),
        Column("smallest", "单笔下限", unit="万元"),
        Column("largest", "单笔上限", unit="万元"),
        Column("places", "区市", lambda row: "、".join(row.places) or "全市"),
    )
    filters = (
        search("机构名称", contains("name")),
        among("domain", "领域", Domain.choices, by="domains"),
        among("round", "轮次", Round.choices, by="rounds"),
    )
    empty = Empty("还没有投资机构", "投资机构填写并公开投资偏好后，会列在这里。")


class WinnerList(RecordList[ContestWinner]):
    """四新 and 市长杯 winners, and whether they are projects yet."""

    key, record, imports = "contest_winners", WinnerRecord, "financing:winner_import"
    order = ("-year", "-id")
    columns = (
        Column("project_name", "项目", fixed=True, long=True, link=WinnerRecord.url,
               below=lambda row: row.enterprise_name),
        Column("kind", "名单"),
        Column("year", "年份", number=True),
        Column("prize", "奖项"),
        Column("credit_code", "统一社会信用代码", hidden=True),
        Column("placed", "融资项目", lambda row: "已列入" if row.placed else "企业还没有登记",
               html=lambda row: _placed_html(row)),
    )  # fmt: skip
    filters = (
        search("项目或企业名称", contains("project_name", "enterprise_name")),
        choice("kind", "名单", ContestWinner.Kind.choices),
    )
    empty = Empty("还没有名单", "逐条登记，或用 Excel 导入公布的名单。")

    def prepare(self, rows: list[Any]) -> None:
        placed = FinancingProject.objects.filter(winner__in=[row.pk for row in rows])
        known = dict(placed.values_list("winner_id", "pk"))
        for row in rows:
            row.placed = known.get(row.pk)


def _placed_html(row: Any) -> SafeString:
    if not row.placed:
        return format_html('<span class="pill wait">企业还没有登记</span>{}', "")
    url = reverse("financing:project", args=[row.placed])
    return format_html('<a href="{}">已列入</a>', url)


class RoadShowList(RecordList[RoadShow]):
    """Road shows, the latest first."""

    key, record = "road_shows", RoadShowRecord
    order = ("-starts_at", "-id")
    columns = (
        Column("title", "路演", fixed=True, long=True, link=RoadShowRecord.url,
               below=lambda row: row.place),
        Column("topic", "主题领域"),
        Column("starts_at", "开始时间", sort="starts_at"),
        Column("book_until", "报名截止"),
        Column("project_seats", "项目名额", number=True),
        Column("investor_seats", "机构名额", number=True),
        Column("stage", "状态", lambda row: "报名中" if row.takes_bookings
               else "已结束" if row.has_begun else "报名截止"),
    )  # fmt: skip
    filters = (
        search("名称或主题", contains("title", "topic")),
        year("year", "年份", "starts_at"),
    )
    empty = Empty("还没有路演", "市级发布路演后，会列在这里并可以报名。")


def _at_desk(rows: IntroductionQuerySet, value: str) -> IntroductionQuerySet:
    if value == "running":
        return rows.filter(state__in=RUNNING)
    return rows.to_report()


class IntroductionList(ListPage[Introduction]):
    """Introductions: one's own, or those of a bureau's district."""

    key, title, noun, counter = "introductions", "投融资对接", "对接", "项"
    intro = (
        "双方同意后才互相看到联系方式；面谈、意向、投资或未达成，由任何一方报告。金额单位：万元。"
    )
    readers = (Duty.ENTERPRISE_STAFF, Duty.INVESTOR, *BUREAUS)
    template = "financing/listings/introductions.html"
    about = "enterprise"
    order = ("-id",)
    columns = (
        Column("project_name", "项目", fixed=True, long=True,
               link=lambda row: reverse("financing:introduction", args=[row.pk]),
               below=lambda row: row.enterprise_name),
        Column("enterprise_name", "企业名称", hidden=True),
        Column("investor_name", "投资机构", long=True),
        Column("asked_by", "提出方"),
        Column("asked_at", "提出时间"),
        Column("due_on", "下一步期限", number=True),
        Column("state", "状态", pill=lambda row: MACHINE.tone_of(row.state)),
        Column("invested", "投资金额", unit="万元"),
        Column("invested_on", "投资日期", hidden=True),
        Column("ended_because", "未达成原因", hidden=True),
    )  # fmt: skip
    filters = (
        search("项目、企业或机构", contains("project_name", "enterprise_name", "investor_name")),
        choice("state", "状态", Introduction.State.choices),
        choice("desk", "进度", [("running", "对接中"), ("to_report", "逾期没有报告")], by=_at_desk),
        district(),
    )
    empty = Empty("还没有对接", "在项目或投资机构的页面上提出对接。")

    def rows(self) -> IntroductionQuerySet:
        return Introduction.objects.visible_to(self.actor).select_related("district")

    def heading(self) -> str:
        rows = Introduction.objects.visible_to(self.actor)
        if self.actor.is_enterprise or self.actor.duty == Duty.INVESTOR:
            side = "enterprise" if self.actor.is_enterprise else "investor"
            waiting = rows.asked_of(side).count()
            return f"{waiting} 项对接等您答复" if waiting else "没有等您答复的对接"
        late = rows.to_report().count()
        return f"{late} 项对接逾期没有报告进展" if late else "对接都按期报告了进展"
