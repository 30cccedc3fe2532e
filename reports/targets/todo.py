"""What waits for the city in the plans."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from reports.models import Plan
from reports.targets.standing import current_plans


def plans_that_run(actor: Actor) -> QuerySet[Plan]:
    return current_plans()


@todo_of(Duty.CITY_OFFICER, counts=(plans_that_run,))
def no_current_plan(actor: Actor, running: int) -> list[TodoRow]:
    """No plan is the current one, so that no page has a target to show."""
    if running:
        return []
    text = "没有当前计划，首页、大屏和目标进度没有目标可显示"
    return [TodoRow("wait", "行动计划", text, reverse("reports:plans"))]
