"""How orders stood at the end of a past day, as far as their rows and events tell: state, deadline,
progress and light. The rules of the lights are those of today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from procedures.batches.working_days import is_working_day, working_days_between
from reports.facts.stages import end_of
from reports.models import (
    IN_WORK,
    Light,
    Order,
    OrderEvent,
    OrderExtension,
    OrderOffice,
    OrderReport,
)
from reports.supervision.clock import thresholds
from reports.supervision.rules import Thresholds, light_on, signals_of


@dataclass(frozen=True, slots=True)
class StoodThen:
    """An order in work at the end of the local `day`; `reported_on` is the day of a report that it
    is done, which waited for the city."""

    order: Order
    day: date
    due_on: date
    progress: int
    reported_on: date | None
    light: Light

    @property
    def overdue_days(self) -> int:
        """Working days over the deadline; those of a holiday over it are none."""
        return working_days_between(self.due_on, self.reported_on or self.day)


def in_work_at(day: date) -> list[StoodThen]:
    """The orders that were in work at the end of the local `day`, the worst light first, of each
    the one that was due first. Five queries."""
    there = Q(assigned_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))
    orders = Order.objects.filter(there).select_related("lead", "district")
    found = _stood(list(orders.order_by("due_on", "id")), day)
    lights = list(Light)
    return sorted(found, key=lambda one: (lights.index(one.light), one.due_on, one.order.pk))


def _stood(orders: Sequence[Order], day: date) -> list[StoodThen]:
    by_id = {order.pk: order for order in orders}
    end, rules = end_of(day), thresholds()
    states: dict[int, str] = {}
    reported: dict[int, date] = {}
    events = OrderEvent.objects.filter(order__in=by_id, at__lt=end).order_by("at", "id")
    for pk, name, state, at in events.values_list("order_id", "transition", "target", "at"):
        states[pk] = state
        if name == "report_done":
            reported[pk] = timezone.localdate(at)
        elif name == "return_work":
            reported.pop(pk, None)
    progress: dict[int, int] = defaultdict(int)
    sent = OrderReport.objects.filter(
        order__in=by_id, sent_at__lt=end, is_final=False, office__role=OrderOffice.Role.LEAD
    ).order_by("sent_at", "id")
    progress |= dict(sent.values_list("order_id", "progress"))
    # The first deadline that was moved after that day had held on it.
    moved = OrderExtension.objects.filter(
        order__in=by_id, is_granted=True, decided_at__gte=end
    ).order_by("-decided_at", "-id")
    due = dict(moved.values_list("order_id", "old_due_on"))
    return [
        _one(
            order,
            day,
            due.get(pk, order.due_on),
            100 if pk in reported else progress[pk],
            reported.get(pk),
            rules,
        )
        for pk, order in by_id.items()
        if states.get(pk) in IN_WORK
    ]


def _one(
    order: Order,
    day: date,
    due_on: date,
    progress: int,
    reported_on: date | None,
    rules: Thresholds,
) -> StoodThen:
    assert order.assigned_on is not None, "asked for assigned orders"
    if due_on < (reported_on or day):
        light = Light.RED
    elif reported_on:
        light = Light.NORMAL
    else:
        signals = signals_of(order.assigned_on, due_on, progress, rules, is_working_day)
        light = light_on(day, signals)
    return StoodThen(order, day, due_on, progress, reported_on, light)
