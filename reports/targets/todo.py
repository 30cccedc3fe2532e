"""What waits for the city in the plans."""

from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from reports.targets.standing import one_plan_is_current


@todo_of(Duty.CITY_OFFICER)
def no_current_plan(actor: Actor) -> list[TodoRow]:
    """No plan is the current one, so that no page has a target to show."""
    if one_plan_is_current():
        return []
    text = "没有当前计划，首页、大屏和目标进度没有目标可显示"
    return [TodoRow("wait", "行动计划", text, reverse("reports:plans"))]
