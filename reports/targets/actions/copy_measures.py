"""The measures of a plan are taken over by the plan that follows it."""

from django.db import transaction

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from reports.models import Measure, Plan

KEPT = ("part", "title", "text", "clause", "leads", "partners", "sort")


def copy_measures(actor: Actor, source_id: int, plan_id: int) -> int:
    """Copy the tree of a plan into another that has none yet; returns how many were copied. Times
    and progress are not taken over but for what goes on without an end.

    Raises `NotPermitted`, `Plan.DoesNotExist`, and `RuleViolation` where the plan has measures.
    """
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("任务和措施由市级主管部门维护。")
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id, retired_at=None)
        if plan.measures.exists():
            raise RuleViolation("这个计划已有任务和措施，不能再复制。")
        return take_over(Plan.objects.get(pk=source_id), plan)


def take_over(source: Plan, plan: Plan) -> int:
    """Copy the rows; tasks first, so that their measures know them."""
    copies: dict[int, Measure] = {}
    rows = source.measures.filter(retired_at=None).order_by("parent_id", "sort")
    tasks_first = sorted(rows, key=lambda one: one.parent_id is not None)
    for one in tasks_first:
        if one.parent_id is not None and one.parent_id not in copies:
            continue
        goes_on = one.timing == Measure.Timing.CONTINUOUS
        copies[one.pk] = Measure.objects.create(
            **{name: getattr(one, name) for name in KEPT},
            plan=plan,
            parent=copies[one.parent_id] if one.parent_id else None,
            timing=one.timing if goes_on else Measure.Timing.UNSAID,
            progress=Measure.Progress.WAITING,
        )
    return len(copies)
