"""The rows behind the figures of the page: each list has as many as its figure says."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from accounts.duties import Duty
from enterprises.models import Enterprise
from enterprises.models.enterprise import SizeClass
from enterprises.rules.industry import divisions
from pages.links import row_url
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import district
from pages.metrics import Metric, metrics
from procedures.batches.working_days import working_days_between
from procedures.cases.policies import READERS
from procedures.models import CaseEvent
from reports.facts.stages import NEAR, label_of, limits_of_versions
from reports.models import CountedStay
from reports.progress.filters import CASES, KINDS, StageFilter, StayFilter

WATCHERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)
ELSEWHERE = "已迁往其他区市"
MOVES = {
    CountedStay.MOVED_IN: "迁入",
    CountedStay.MOVED_OUT: "迁出",
    CountedStay.RECLASSIFIED: "行业或规模变化",
}


def word_of(metric: str, event: str) -> str:
    """What an event by which a stay began or ended is called."""
    known = metrics().get(metric)
    return MOVES.get(event) or (known.words.get(event, event) if known else event)


def enterprise_page(row: Any) -> str:
    return row_url("enterprises:detail", row.organisation_id) if row.enterprise_name else ""


class StayList(ListPage[CountedStay]):
    """What makes a figure of the progress page, the newest first."""

    key, title, noun, counter = "progress_rows", "指标明细", "记录", "条"
    readers = WATCHERS
    order = ("-starts_on", "-id")
    filter_class = StayFilter
    filters = (district(),)
    columns = (
        Column(
            "enterprise", "企业", lambda row: row.enterprise_name or ELSEWHERE, fixed=True,
            long=True, link=enterprise_page,
        ),
        Column("code", "统一社会信用代码", lambda row: row.credit_code, width=22, hidden=True),
        Column(
            "subject", "产品（技术）或证书", lambda row: row.subject_name, long=True,
            link=lambda row: row.subject_url,
        ),
        Column("district__short_name", "区市", many_districts=True),
        Column("industry", "行业大类", lambda row: divisions().get(row.industry, ""), hidden=True),
        Column(
            "size", "规模", lambda row: dict(SizeClass.choices).get(row.size, ""), hidden=True
        ),
        Column("starts_on", "起", sort="starts_on"),
        Column("came", "进入方式", lambda row: word_of(row.metric, row.came)),
        Column("ends_on", "止"),
        Column("went", "退出方式", lambda row: word_of(row.metric, row.went) if row.went else ""),
        Column("sign", "增减", lambda row: f"{row.sign:+}".replace("-", "−"), number=True),
    )  # fmt: skip
    empty = Empty("没有这样的记录", "这一天或这段时间里没有。")

    def rows(self) -> QuerySet[CountedStay]:
        return CountedStay.objects.visible_to(self.actor).select_related("district")

    @property
    def metric(self) -> Metric:
        return metrics()[self.asked.metric_key]

    @property
    def asked(self) -> StayFilter:
        found = self.filter
        assert isinstance(found, StayFilter), "declared above"
        return found

    def all_columns(self) -> tuple[Column[CountedStay], ...]:
        is_net = self.request.GET.get("kind") == "net"
        return tuple(one for one in self.columns if is_net or one.key != "sign")

    def prepare(self, rows: list[Any]) -> None:
        """The enterprises' names and those of what counted. Two queries."""
        super().prepare(rows)
        ids = {row.organisation_id for row in rows}
        known = {
            pk: (name, code)
            for pk, name, code in Enterprise.objects.filter(pk__in=ids).values_list(
                "pk", "name", "credit_code"
            )
        }
        kinds = {row.metric for row in rows}
        named: dict[int, tuple[str, str]] = {}
        for kind in kinds:
            named |= metrics()[kind].named([row.subject for row in rows if row.metric == kind])
        for row in rows:
            row.enterprise_name, row.credit_code = known.get(row.organisation_id, ("", ""))
            row.subject_name, row.subject_url = named.get(row.subject, ("", ""))

    @cached_property
    def number(self) -> int:
        """The figure that the rows make."""
        rows = self.filter.qs.order_by()
        if self.asked.kind_key == "net":
            return int(rows.aggregate(sum=Sum("sign"))["sum"] or 0)
        return rows.count()

    def heading(self) -> str:
        if not self.filter.form.is_valid():
            return super().heading()
        kind = KINDS[self.asked.kind_key]
        return f"{self.metric.label}：{kind} {self.number:,} {self.metric.unit}"

    def subheading(self) -> str:
        snapshot = self.asked.snapshot if self.filter.form.is_valid() else None
        if snapshot is None:
            return ""
        known = timezone.localtime(snapshot.checked_at)
        since = self.asked.since_day
        day = f"{snapshot.day:%Y-%m-%d}"
        when = f"{since:%Y-%m-%d} 至 {day}" if since else f"截至 {day} 24:00"
        return f"{when}，按 {known:%Y-%m-%d %H:%M} 所知"


