"""What waits for the bureaus in work plans of districts."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from reports.models import WorkPlan


def plans_to_file(actor: Actor) -> QuerySet[WorkPlan]:
    rows: QuerySet[WorkPlan] = WorkPlan.objects.visible_to(actor).to_file()
    return rows


def plans_overdue(actor: Actor) -> QuerySet[WorkPlan]:
    rows: QuerySet[WorkPlan] = WorkPlan.objects.visible_to(actor).overdue()
    return rows


def plans_filed(actor: Actor) -> QuerySet[WorkPlan]:
    rows: QuerySet[WorkPlan] = WorkPlan.objects.visible_to(actor).filter(state=WorkPlan.State.FILED)
    return rows


@todo_of(Duty.DISTRICT_REVIEWER, counts=(plans_to_file, plans_overdue))
def work_plans_of_district(actor: Actor, waiting: int, overdue: int) -> list[TodoRow]:
    """Work plans that the city waits for."""
    where = reverse("reports:work_plans")
    if overdue:
        text = f"{overdue} 份工作计划已过报送期限"
        return [TodoRow("bad", "逾期", text, f"{where}?due=late")]
    if waiting:
        text = f"{waiting} 份工作计划等待报送"
        return [TodoRow("wait", "计划", text, f"{where}?desk=to_file")]
    return []


@todo_of(Duty.CITY_OFFICER, counts=(plans_filed, plans_overdue))
def work_plans_of_city(actor: Actor, filed: int, overdue: int) -> list[TodoRow]:
    """Work plans to be reviewed, and districts that are late with theirs."""
    where = reverse("reports:work_plans")
    rows = []
    if overdue:
        text = f"{overdue} 个区市没有按期报送工作计划"
        rows.append(TodoRow("bad", "逾期", text, f"{where}?due=late"))
    if filed:
        text = f"{filed} 份区市工作计划等待审核"
        rows.append(TodoRow("wait", "计划", text, f"{where}?state=filed"))
    return rows
