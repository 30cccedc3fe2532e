"""What of papers waits for whom."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from reports.models import Paper


def papers_to_check(actor: Actor) -> QuerySet[Paper]:
    rows: QuerySet[Paper] = Paper.objects.filter(state=Paper.State.DRAFT)
    return rows


def papers_to_issue(actor: Actor) -> QuerySet[Paper]:
    rows: QuerySet[Paper] = Paper.objects.filter(state=Paper.State.CHECKED)
    return rows


@todo_of(Duty.CITY_OFFICER, counts=(papers_to_check, papers_to_issue))
def papers_of_city(actor: Actor, drafts: int, checked: int) -> list[TodoRow]:
    """Papers that wait for a person: a single one is named."""
    rows = []
    if drafts:
        rows.append(_row("待核", drafts, Paper.State.DRAFT))
    if checked:
        rows.append(_row("待印发", checked, Paper.State.CHECKED))
    return rows


def _row(word: str, number: int, state: str) -> TodoRow:
    if number == 1 and (paper := Paper.objects.filter(state=state).defer("data").first()):
        text = f"{paper.get_kind_display()}第 {paper.number} 期{word}"
        return TodoRow("wait", "报告", text, reverse("reports:paper", args=[paper.pk]))
    address = f"{reverse('reports:papers')}?state={state}"
    return TodoRow("wait", "报告", f"有 {number} 期报告{word}", address)
