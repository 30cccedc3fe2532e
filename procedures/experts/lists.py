"""The lists of expert review: the pool, the panels, and an expert's own sheets."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.duties import Duty
from documents.written.sql import found_in
from enterprises.rules.industry import industry_name
from pages.links import row_url
from pages.lists import Cell, Column, Empty, ListPage, On
from pages.lists.filters import choice, search
from pages.lists.table import table_html
from procedures.cases.due import is_late
from procedures.experts.pool import not_in_the_pool
from procedures.models import Batch, Expert, PanelCase, ReviewPanel, ScoreSheet
from procedures.models.application import State


def by_name(rows: QuerySet[Expert], value: str) -> QuerySet[Expert]:
    return rows.filter(found_in("user__name", value) | found_in("employer", value))


def _industries(row: Expert) -> str:
    return "、".join(industry_name(code) for code in row.industries)


class ExpertList(ListPage[Expert]):
    """The pool of experts (专家库) with what each has to do, the newest first."""

    key, title, noun, counter = "experts", "专家库", "专家", "位"
    readers = (Duty.CITY_OFFICER,)
    order = ("-added_at", "-id")
    template = "procedures/experts/listing.html"
    columns = (
        Column(
            "user", "专家", lambda row: str(row.user), fixed=True,
            link=lambda row: row_url("procedures:expert", row.user_id),
            below=lambda row: row.position,
        ),
        Column("employer", "工作单位", long=True),
        Column("employer_code", "单位统一社会信用代码", hidden=True, width=22),
        Column("position", "职称或职务", hidden=True),
        Column("speciality", "专长与行业", long=True, below=_industries),
        Column("industries", "熟悉的行业", _industries, long=True, on=On.FILE),
        Column(
            "is_active", "状态", lambda row: "可以抽取" if row.is_active else "停止抽取",
            pill={"True": "ok", "False": "wait"},
        ),
        Column("waiting", "待评", number=True),
        Column("done", "已评", number=True),
        Column("added_at", "入库日期", lambda row: timezone.localtime(row.added_at).date(),
               hidden=True),
    )  # fmt: skip
    filters = (
        search("姓名或工作单位", by_name),
        choice("speciality", "专长", Expert.Speciality.choices),
        choice("active", "状态", [("True", "可以抽取"), ("False", "停止抽取")], by="is_active"),
    )
    empty = Empty(
        "没有符合条件的专家",
        "先在“人员与授权”里邀请对方担任专家，再把对方加入专家库。",
        "procedures:new_expert",
        "专家入库",
    )

    def rows(self) -> QuerySet[Expert]:
        return Expert.objects.select_related("user")

    def prepare(self, rows: list[Any]) -> None:
        sheets = ScoreSheet.objects.filter(reviewer_id__in=[row.user_id for row in rows])
        counted = sheets.values_list("reviewer_id", "state").annotate(number=Count("id"))
        numbers = {(user, state): number for user, state, number in counted}
        for row in rows:
            row.waiting = numbers.get((row.user_id, ScoreSheet.State.OPEN), 0)
            row.done = numbers.get((row.user_id, ScoreSheet.State.SUBMITTED), 0)

    def subheading(self) -> str:
        people = len(not_in_the_pool())
        if people:
            return f"有 {people} 位担任专家的人员还没有入库"
        return "抽取时自动回避本单位和有利害关系的申报"


def _cases_in(state: PanelCase.State) -> Count:
    return Count("cases", filter=Q(cases__state=state), distinct=True)


class PanelList(ListPage[ReviewPanel]):
    """Panels, the newest first, below the batches whose cases wait for one."""

    key, title, noun, counter = "panels", "专家评审", "评审组", "个"
    readers = (Duty.CITY_OFFICER,)
    order = ("-created_at", "-id")
    size = 30
    template = "procedures/panels/listing.html"
    columns = (
        Column(
            "title", "评审组", fixed=True, long=True, below=lambda row: row.batch.name,
            link=lambda row: row_url("procedures:panel", row.pk),
        ),
        Column("batch", "批次", lambda row: row.batch.name, on=On.FILE, width=36),
        Column("state", "状态", pill={"closed": "ok", "scoring": "calm"}),
        Column("number", "申报", number=True),
        Column("scored", "已评完", number=True),
        Column("wide", "分差过大", number=True),
        Column("due_on", "截止", number=True),
    )  # fmt: skip
    filters = (choice("state", "状态", ReviewPanel.State.choices),)
    empty = Empty(
        "还没有专家评审",
        "含专家评审环节的申报，市级审核后“提交专家评审”，就可以在这里抽取专家。",
    )

    def rows(self) -> QuerySet[ReviewPanel]:
        rows: QuerySet[ReviewPanel] = ReviewPanel.objects.select_related("batch")
        return rows.annotate(
            number=Count("cases", distinct=True),
            scored=_cases_in(PanelCase.State.SCORED),
            wide=_cases_in(PanelCase.State.WIDE),
        )

    def heading(self) -> str:
        return self.title if self.filter.form.is_valid() else super().heading()

    def subheading(self) -> str:
        return "随机抽取、自动回避、盲审评分"

    def context(self) -> dict[str, object]:
        waiting = Batch.objects.filter(
            applications__state=State.EXPERT_REVIEW, applications__panel_case=None
        )
        counted = waiting.annotate(number=Count("applications"))
        return {"waiting": counted.order_by("-opens_at")}


def _sheet(row: ScoreSheet) -> str:
    return row_url("procedures:review_sheet", row.pk)


def _title(row: ScoreSheet) -> Cell:
    return str(row.paper.get("title", ""))


def _until(row: ScoreSheet) -> SafeString:
    if is_late(row.due_on):
        return format_html('<span class="error">{} 已超期</span>', row.due_on.isoformat())
    return format_html("{}", row.due_on.isoformat())


def _filled(row: ScoreSheet) -> int:
    return sum(bool(text) for text in row.marks.values())


def _go_on(row: ScoreSheet) -> SafeString:
    label = "继续评审" if _filled(row) else "开始评审"
    return format_html(
        '<a href="{}">{}<span class="sr-only"> {}</span></a>', _sheet(row), label, row.code
    )


WAITING: tuple[Column[ScoreSheet], ...] = (
    Column(
        "code", "评审编号", link=_sheet, below=lambda row: "补充评审" if row.is_additional else ""
    ),
    Column("title", "申报", _title, long=True),
    Column("heading", "评审组"),
    Column("filled", "进度", lambda row: f"已评 {_filled(row)}/{len(row.items)} 项"),
    Column("due_on", "截止", html=_until, number=True),
    Column("act", "操作", html=_go_on, number=True),
)


@dataclass
class Progress:
    """How many sheets of a panel an expert has still to fill, and has handed in."""

    name: str
    open: int = 0
    done: int = 0


PROGRESS: tuple[Column[Progress], ...] = (
    Column("name", "专家"),
    Column("open", "待评", number=True),
    Column("done", "已评", number=True),
)


class OwnSheets(ListPage[ScoreSheet]):
    """The expert's desk: the open sheets by their date, and those that are settled, the newest
    first."""

    key, title, noun, counter = "score_sheets", "我的评审", "评审", "件"
    caption = "已办理"
    readers = (Duty.EXPERT,)
    order = ("-assigned_at", "-id")
    size = 20
    template = "procedures/experts/reviews.html"
    columns = (
        Column("code", "评审编号", fixed=True, link=_sheet),
        Column("heading", "评审组", long=True),
        Column(
            "state", "状态", pill=lambda row: "ok" if row.state == "submitted" else "wait"
        ),
        Column("total", "总分", number=True),
        Column("submitted_at", "提交时间", number=True),
    )  # fmt: skip
    empty = Empty("还没有办理过的评审")

    def rows(self) -> QuerySet[ScoreSheet]:
        return self._own.exclude(state=ScoreSheet.State.OPEN)

    @property
    def _own(self) -> Any:
        return ScoreSheet.objects.visible_to(self.actor)

    def heading(self) -> str:
        if not self.filter.form.is_valid():
            return super().heading()
        number = len(self.waiting)
        return f"有 {number} 件申报等您评审" if number else "没有等您评审的申报"

    def subheading(self) -> str:
        return "盲审：材料中不显示企业名称。发现与申报有利害关系时，请申请回避。"

    @cached_property
    def waiting(self) -> list[ScoreSheet]:
        return list(self._own.open().order_by("due_on", "code"))

    def context(self) -> dict[str, object]:
        table = table_html(WAITING, self.waiting, label="待评分") if self.waiting else ""
        return {
            "waiting": table,
            "is_in_pool": Expert.objects.visible_to(self.actor).exists(),
        }
