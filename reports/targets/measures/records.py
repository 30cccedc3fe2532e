"""A measure and a section of the template, as the city keeps them."""

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.duties import Duty
from accounts.errors import RuleViolation
from pages.records import Record, Section
from pages.request_values import whole_number
from reports.models import Measure, WorkPlanSection
from reports.targets.actions.move_row import place_last
from reports.targets.records import WATCHERS

SUGGESTED = ("plan", "parent", "part")


class MeasureRecord(Record[Measure]):
    """A task or measure: the city keeps it, all bureaus read it."""

    model, name, listing = Measure, "reports:measure", "reports:measures"
    title, noun, counter = "任务和措施", "措施", "项"
    readers, editors = WATCHERS, (Duty.CITY_OFFICER,)
    fixed = ("plan", "part", "parent")
    only_if = {"due_on": "timing=by_date"}
    template = "reports/measure.html"
    empty = {
        "leads": "文件未写明", "partners": "文件未写明", "due_on": "无", "target": "未关联",
        "parent": "无，本身是一项任务",
    }  # fmt: skip
    sections = (
        Section("位置", ("plan", "part", "parent"), "次序和层级在计划的措施树里调整。"),
        Section("内容", ("title", "clause", "text")),
        Section("责任和时限", (
            "leads", "partners", "timing", "due_on", "target", "progress",
        ), "单位名称一行一个；文件没有写明的留空。"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Measure]:
        return super().rows().select_related("plan", "parent", "target")

    def subheading(self, row: Measure) -> str:
        parts = (row.plan.name, row.get_part_display(), row.clause, row.when)
        return " · ".join(one for one in parts if one)

    def suggested(self, asked: QueryDict) -> dict[str, object]:
        """A new one begins where its button stood in the tree."""
        found: dict[str, object] = {}
        for name in ("plan", "parent"):
            if number := whole_number(asked.get(name)):
                found[name] = number
        if asked.get("part") in Measure.Part.values:
            found["part"] = asked["part"]
        return found

    def saved(self, row: Measure, *, is_new: bool) -> None:
        if is_new:
            place_last(row)
        elif row.is_retired and row.children.filter(retired_at=None).exists():
            raise RuleViolation("这项任务下面还有具体措施，请先停用或移出它们。")


class SectionRecord(Record[WorkPlanSection]):
    """A section of the template: the city keeps it, all bureaus read it."""

    model, name, listing = WorkPlanSection, "reports:work_section", "reports:work_sections"
    title, noun, counter = "工作计划模板", "章节", "个"
    readers, editors = WATCHERS, (Duty.CITY_OFFICER,)
    fixed = ("plan",)
    next_step = "已布置的工作计划仍按布置时的模板填写。"
    sections = (Section("章节", ("plan", "title", "guidance", "is_required")),)

    def rows(self) -> QuerySet[WorkPlanSection]:
        return super().rows().select_related("plan")

    def subheading(self, row: WorkPlanSection) -> str:
        return f"{row.plan} · 第 {row.sort} 章"

    def suggested(self, asked: QueryDict) -> dict[str, object]:
        number = whole_number(asked.get("plan"))
        return {"plan": number} if number else {}

    def saved(self, row: WorkPlanSection, *, is_new: bool) -> None:
        if is_new:
            place_last(row)
