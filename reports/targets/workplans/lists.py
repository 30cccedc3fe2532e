"""The list of the districts' work plans."""

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.requests import ActorRequest
from pages.acts import attempt
from pages.lists import Column, Empty, ListPage
from pages.lists.bulk import BulkAct
from pages.lists.filters import choice, district
from reports.models import WorkPlan, WorkPlanQuerySet
from reports.targets.lists import plan_choices
from reports.targets.records import WATCHERS
from reports.targets.workplans.actions.urge_plans import urge_plans
from reports.targets.workplans.content import Content
from reports.targets.workplans.machine import MACHINE


def overdue(rows: WorkPlanQuerySet, value: str) -> QuerySet[WorkPlan]:
    return rows.overdue()


def to_file(rows: WorkPlanQuerySet, value: str) -> QuerySet[WorkPlan]:
    return rows.to_file()


def carry_out_urging(request: ActorRequest, rows: QuerySet[WorkPlan]) -> HttpResponseBase:
    chosen = list(rows.values_list("pk", flat=True))
    attempt(
        request,
        lambda: urge_plans(request.actor, chosen),
        done=lambda number: f"已催报 {number} 个区市，审核人会收到通知。",
    )
    return redirect("reports:work_plans")


def when(row: WorkPlan) -> str:
    """Its day, and how late it is."""
    if row.days_late:
        return f"已逾期 {row.days_late} 天"
    return "等待报送" if row.is_to_file else ""


class WorkPlanList(ListPage[WorkPlan]):
    """The work plans of the districts, or of one's own."""

    key, title, noun, counter = "work-plans", "区市工作计划", "工作计划", "份"
    readers = WATCHERS
    order = ("-asked_at", "-id")
    columns = (
        Column("district", "区市", lambda row: row.district.name, fixed=True,
               link=lambda row: reverse("reports:work_plan", args=[row.pk])),
        Column("plan", "计划", lambda row: row.plan.name, long=True),
        Column("state", "状态", pill=MACHINE.tones),
        Column("due_on", "报送期限", below=when),
        Column("filed_at", "最近报送"),
        Column("late", "逾期天数", lambda row: row.days_late or None, number=True, hidden=True),
        Column("person", "负责人", lambda row: Content.of(row.content).person, hidden=True),
        Column("budget", "预算", lambda row: Content.of(row.content).budget, unit="万元"),
        Column("asked_at", "布置时间", sort="asked_at", hidden=True),
    )  # fmt: skip
    filters = (
        choice("plan", "计划", plan_choices, by="plan_id"),
        district(),
        choice("state", "状态", WorkPlan.State.choices),
        choice("desk", "报送", [("to_file", "没有报送的")], by=to_file),
        choice("due", "期限", [("late", "已逾期")], by=overdue),
    )
    bulk = (
        BulkAct(
            "urge", "催报选中的", carry_out_urging,
            may=lambda actor: actor.is_city,
            selectable=lambda actor, row: row.is_to_file,
            confirm="催报选中的区市？审核人会立即收到通知。",
        ),
    )  # fmt: skip
    empty = Empty("还没有工作计划", "市级主管部门在行动计划的页面上布置后，列在这里。")

    def rows(self) -> QuerySet[WorkPlan]:
        rows: QuerySet[WorkPlan] = WorkPlan.objects.visible_to(self.actor)
        return rows.select_related("plan", "district")
