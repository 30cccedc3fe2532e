"""The clock of an order: its lights by the city's rules, and when offices feed back next."""

from datetime import date

from procedures.batches.working_days import add_working_days, is_working_day
from reports.models import IN_WORK, Light, LightRules, Order, OrderOffice
from reports.supervision.rules import (
    WORST_FIRST,
    Thresholds,
    light_on,
    next_report_day,
    share_gone,
    signals_of,
)


def light_rules() -> LightRules:
    """The rules as the city has set them, or as the portal comes. One query."""
    return LightRules.objects.filter(pk=1).first() or LightRules(pk=1, version=0)


def thresholds() -> Thresholds:
    found = light_rules()
    return Thresholds(found.blue_days, found.behind_points, found.escalate_days)


def set_signals(order: Order, rules: Thresholds, today: date) -> bool:
    """Set the days of an assigned order's lights, and forget what was told of a worse light than
    the present one; whether anything changed."""
    assert order.assigned_on is not None, "only assigned orders have lights"
    before = (order.blue_on, order.yellow_on, order.escalates_on, order.told)
    found = signals_of(order.assigned_on, order.due_on, order.progress, rules, is_working_day)
    order.blue_on, order.yellow_on = found.blue_on, found.yellow_on
    order.escalates_on = found.escalates_on
    now = light_on(today, found)
    if order.told and WORST_FIRST.index(now) > WORST_FIRST.index(Light(order.told)):
        order.told = "" if now == Light.NORMAL else now
    return before != (order.blue_on, order.yellow_on, order.escalates_on, order.told)


def light_of(order: Order, today: date) -> Light | None:
    """The light on the local day `today`, as `OrderQuerySet.lit`; None when it is not in work."""
    if order.state not in IN_WORK:
        return None
    day = order.reported_on or today
    if order.due_on < day:
        return Light.RED
    if order.reported_on:
        return Light.NORMAL
    if order.yellow_on and order.yellow_on <= day:
        return Light.YELLOW
    return Light.BLUE if order.blue_on and order.blue_on <= day else Light.NORMAL


def expected_progress(order: Order, today: date) -> int:
    """The progress that the time gone asks for, of a hundred."""
    if order.assigned_on is None:
        return 0
    return share_gone(order.assigned_on, order.due_on, today, is_working_day)


def set_next_report(office: OrderOffice, order: Order, after: date) -> None:
    """Set the day by which the office feeds back next, later than `after`."""
    office.next_report_on = next_report_day(
        order.frequency, after, order.due_on, order.stages, is_working_day
    )
    office.save(update_fields=["next_report_on"])


def again_by(today: date) -> date:
    """By when an office feeds back anew what was returned."""
    return add_working_days(today, light_rules().return_days)
