"""How an order stands, in words and in an order of urgency, for lists and homes."""

from django.utils import timezone

from accounts.models import District
from pages.links import row_url
from procedures.batches.working_days import working_days_between
from reports.models import Light, Order
from reports.supervision.clock import expected_progress

TONES = {Light.RED: "bad", Light.YELLOW: "wait", Light.BLUE: "near", Light.NORMAL: "ok"}


def order_url(row: Order) -> str:
    return row_url("reports:order", row.pk)


def standing_of(order: Order) -> str:
    """How an order with its light stands today (local), in a few words."""
    today = timezone.localdate()
    if order.light == Light.RED:
        days = working_days_between(order.due_on, order.reported_on or today)
        return f"逾期 {days} 个工作日" if days else "已逾期"
    if order.reported_on and order.is_in_work:
        return "已报结，待审核"
    if order.light == Light.YELLOW:
        return "进度落后"
    if order.light in (Light.BLUE, Light.NORMAL):
        return f"剩 {working_days_between(today, order.due_on)} 个工作日"
    return ""


def progress_of(order: Order) -> str:
    """What is done, and what the time gone asks for."""
    if not order.is_in_work:
        return f"进度 {order.progress}%"
    if order.quantity and order.quantity_done:
        return f"完成 {order.quantity_done:,} {order.unit}，共 {order.wanted}"
    return f"进度 {order.progress}%，应达 {expected_progress(order, timezone.localdate())}%"


def place_of(order: Order) -> str:
    """Whose order it is, in short: the district, or the city's bureau."""
    is_city = order.district.kind == District.Kind.CITY
    return order.lead.name if is_city else order.district.short_name
