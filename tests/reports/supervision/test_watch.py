"""What the portal does by itself: lights, reminders and escalation, each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from reports.models import Light, LightRules, Order
from reports.supervision.actions.set_light_rules import set_light_rules
from reports.supervision.actions.watch_orders import watch_orders
from reports.supervision.clock import light_of
from reports.supervision.machine import MACHINE
from tests.reports.supervision.orders import order, step


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def office(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def shifted(row, *, begun, due, progress=0) -> Order:
    """The order as if it had been assigned `begun` days from now, and due in `due` days."""
    today = timezone.localdate()
    with system_scope(reason="test"):
        Order.objects.filter(pk=row.pk).update(
            assigned_on=today + timedelta(days=begun),
            due_on=today + timedelta(days=due),
            progress=progress,
        )
        return Order.objects.get(pk=row.pk)


def heard(actor) -> list[str]:
    while deliver_next():
        pass
    with system_scope(reason="test"):
        rows = Notification.objects.filter(recipient_id=actor.user_id).order_by("id")
        return [one.title.partition("：")[0] for one in rows]


def happened(row) -> list[str]:
    with system_scope(reason="test"):
        return [one.transition for one in MACHINE.events_of(row).order_by("id")][2:]


def test_each_light_is_told_once(city, office):
    row = shifted(order(city, office.organisation_id), begun=-30, due=30)
    assert [watch_orders(), watch_orders()] == [1, 0]
    assert happened(row) == ["turn_yellow"]
    assert heard(office).count("督办进度落后") == 1


def test_after_days_without_a_run_only_the_present_light_is_told(city, office):
    row = shifted(order(city, office.organisation_id), begun=-60, due=-2)
    watch_orders()
    assert happened(row) == ["turn_red"]


def test_long_overdue_order_goes_before_the_leaders_once(city, office, as_actor):
    leader = as_actor(Duty.LEADER)
    row = shifted(order(city, office.organisation_id), begun=-60, due=-15)
    watch_orders()
    watch_orders()
    assert happened(row) == ["turn_red", "escalate"]
    assert heard(leader) == ["督办逾期，提请领导批示"]


def test_progress_that_was_made_up_lets_a_light_be_told_again(city, office):
    row = shifted(order(city, office.organisation_id), begun=-30, due=30)
    watch_orders()
    step(office, row, "report", "补上", progress=60)
    with acting_as(city):
        assert Order.objects.get(pk=row.pk).told == ""
    step(office, row, "report", "更正", progress=5)
    watch_orders()
    assert happened(row).count("turn_yellow") == 2


def test_order_that_was_reported_as_done_in_time_stays_normal(city, office):
    row = order(city, office.organisation_id)
    step(office, row, "report_done", "办完", progress=100)
    late = shifted(row, begun=-60, due=-3)
    with system_scope(reason="test"):
        reported = late.due_on - timedelta(days=1)
        Order.objects.filter(pk=row.pk).update(reported_on=reported)
        row = Order.objects.lit(timezone.localdate()).get(pk=row.pk)
    assert row.light == Light.NORMAL
    assert light_of(row, timezone.localdate()) == Light.NORMAL
    assert watch_orders() == 0


def test_light_of_the_list_is_that_of_the_page(city, office):
    today = timezone.localdate()
    # The third is near its end on every weekday, and not behind: most of it is done.
    for begun, due, progress in ((-60, -9, 0), (-30, 30, 0), (-1, 2, 90), (-1, 60, 0)):
        shifted(order(city, office.organisation_id), begun=begun, due=due, progress=progress)
    watch_orders()
    with acting_as(city):
        rows = list(Order.objects.lit(today))
        assert [one.light for one in rows] == [light_of(one, today) for one in rows]
        assert {one.light for one in rows} == {"red", "yellow", "blue", "normal"}


def test_office_is_reminded_of_a_due_report_once(city, office):
    row = order(city, office.organisation_id)
    with system_scope(reason="test"):
        row.offices.update(next_report_on=timezone.localdate())
    watch_orders()
    watch_orders()
    assert heard(office).count("请反馈督办进展") == 1


def test_changed_rules_count_all_lights_anew(city, office):
    row = shifted(order(city, office.organisation_id), begun=-1, due=14)
    values = {"blue_days": 20, "behind_points": 100, "escalate_days": 9, "return_days": 3}
    with acting_as(city):
        assert set_light_rules(city, values, version=0) == 1
        changed = Order.objects.get(pk=row.pk)
        assert light_of(changed, timezone.localdate()) == Light.BLUE
        assert LightRules.objects.get().escalate_days == 9


def test_rules_that_make_no_sense_are_refused_at_their_field(city):
    from accounts.errors import RuleViolation

    with acting_as(city), pytest.raises(RuleViolation) as refused:
        set_light_rules(city, {"behind_points": 0}, version=0)
    assert "behind_points" in refused.value.errors
