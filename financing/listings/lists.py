"""The lists of who is on the way to a listing, and of what the city keeps for them."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from documents.written.sql import found_in
from documents.written.text import code
from financing.listings import milestone_machine, path_machine
from financing.listings.records import AdviserRecord, StageRecord, TrackRecord
from financing.models import (
    Adviser,
    ListingPath,
    ListingStage,
    ListingTrack,
    Milestone,
)
from financing.models.listing import Market, PathQuerySet
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice, contains, date_range, district, search
from pages.records import RecordList

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
PLACEHOLDER = "企业名称或统一社会信用代码"


def by_text(rows: PathQuerySet, value: str) -> PathQuerySet:
    return rows.filter(Q(credit_code=code(value)) | found_in("enterprise_name", value))


def _at(rows: PathQuerySet, value: str) -> PathQuerySet:
    """What waits for the district, or is late by the enterprise's own plan."""
    if value == "waiting":
        asked = Milestone.objects.filter(state=Milestone.State.FILED)
        return rows.filter(pk__in=asked.values("path_id"))
    return rows.on_the_way().filter(target_on__lt=timezone.localdate())


def _tracks() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in ListingTrack.objects.all()]


def _places() -> list[tuple[str, str]]:
    """Each track as a whole, and each of its stages. One query."""
    found: dict[str, str] = {}
    rows = ListingStage.objects.select_related("track").order_by("track__order", "track", "order")
    for one in rows:
        found.setdefault(f"track-{one.track_id}", f"{one.track}")
        found[f"stage-{one.pk}"] = f"{one.track} · {one.name}"
    return list(found.items())


def _by_place(rows: PathQuerySet, value: str) -> PathQuerySet:
    kind, _, key = value.partition("-")
    number = int(key)
    return rows.filter(track_id=number) if kind == "track" else rows.filter(stage_id=number)


def _stage(row: Any) -> str:
    return str(row.stage) if row.stage else "尚未到达第一阶段"


def _since(row: Any) -> str:
    return f"{row.stage_on:%Y-%m-%d}" if row.stage_on else ""


class PathList(ListPage[ListingPath]):
    """Every enterprise on the way to a listing, the latest milestone first."""

    key, title, noun, counter = "listing_paths", "上市进程", "路径", "条"
    intro = "企业填报各阶段的里程碑，区市在 10 天内确认；确认的里程碑提示企业申报对应的资金。"
    readers = READERS
    about = "enterprise"
    order = ("-stage_on", "-id")
    template = "financing/listings/paths.html"
    columns = (
        Column(
            "enterprise_name", "企业名称", fixed=True, long=True,
            link=lambda row: reverse("financing:listing_path", args=[row.pk]),
            below=lambda row: row.district.short_name,
        ),
        Column("credit_code", "统一社会信用代码", hidden=True),
        Column("track__name", "路径", long=True),
        Column("stage_name", "当前阶段", _stage, below=_since),
        Column("stage_on", "到达日期", sort="stage_on", hidden=True),
        Column("waiting", "待区市确认", lambda row: row.waiting or "", below=lambda row: row.due),
        Column("target_on", "计划完成", number=True,
               below=lambda row: "已过计划日期" if row.is_late else ""),
        Column("state", "状态", pill=lambda row: path_machine.MACHINE.tone_of(row.state)),
        Column("began_on", "开始日期", hidden=True),
        Column("ended_on", "结束日期", hidden=True),
    )  # fmt: skip
    filters = (
        search(PLACEHOLDER, by_text, placeholder=PLACEHOLDER),
        choice("market", "市场", Market.choices, by="track__market"),
        choice("at", "路径和当前阶段", _places, by=_by_place),
        choice("state", "状态", ListingPath.State.choices),
        choice("desk", "进度", [("waiting", "有里程碑待确认"), ("late", "已过计划日期")], by=_at),
        date_range("stage_on", labels=("到达日期自", "到达日期至")),
        district(),
    )  # fmt: skip
    empty = Empty("没有符合条件的企业", "企业在“上市进程”里选好路径后，会出现在这里。")

    def rows(self) -> PathQuerySet:
        return ListingPath.objects.visible_to(self.actor).select_related(
            "track", "stage", "district"
        )

    def prepare(self, rows: list[Any]) -> None:
        asked = Milestone.objects.filter(
            path__in=[row.pk for row in rows], state=Milestone.State.FILED
        ).select_related("stage")
        waiting = {one.path_id: one for one in asked.order_by("-id")}
        for row in rows:
            stone = waiting.get(row.pk)
            row.waiting = str(stone.stage) if stone else ""
            row.due = f"{stone.due_on:%Y-%m-%d} 前" if stone and stone.due_on else ""

    def heading(self) -> str:
        found = ListingPath.objects.visible_to(self.actor).aggregate(
            on_way=Count("pk", filter=Q(state=ListingPath.State.ACTIVE), distinct=True),
            waiting=Count(
                "milestones", filter=Q(milestones__state=Milestone.State.FILED), distinct=True
            ),
        )
        on_way, waiting = found["on_way"], found["waiting"]
        asked = f"，{waiting} 项里程碑待区市确认" if waiting else ""
        return f"{on_way} 家企业在上市路上{asked}" if on_way else "还没有企业在上市路上"


class TrackList(RecordList[ListingTrack]):
    """The tracks, as the city keeps them."""

    key, record = "listing_tracks", TrackRecord
    order = ("order", "id")
    columns = (
        Column("name", "路径", fixed=True, link=TrackRecord.url),
        Column("market", "市场"),
        Column("order", "排序", hidden=True),
        Column("explanation", "说明", long=True),
    )
    filters = (
        search("路径名称", contains("name")),
        choice("market", "市场", Market.choices),
    )
    empty = Empty("还没有路径", "新建一条路径，再添加它的阶段。")


class StageList(RecordList[ListingStage]):
    """The stages of all tracks."""

    key, record = "listing_stages", StageRecord
    order = ("track_id", "order", "id")
    columns = (
        Column("name", "阶段", fixed=True, link=StageRecord.url, below=lambda row: row.track.name),
        Column("order", "顺序", number=True),
        Column("proof", "需要的证明", long=True),
        Column("usual_months", "通常用时", unit="个月"),
        Column("is_goal", "到达即完成"),
        Column("scheme_code", "资金项目", below=lambda row: row.event_key),
    )
    filters = (
        search("阶段名称", contains("name")),
        choice("track", "路径", _tracks, by="track_id"),
    )
    empty = Empty("没有符合条件的阶段", "先选路径，再添加阶段。")

    def rows(self) -> QuerySet[ListingStage]:
        return super().rows().select_related("track")


class AdviserList(RecordList[Adviser]):
    """The advisers."""

    key, record = "listing_advisers", AdviserRecord
    order = ("kind", "id")
    columns = (
        Column("name", "机构名称", fixed=True, link=AdviserRecord.url),
        Column("kind", "类别"),
        Column("registration", "资格备案号"),
        Column("contact", "联系人和电话", long=True),
    )
    filters = (
        search("机构名称", contains("name")),
        choice("kind", "类别", Adviser.Kind.choices),
    )
    empty = Empty("还没有登记中介机构", "登记后，企业填报里程碑时可以选用。")


def stone_tone(milestone: Milestone) -> str:
    return milestone_machine.MACHINE.tone_of(milestone.state)
