"""The city asks districts for their work plans (布置)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import District
from accounts.outbox import posted_together
from accounts.tenancy import Actor
from reports.models import Plan, WorkPlan
from reports.targets.workplans.machine import MACHINE
from reports.targets.workplans.notices import tell_asked


def ask_for_plans(
    actor: Actor, plan_id: int, districts: Collection[int], due_on: date, note: str = ""
) -> list[WorkPlan]:
    """Ask the `districts` for a work plan under the plan, by the end of the local day `due_on`; a
    district that was asked before is passed over. Each gets the template as it is now.

    Raises `NotPermitted`, `Plan.DoesNotExist`, and `RuleViolation` by field.
    Source: action plan 2018-2021, 四(二).
    """
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("工作计划由市级主管部门布置。")
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id, retired_at=None)
        sections = [
            {
                "key": str(one.pk),
                "title": one.title,
                "guidance": one.guidance,
                "required": one.is_required,
            }
            for one in plan.sections.filter(retired_at=None)
        ]
        refuse(_why_not(plan, districts, due_on, sections))
        asked = set(plan.work_plans.values_list("district_id", flat=True))
        chosen = District.objects.filter(pk__in=districts).exclude(kind=District.Kind.CITY)
        made = []
        with posted_together():
            for district in chosen.exclude(pk__in=asked).order_by("sort"):
                row = WorkPlan.objects.create(
                    plan=plan, district=district, due_on=due_on, note=note.strip(),
                    sections=sections,
                )  # fmt: skip
                MACHINE.begin(actor, row, "ask")
                tell_asked(row)
                made.append(row)
        if not made:
            raise RuleViolation({"districts": "选中的区市都已布置过，没有新的布置。"})
    return made


def _why_not(
    plan: Plan, districts: Collection[int], due_on: date, sections: list[dict[str, object]]
) -> dict[str, str]:
    errors = {}
    today = timezone.localdate()
    if not districts:
        errors["districts"] = "请至少选择一个区市。"
    if due_on < today:
        errors["due_on"] = "报送期限不能早于今天。"
    elif due_on > plan.ends_on:
        errors["due_on"] = f"报送期限不能晚于计划结束日 {plan.ends_on:%Y-%m-%d}。"
    if plan.ends_on < today:
        errors[""] = f"这个计划已于 {plan.ends_on:%Y-%m-%d} 结束，不能再布置。"
    elif not sections:
        errors[""] = "还没有模板，请先为计划新增章节再布置。"
    return errors
