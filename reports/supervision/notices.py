"""Whom a step of an order is told."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from procedures.batches.working_days import working_days_between
from reports.models import Order
from reports.supervision.clock import expected_progress
from reports.supervision.inputs import OrderChange

OF_OFFICES = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)


def order_link(order: Order) -> str:
    return reverse("reports:order", args=[order.pk])


def people_of_office(office_id: int) -> set[int]:
    """The people of a bureau who handle orders."""
    return {
        person for duty in OF_OFFICES for person in people_of(organisation_id=office_id, duty=duty)
    }


def people_of_offices(order: Order) -> set[int]:
    """The people of the lead office and of the co offices."""
    offices = order.offices.values_list("office_id", flat=True)
    return {person for office in offices for person in people_of_office(office)}


def city_officers() -> list[int]:
    return people_of(duty=Duty.CITY_OFFICER)


def leaders() -> list[int]:
    return people_of(duty=Duty.LEADER)


def tell(
    order: Order, people: Iterable[int], title: str, body: str, key: str, kind: Kind = Kind.WORK
) -> None:
    notify(
        people, title=title, body=f"{order.number} {order.title}\n{body}".strip(),
        link=order_link(order), dedupe_key=key, kind=kind,
    )  # fmt: skip


def _offices(change: OrderChange, title: str, body: str, kind: Kind = Kind.WORK) -> None:
    tell(change.row, people_of_offices(change.row), title, body, change.key, kind)


def tell_assigned(change: OrderChange) -> None:
    order = change.row
    first = order.offices.filter(next_report_on__isnull=False).first()
    report = f"，首次反馈 {first.next_report_on:%Y-%m-%d} 前" if first else ""
    _offices(
        change,
        f"新的督办事项：{order.title}",
        f"完成期限 {order.due_on:%Y-%m-%d}{report}，{order.get_frequency_display()}反馈。"
        f"督办人 {order.supervisor}，电话 {order.supervisor_phone}。{change.input.reason}",
    )


def tell_reported(change: OrderChange) -> None:
    order = change.row
    told = change.facts
    tell(
        order,
        city_officers(),
        f"{told['office']}反馈：{order.title}",
        f"进度 {told['progress']}%。{change.input.reason[:200]}",
        change.key,
    )


def tell_done_reported(change: OrderChange) -> None:
    tell(
        change.row,
        city_officers(),
        f"申请办结，请审核：{change.row.title}",
        change.input.reason[:200],
        change.key,
    )


def tell_report_returned(change: OrderChange) -> None:
    tell(
        change.row,
        people_of_offices(change.row),
        f"反馈被退回，请重报：{change.row.title}",
        f"{change.facts.get('office', '')}的反馈须在 {change.facts['again_by']} 前重报。"
        f"原因：{change.input.reason}",
        change.key,
    )


def tell_returned(change: OrderChange) -> None:
    _offices(
        change,
        f"督办事项退回重办：{change.row.title}",
        f"原因：{change.input.reason}。请在 {change.facts['again_by']} 前反馈。",
    )


def tell_accepted(change: OrderChange) -> None:
    _offices(change, f"督办事项已办结：{change.row.title}", change.input.reason)


def tell_closed(change: OrderChange) -> None:
    _offices(change, f"督办事项已销号：{change.row.title}", change.input.reason)


def tell_cancelled(change: OrderChange) -> None:
    _offices(change, f"督办事项已撤销：{change.row.title}", f"原因：{change.input.reason}")


def tell_extension_asked(change: OrderChange) -> None:
    tell(
        change.row,
        city_officers(),
        f"申请延期，请审批：{change.row.title}",
        f"由 {change.facts['old_due_on']} 延到 {change.facts['new_due_on']}。"
        f"理由：{change.input.reason}",
        change.key,
    )


def tell_extension_decided(change: OrderChange) -> None:
    granted = change.transition.name == "grant_extension"
    said = f"新的完成期限是 {change.row.due_on:%Y-%m-%d}。" if granted else "完成期限不变。"
    title = "同意延期" if granted else "不同意延期"
    _offices(change, f"{title}：{change.row.title}", f"{said}{change.input.reason}")


def tell_urged(change: OrderChange) -> None:
    order = change.row
    tell(
        order,
        people_of_offices(order),
        f"催办：{order.title}",
        f"{how_late(order)}。{change.input.reason}",
        change.key,
        Kind.REMINDERS,
    )


def tell_instructed(change: OrderChange) -> None:
    """Offices and the city's officers read what a leader wrote."""
    order = change.row
    tell(
        order,
        {*people_of_offices(order), *city_officers()},
        f"领导批示：{order.title}",
        change.input.reason,
        change.key,
    )


def tell_light(change: OrderChange) -> None:
    """Blue reminds the offices, yellow and red warn them and the city's officers, too."""
    order, light = change.row, change.row.told
    words = {"blue": "临近期限", "yellow": "进度落后", "red": "已逾期"}[light]
    people = people_of_offices(order)
    if light != "blue":
        people |= set(city_officers())
    tell(
        order, people, f"督办{words}：{order.title}", f"{how_late(order)}。", change.key,
        Kind.REMINDERS,
    )  # fmt: skip


def tell_escalated(change: OrderChange) -> None:
    order = change.row
    tell(
        order,
        {*leaders(), *people_of_offices(order), *city_officers()},
        f"督办逾期，提请领导批示：{order.title}",
        f"牵头单位 {order.lead.name}，{how_late(order)}。",
        change.key,
        Kind.REMINDERS,
    )


def how_late(order: Order) -> str:
    """How an order in work stands today (local), in words."""
    today = timezone.localdate()
    left = working_days_between(today, order.due_on)
    if order.due_on < today:
        when = f"完成期限 {order.due_on:%Y-%m-%d}，已逾期 {-left} 个工作日"
    else:
        when = f"完成期限 {order.due_on:%Y-%m-%d}，剩 {left} 个工作日"
    return f"{when}，进度 {order.progress}%，应达 {expected_progress(order, today)}%"
