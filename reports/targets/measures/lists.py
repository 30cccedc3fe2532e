"""The lists of measures and of the templates' sections."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from pages.lists import Column, Empty
from pages.lists.filters import choice, contains, search
from pages.records import RecordList
from reports.models import Measure, WorkPlanSection
from reports.targets.lists import plan_choices
from reports.targets.measures.records import MeasureRecord, SectionRecord

TONES = {"unsaid": "", "waiting": "wait", "under_way": "calm", "done": "ok"}


def late(rows: QuerySet[Measure], value: str) -> QuerySet[Measure]:
    over = Q(due_on__lt=timezone.localdate()) & ~Q(progress=Measure.Progress.DONE)
    return rows.filter(over)


def of_body(rows: QuerySet[Measure], text: str) -> QuerySet[Measure]:
    """Those that a body leads or shares in, by its full name."""
    return rows.filter(Q(leads__contains=[text]) | Q(partners__contains=[text]))


def bodies() -> list[tuple[str, object]]:
    """Every body that is named."""
    named: set[str] = set()
    for leads, partners in Measure.objects.order_by().values_list("leads", "partners"):
        named.update(leads, partners)
    return [(one, one) for one in sorted(named)]


class MeasureList(RecordList[Measure]):
    """The measures of all plans."""

    key, record = "measures", MeasureRecord
    order = ("-plan__starts_on", "part", "sort", "id")
    columns = (
        Column("title", "任务或措施", fixed=True, long=True, link=MeasureRecord.url),
        Column("parent", "上级任务", lambda row: row.parent.title if row.parent else "", long=True),
        Column("plan", "计划", lambda row: row.plan.name, long=True, hidden=True),
        Column("part", "部分"),
        Column("clause", "条款"),
        Column("leads", "牵头单位", lambda row: "、".join(row.leads), long=True),
        Column("partners", "配合单位", lambda row: "、".join(row.partners), long=True),
        Column("when", "时限"),
        Column("target", "关联目标", lambda row: str(row.target or ""), hidden=True),
        Column("progress", "状态", pill=TONES),
        Column("text", "内容", long=True, hidden=True),
    )
    filters = (
        search("任务、措施或内容", contains("title", "text")),
        choice("plan", "计划", plan_choices, by="plan_id"),
        choice("part", "部分", Measure.Part.choices),
        choice("body", "责任单位", bodies, by=of_body),
        choice("progress", "状态", Measure.Progress.choices),
        choice("due", "期限", [("late", "已过期限未完成")], by=late),
    )
    empty = Empty("还没有任务和措施", "在计划的页面上为它新增任务和措施。")


class SectionList(RecordList[WorkPlanSection]):
    """The sections of the templates of all plans."""

    key, record = "work-sections", SectionRecord
    order = ("-plan__starts_on", "sort", "id")
    columns = (
        Column("title", "章节", fixed=True, link=SectionRecord.url),
        Column("plan", "计划", lambda row: row.plan.name, long=True),
        Column("guidance", "填写说明", long=True),
        Column("is_required", "必填", lambda row: "是" if row.is_required else "否"),
    )
    filters = (choice("plan", "计划", plan_choices, by="plan_id"),)
    empty = Empty("还没有模板", "为计划新增章节后，就可以向区市布置工作计划。")
