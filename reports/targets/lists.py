"""The lists of plans and of their targets."""

from pages.lists import Column, Empty
from pages.lists.filters import choice
from pages.records import RecordList
from reports.models import Plan, Target
from reports.targets.records import PlanRecord, TargetRecord
from reports.targets.standing import one_plan_is_current

STATES = {"进行中": "ok", "未开始": "wait", "已结束": "", "已停用": "bad"}


class PlanList(RecordList[Plan]):
    """All plans, the latest first."""

    key, record = "plans", PlanRecord
    template = "reports/plans.html"
    order = ("-starts_on", "-id")
    columns = (
        Column("name", "名称", fixed=True, long=True, link=PlanRecord.url),
        Column("source", "依据", long=True),
        Column("starts_on", "开始", sort="starts_on"),
        Column("ends_on", "结束"),
        Column("is_current", "当前计划", lambda row: "是" if row.is_current else ""),
        Column("status", "状态", pill=STATES),
    )
    filters = ()
    empty = Empty("还没有行动计划", "新增计划后为它设定目标。")

    def context(self) -> dict[str, object]:
        return super().context() | {"no_plan_runs": not one_plan_is_current()}


def plan_choices() -> list[tuple[str, object]]:
    """The plans as filters offer them, the latest first."""
    return [(str(plan.pk), plan.name) for plan in Plan.objects.order_by("-starts_on")]


class TargetList(RecordList[Target]):
    """The targets of all plans."""

    key, record = "targets", TargetRecord
    order = ("-plan__starts_on", "sort", "id")
    columns = (
        Column("measure", "指标", fixed=True, link=TargetRecord.url),
        Column("plan", "计划", lambda row: row.plan.name, long=True),
        Column("counting", "计数口径"),
        Column("value", "目标值", number=True),
        Column("unit", "计量"),
    )
    filters = (choice("plan", "计划", plan_choices, by="plan_id"),)
    empty = Empty("还没有目标", "为当前计划新增目标后，首页按它显示进度。")