class StageList(ListPage[CaseEvent]):
    """The cases that make a figure of the stages, the newest to come there first."""

    key, title, noun, counter = "progress_cases", "办理明细", "申报", "件"
    readers = WATCHERS
    order = ("-at", "-id")
    filter_class = StageFilter
    filters = (district(),)
    columns = (
        Column(
            "number", "受理编号", lambda row: row.application.number, fixed=True,
            link=lambda row: row.case_url,
        ),
        Column("enterprise", "企业", lambda row: row.enterprise_name or ELSEWHERE, long=True),
        Column("title", "申报项目", lambda row: row.application.title, long=True),
        Column("district__short_name", "区市", many_districts=True),
        Column("stage", "环节", lambda row: label_of(row.target)),
        Column("at", "进入环节"),
        Column("left_at", "离开环节", lambda row: row.left_at),
        Column("days", "用时", lambda row: row.days, unit="工作日"),
        Column("limit", "时限", lambda row: row.limit, unit="工作日"),
    )  # fmt: skip
    empty = Empty("没有这样的申报", "这一天没有。")

    def rows(self) -> QuerySet[CaseEvent]:
        return CaseEvent.objects.visible_to(self.actor).select_related("district", "application")

    @property
    def asked(self) -> StageFilter:
        found = self.filter
        assert isinstance(found, StageFilter), "declared above"
        return found

    def prepare(self, rows: list[Any]) -> None:
        """Enterprises, working days and terms. Two queries."""
        super().prepare(rows)
        names = dict(
            Enterprise.objects.filter(pk__in={row.organisation_id for row in rows}).values_list(
                "pk", "name"
            )
        )
        limits = limits_of_versions() if rows else {}
        last = self.asked.day or timezone.localdate()
        for row in rows:
            end = timezone.localdate(row.left_at) if row.left_at else last
            row.days = working_days_between(timezone.localdate(row.at), end)
            row.limit = limits[row.application.scheme_version_id][row.target]
            row.enterprise_name = names.get(row.organisation_id, "")
            reads = self.actor.duty in READERS
            row.case_url = row_url("procedures:case", row.application_id) if reads else ""

    @cached_property
    def number(self) -> int:
        return self.filter.qs.order_by().count()

    def heading(self) -> str:
        if not self.filter.form.is_valid():
            return super().heading()
        stage = self.asked.stage_key
        where = label_of(stage) if stage != "all" else "各环节"
        return f"{where}：{CASES[self.asked.kind_key]} {self.number:,} 件"

    def subheading(self) -> str:
        day = self.asked.day if self.filter.form.is_valid() else None
        if day is None:
            return ""
        since = day - NEAR + timedelta(days=1)
        near = f"，近 90 天自 {since:%Y-%m-%d} 起" if self.asked.kind_key == "finished" else ""
        return f"截至 {day:%Y-%m-%d} 24:00{near}；用时从进入环节次日起算工作日。"
