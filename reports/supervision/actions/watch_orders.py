"""What the portal does by itself each hour: lights, reminders, escalation; each is told once."""

from django.utils import timezone

from accounts.notifications import Kind
from accounts.tenancy import system_scope
from reports.models import Light, Order, OrderOffice
from reports.supervision.clock import light_of, set_signals, thresholds
from reports.supervision.machine import MACHINE, OPEN
from reports.supervision.notices import people_of_office, tell
from reports.supervision.rules import WORST_FIRST


def watch_orders() -> int:
    """Tell of lights that have become worse, put before the leaders what is overdue for long, and
    remind offices of reports; returns how many orders were touched.

    What was told is kept with the order, and reminders have a key for each day that a report is
    due, so that neither a second run nor days without any run repeat or lose anything: after
    such days only the present light is told.
    """
    touched = 0
    with system_scope(reason="watch orders of supervision"):
        for pk in list(Order.objects.filter(state__in=OPEN).values_list("pk", flat=True)):
            touched += _watch(pk)
        _remind_of_reports()
    return touched


def recount_lights() -> int:
    """Set the days of all lights anew, after their rules or the holidays have changed."""
    rules, today, changed = thresholds(), timezone.localdate(), 0
    for order in Order.objects.in_work().select_for_update(of=("self",)):
        if set_signals(order, rules, today):
            order.save(update_fields=["blue_on", "yellow_on", "escalates_on", "told"])
            changed += 1
    return changed


def _watch(pk: int) -> bool:
    order, today = MACHINE.locked(None, pk), timezone.localdate()
    if order.state not in OPEN:
        return False  # meanwhile reported as done
    if set_signals(order, thresholds(), today):
        order.save(update_fields=["blue_on", "yellow_on", "escalates_on", "told"])
    if order.escalated_at and order.escalated_at > timezone.now():
        order.escalated_at = None  # by a clock that was ahead: its day is still to come
        order.save(update_fields=["escalated_at"])
    light, touched = light_of(order, today), False
    if light is not None and light != Light.NORMAL and _is_worse(light, order.told):
        MACHINE.execute_locked(None, order, f"turn_{light}")
        touched = True
    if order.escalated_at is None and order.escalates_on and order.escalates_on <= today:
        MACHINE.execute_locked(None, order, "escalate")
        touched = True
    return touched


def _is_worse(light: Light, told: str) -> bool:
    return not told or WORST_FIRST.index(light) < WORST_FIRST.index(Light(told))


def _remind_of_reports() -> None:
    """Offices hear on the day on which a report is due, or later, once."""
    today = timezone.localdate()
    late = OrderOffice.objects.filter(next_report_on__lte=today, order__state__in=OPEN)
    for office in late.select_related("order", "order__lead"):
        order = office.order
        tell(
            order,
            people_of_office(office.office_id),
            f"请反馈督办进展：{order.title}",
            f"反馈日 {office.next_report_on:%Y-%m-%d}，{order.get_frequency_display()}反馈。",
            f"order:{order.pk}:report:{office.pk}:{office.next_report_on}",
            Kind.REMINDERS,
        )
