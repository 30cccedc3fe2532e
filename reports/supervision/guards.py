"""Who may carry a step of an order out, and what forbids it now."""

from datetime import datetime

from django.utils import timezone

from accounts.tenancy import Actor
from reports.models import Order, OrderEvent, OrderExtension


def is_leader(actor: Actor | None, order: Order) -> bool:
    return actor is not None and actor.is_leader


def is_lead(actor: Actor | None, order: Order) -> bool:
    """Somebody of the lead office, a district's bureau or the city's."""
    if actor is None or not (actor.is_district or actor.is_city):
        return False
    return bool(actor.organisation_id == order.lead_id)


def takes_part(actor: Actor | None, order: Order) -> bool:
    """Somebody of the lead office or of a co office."""
    if actor is None or not (actor.is_district or actor.is_city):
        return False
    return is_lead(actor, order) or order.offices.filter(office_id=actor.organisation_id).exists()


# --- what forbids it ----------------------------------------------------------------------------


def deadline_is_ahead(actor: Actor | None, order: Order) -> str:
    if order.due_on > timezone.localdate():
        return ""
    return f"完成期限 {order.due_on:%Y-%m-%d} 已到，请先修改期限再交办。"


def asks_in_time(actor: Actor | None, order: Order) -> str:
    """Who cannot do it in time says so before the deadline, with the reasons."""
    if timezone.localdate() <= order.due_on:
        return ""
    return (
        f"延期须在期限前提出，完成期限 {order.due_on:%Y-%m-%d} 已过，"
        f"请与督办人{order.supervisor}（{order.supervisor_phone}）联系。"
    )


def open_extension(order: Order) -> OrderExtension | None:
    return order.extensions.filter(is_granted=None).first()


def no_extension_is_asked(actor: Actor | None, order: Order) -> str:
    asked = open_extension(order)
    return f"已申请延到 {asked.new_due_on:%Y-%m-%d}，等待市级审批。" if asked else ""


def extension_is_asked(actor: Actor | None, order: Order) -> str:
    return "" if open_extension(order) else "没有待审批的延期申请。"


def was_not_urged_today(actor: Actor | None, order: Order) -> str:
    """An office that is reminded every hour stops to read."""
    rows = OrderEvent.objects.filter(order=order, transition="urge", at__gte=_midnight())
    return "今天已经催办过，请明天再催。" if rows.exists() else ""


def is_another_person(actor: Actor | None, order: Order) -> str:
    """Who reported it as done does not review it."""
    last = order.reports.filter(is_final=True).first()
    if actor is None or last is None or last.sent_by_id != actor.user_id:
        return ""
    return "反馈是您本人提交的，请由另一位经办人审核。"


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
