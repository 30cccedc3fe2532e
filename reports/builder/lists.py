"""The lists of reports, and of what scheduled ones have made."""

from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from accounts.tenancy import Actor
from documents.written.sql import found_in
from pages.links import row_url
from pages.lists import Column, Empty, ListPage, On
from pages.lists.cells import act_button, button
from pages.lists.filters import choice, search
from pages.lists.table import table_html
from pages.report_sources import report_sources
from reports.builder.clock import words_of_clock
from reports.builder.definition import Shape
from reports.builder.policies import READERS, may_build
from reports.models import ReportRun, ReportSchedule, SavedReport

SHAPE_WORDS = {Shape.LIST: "明细", Shape.SUMS: "汇总"}
SHARING = {"own": "", "read": "calm", "edit": "ok"}


def detail(row: SavedReport) -> str:
    return row_url("reports:report", row.pk)


def source_label(row: SavedReport) -> str:
    source = report_sources().get(row.source)
    return source.label if source else f"已不存在（{row.source}）"


def shape_word(row: SavedReport) -> str:
    kept = row.definition
    return SHAPE_WORDS.get(kept.get("shape", ""), "") if isinstance(kept, dict) else ""


def by_text(rows: QuerySet[SavedReport], value: str) -> QuerySet[SavedReport]:
    return rows.filter(found_in("name", value) | found_in("note", value))


def _sources() -> list[tuple[str, object]]:
    return [(key, one.label) for key, one in report_sources().items()]


class SavedReportList(ListPage[SavedReport]):
    """A person's reports and those of colleagues (自助报表), the last changed first."""

    key, title, noun, counter = "saved_reports", "自助报表", "报表", "张"
    readers = READERS
    order = ("-updated_at", "-id")
    template = "reports/builder/list.html"
    exports = False
    columns = (
        Column("name", "报表", fixed=True, long=True, link=detail, below=lambda row: row.note),
        Column("source", "数据来源", source_label),
        Column("shape", "类型", shape_word),
        Column("sharing", "共享", pill=SHARING),
        Column("user__name", "建立人", lambda row: str(row.user)),
        Column("updated_at", "修改时间", sort="updated_at"),
    )
    filters = (
        search("报表名称或说明", by_text),
        choice("source", "数据来源", _sources),
        choice("sharing", "共享", SavedReport.Sharing.choices),
    )
    empty = Empty(
        "还没有报表",
        "选好数据来源、列和分组就能得到一张报表；保存后可以共享、导出和定时生成。",
    )
    not_found = Empty("没有符合条件的报表", "换一个筛选条件再试。")

    def rows(self) -> QuerySet[SavedReport]:
        return SavedReport.objects.visible_to(self.actor).select_related("user")

    def subheading(self) -> str:
        return "从企业、申报、证书和融资等数据自己组成报表。每个人看到的数据以自己的权限为限。"

    def context(self) -> dict[str, object]:
        return {"may_build": may_build(self.actor)}

    def empty_words(self) -> Empty:
        words = super().empty_words()
        if words is not self.empty or not may_build(self.actor):
            return words
        return Empty(words.title, words.hint, "reports:report_new", "新建报表")


class ReportRunList(ListPage[ReportRun]):
    """The files that a person's scheduled reports made (定时报表), the latest first."""

    key, title, noun, counter = "report_runs", "定时报表", "文件", "个"
    readers = READERS
    order = ("-due_at", "-id")
    template = "reports/builder/runs.html"
    caption = "生成的文件"
    exports = False
    size = 30
    columns = (
        Column("title", "报表", fixed=True, long=True, below=lambda row: row.problem),
        Column("due_at", "应生成时间", sort="due_at"),
        Column("made_at", "完成时间"),
        Column("format", "格式"),
        Column("lines", "行数", number=True),
        Column(
            "state", "状态", lambda row: state_word(row),
            pill=lambda row: "bad" if row.problem else "ok" if row.made_at else "wait",
        ),
        Column(
            "kept_until", "保留到",
            lambda row: row.kept_until if row.is_ready else None,
        ),
        Column(
            "act", "操作", on=On.PAGE,
            html=lambda row: button(file_url(row), "下载", row.title) if row.is_ready else "",
        ),
    )  # fmt: skip
    filters = (search("报表名称", lambda rows, text: rows.filter(found_in("title", text))),)
    empty = Empty("还没有生成的文件", "到了设定的时间，文件会出现在这里，并通知到您；保留 30 天。")

    def rows(self) -> QuerySet[ReportRun]:
        return ReportRun.objects.visible_to(self.actor)

    def heading(self) -> str:
        schedules = self.schedules
        running = sum(1 for one in schedules if one.stopped_at is None)
        if not schedules:
            return "还没有设定定时的报表"
        stopped = len(schedules) - running
        return f"{running} 张报表定时生成" + (f"，{stopped} 张已停止" if stopped else "")

    @cached_property
    def schedules(self) -> list[ReportSchedule]:
        return schedules_of(self.actor)

    def context(self) -> dict[str, object]:
        rows = self.schedules
        return {"schedules_table": table_html(SCHEDULES, rows, label="我的定时") if rows else ""}


def state_word(row: ReportRun) -> str:
    if row.problem:
        return "未生成"
    return "已生成" if row.made_at else "正在生成"


def file_url(row: ReportRun) -> str:
    return row_url("reports:report_run_file", row.pk)


def schedules_of(actor: Actor) -> list[ReportSchedule]:
    """The schedules of the actor's own, at most fifty."""
    return list(ReportSchedule.objects.visible_to(actor).order_by("title", "pk"))


def _leave(row: ReportSchedule) -> str:
    return act_button(
        reverse("reports:report_leave", args=[row.pk]), "取消定时", row.title,
        confirm=f"不再定时生成“{row.title}”？已生成的文件保留到期。", css="plain",
    )  # fmt: skip


SCHEDULES: tuple[Column[ReportSchedule], ...] = (
    Column("title", "报表", long=True, link=lambda row: row_url("reports:report", row.report_id)),
    Column("clock", "频次", words_of_clock),
    Column("format", "格式"),
    Column("next_at", "下次生成", lambda row: None if row.stopped_at else row.next_at),
    Column(
        "state", "状态", lambda row: "已停止" if row.stopped_at else "运行中",
        pill=lambda row: "bad" if row.stopped_at else "ok", below=lambda row: row.stopped_because,
    ),
    Column("act", "操作", html=_leave),
)  # fmt: skip
