"""What waits for offices, the city and the leaders in supervision."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.todo import TodoRow, todo_of
from reports.models import Order, OrderExtension, OrderOffice
from reports.supervision.machine import OPEN

State = Order.State


def _orders(**query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('reports:orders')}?{asked}"


def due_reports(actor: Actor) -> QuerySet[OrderOffice]:
    """The office's reports that are due by today (local)."""
    return OrderOffice.objects.filter(
        office_id=actor.organisation_id,
        next_report_on__lte=timezone.localdate(),
        order__state__in=OPEN,
    )


def returned(actor: Actor) -> QuerySet[Order]:
    return Order.objects.filter(lead_id=actor.organisation_id, state=State.RETURNED)


def overdue(actor: Actor) -> QuerySet[Order]:
    """Overdue orders of the actor's own office."""
    return Order.objects.filter(
        lead_id=actor.organisation_id, state__in=OPEN, due_on__lt=timezone.localdate()
    )


def in_review(actor: Actor) -> QuerySet[Order]:
    return Order.objects.filter(state=State.REVIEW)


def proposed(actor: Actor) -> QuerySet[Order]:
    return Order.objects.filter(state=State.PROPOSED)


def done(actor: Actor) -> QuerySet[Order]:
    return Order.objects.filter(state=State.DONE)


def extensions(actor: Actor) -> QuerySet[OrderExtension]:
    return OrderExtension.objects.filter(is_granted=None)


def overdue_anywhere(actor: Actor) -> QuerySet[Order]:
    return Order.objects.filter(state__in=OPEN, due_on__lt=timezone.localdate())


def before_leaders(actor: Actor) -> QuerySet[Order]:
    """What was put before the leaders and has no word of theirs yet."""
    return Order.objects.filter(state__in=OPEN, escalated_at__isnull=False, instructed_at=None)


@todo_of(Duty.DISTRICT_REVIEWER, counts=(overdue, returned, due_reports))
def of_offices(actor: Actor, late: int, again: int, reports: int) -> list[TodoRow]:
    """What the office has to carry out and to feed back."""
    rows = []
    if late:
        rows.append(TodoRow("bad", "督办", f"{late} 件督办已逾期", _orders(light="red")))
    if again:
        text = f"{again} 件督办退回重办"
        rows.append(TodoRow("bad", "督办", text, _orders(state=State.RETURNED)))
    if reports:
        text = f"{reports} 件督办到反馈日，等待反馈"
        rows.append(TodoRow("wait", "督办", text, _orders(state="in_work")))
    return rows


@todo_of(
    Duty.CITY_OFFICER, counts=(overdue_anywhere, in_review, extensions, proposed, done, due_reports)
)
def of_city(
    actor: Actor, late: int, review: int, asked: int, waiting: int, finished: int, own: int
) -> list[TodoRow]:
    """What the city has to decide about orders."""
    found = (
        ("bad", late, "件督办逾期", _orders(light="red")),
        ("wait", review, "件督办申请办结，等待审核", _orders(state=State.REVIEW)),
        ("wait", asked, "件督办申请延期，等待审批", _orders(state="in_work")),
        ("calm", waiting, "件督办已立项，等待交办", _orders(state=State.PROPOSED)),
        ("calm", finished, "件督办已办结，等待销号", _orders(state=State.DONE)),
        ("wait", own, "件市级牵头或协办的督办到反馈日", _orders(state="in_work")),
    )
    return [
        TodoRow(tone, "督办", f"{number} {text}", url)
        for tone, number, text, url in found
        if number
    ]


@todo_of(Duty.LEADER, counts=(before_leaders,))
def of_leaders(actor: Actor, number: int) -> list[TodoRow]:
    """What is put before the leaders."""
    if not number:
        return []
    text = f"{number} 件督办逾期已久，提请批示"
    return [TodoRow("bad", "督办", text, reverse("reports:orders_attention"))]
