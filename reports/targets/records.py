"""Plans and their targets as the city keeps them."""

from django.db.models import QuerySet

from accounts.duties import Duty
from pages.records import Record, Section
from reports.models import Plan, Target
from reports.targets.plan_page import context_of
from reports.targets.rules import named, split_problem
from reports.targets.standing import figures_for, standings

WATCHERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)


class PlanRecord(Record[Plan]):
    """A plan: the city keeps it, all bureaus read it."""

    model, name, listing = Plan, "reports:plan", "reports:plans"
    title, noun, counter = "行动计划", "计划", "个"
    readers, editors = WATCHERS, (Duty.CITY_OFFICER,)
    template = "reports/plan.html"
    next_step = "接着为计划设定目标、任务和措施。"
    sections = (
        Section(
            "计划", ("name", "source", "starts_on", "ends_on", "is_current"),
            "首页、大屏和目标进度按“当前计划”显示，同时只有一个；取消后没有另选的，"
            "这些页面就没有目标可显示。",
        ),
    )  # fmt: skip

    def subheading(self, row: Plan) -> str:
        return f"{row.starts_on:%Y-%m-%d} 至 {row.ends_on:%Y-%m-%d} · {row.status}"

    def saved(self, row: Plan, *, is_new: bool) -> None:
        """A plan that is out of use is not the one that runs: another may take its place."""
        if row.is_retired and row.is_current:
            row.is_current = False
            row.save(update_fields=["is_current"])

    def context(self, row: Plan) -> dict[str, object]:
        return context_of(self.actor, row)


class TargetRecord(Record[Target]):
    """A target of a plan; its path and the districts' shares are set on a page of their own."""

    model, name, listing = Target, "reports:target", "reports:targets"
    title, noun, counter = "计划目标", "目标", "项"
    readers, editors = WATCHERS, (Duty.CITY_OFFICER,)
    fixed = ("plan", "measure")
    template = "reports/target.html"
    next_step = "接着分解到区市，写明各期应达。"
    empty = {"baseline": "文件未写明", "baseline_on": "文件未写明"}
    sections = (
        Section("目标", ("plan", "measure", "counting", "value", "unit", "sort")),
        Section("基期", ("baseline", "baseline_on"), "目标起算时已有多少；文件没有写明的留空。"),
    )

    def rows(self) -> QuerySet[Target]:
        return super().rows().select_related("plan")

    def subheading(self, row: Target) -> str:
        return f"{row.plan} · {row.get_counting_display()}"

    def context(self, row: Target) -> dict[str, object]:
        shares = list(row.shares.select_related("district").order_by("district__sort"))
        found = standings([row], figures_for(row.plan))
        return {
            "problem": split_problem((one.value for one in shares), row.value, row.unit),
            "milestones": [(named(day), value) for day, value in row.path],
            "shares": [(one.district.short_name, one.value) for one in shares],
            "standing": found[0] if found else None,
        }
