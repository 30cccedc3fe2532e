"""A plan that runs, split over two districts, with a tree and a template."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import Actor, acting_as, system_scope
from reports.models import DistrictShare, Measure, Plan, Target, WorkPlan
from reports.targets.workplans.actions.ask_for_plans import ask_for_plans
from reports.targets.workplans.actions.save_draft import save_draft
from reports.targets.workplans.content import Content, Item
from reports.targets.workplans.machine import MACHINE, WorkPlanInput


@dataclass
class Scene:
    """Who acts, and on what."""

    city: Actor
    bureau: Actor
    other: Actor
    plan: Plan
    target: Target
    task: Measure
    step: Measure
    district: District

    @property
    def ahead(self) -> date:
        return timezone.localdate() + timedelta(days=10)

    def row(self) -> WorkPlan:
        with system_scope(reason="test"):
            return WorkPlan.objects.select_related("plan", "district").get(
                plan=self.plan, district=self.district
            )

    def asked(self, due_on: date | None = None) -> WorkPlan:
        with acting_as(self.city):
            ask_for_plans(self.city, self.plan.pk, [self.district.pk], due_on or self.ahead)
        return self.row()

    def content(self, row: WorkPlan, end: int = 6) -> Content:
        return Content(
            texts={one["key"]: "示例" for one in row.sections},
            person="示例负责人",
            milestones={self.target.pk: {self.plan.ends_on: end}},
            items=(
                Item(self.step.pk, self.step.title, "", "示例安排", "示例责任人", Decimal("12.50"),
                     None, self.plan.ends_on),
            ),
        )  # fmt: skip

    def write(self, content: Content) -> WorkPlan:
        with acting_as(self.bureau):
            save_draft(self.bureau, self.row().pk, lambda before: content, None)
        return self.row()

    def do(self, actor: Actor, name: str, **given: object) -> WorkPlan:
        pk = self.row().pk
        with acting_as(actor):
            MACHINE.execute(actor, pk, name, WorkPlanInput(**given))
        return self.row()

    def filed(self, end: int = 6) -> WorkPlan:
        self.write(self.content(self.asked(), end))
        return self.do(self.bureau, "file")

    def approved(self) -> WorkPlan:
        self.filed()
        return self.do(self.city, "approve")

    def late_by(self, days: int) -> WorkPlan:
        with system_scope(reason="test"):
            day = timezone.localdate() - timedelta(days=days)
            WorkPlan.objects.filter(pk=self.row().pk).update(due_on=day)
        return self.row()


@pytest.fixture
def scene(as_actor: Callable[..., Actor], district: District, other_district: District) -> Scene:
    first = timezone.localdate().year
    with system_scope(reason="test"):
        Plan.objects.filter(is_current=True).update(is_current=False)
        plan = Plan.objects.create(
            name="示例计划", source="示例", starts_on=date(first, 1, 1),
            ends_on=date(first + 2, 12, 31), is_current=True,
        )  # fmt: skip
        target = plan.targets.create(
            measure="hidden_champion", counting="stock", value=10, unit="家"
        )
        for place, value in ((district, 6), (other_district, 4)):
            DistrictShare.objects.create(target=target, district=place, value=value)
        task = plan.measures.create(part="task", title="示例任务", sort=1)
        step = plan.measures.create(part="task", parent=task, title="示例措施", sort=1)
        plan.sections.create(title="工作基础", sort=1)
        plan.sections.create(title="需要支持的事项", sort=2, is_required=False)
    return Scene(
        city=as_actor(Duty.CITY_OFFICER),
        bureau=as_actor(Duty.DISTRICT_REVIEWER, district=district),
        other=as_actor(Duty.DISTRICT_REVIEWER, district=other_district),
        plan=plan, target=target, task=task, step=step, district=district,
    )  # fmt: skip
