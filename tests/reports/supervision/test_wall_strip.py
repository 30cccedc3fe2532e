"""Orders in work on the wall."""

from datetime import timedelta

from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from procedures.batches.working_days import working_days_between
from reports.models import Order
from reports.supervision.wall_strip import orders_strip
from tests.reports.supervision.orders import bureau, order


def test_wall_counts_orders_by_their_lights_and_names_the_worst(as_actor, district):
    city, leader = as_actor(Duty.CITY_OFFICER), as_actor(Duty.LEADER)
    late = order(city, bureau(district), title=f"{district.short_name}示例事项")
    order(city, bureau(district), days=90)
    today = timezone.localdate()
    due_on = today - timedelta(days=10)
    with system_scope(reason="test"):
        Order.objects.filter(pk=late.pk).update(due_on=due_on)
    with acting_as(leader):
        strip = orders_strip(leader)
    assert strip.title == "督办在办 2 件"
    assert [(one.label, one.number) for one in strip.figures] == [
        ("红", 1), ("黄", 0), ("蓝", 0), ("正常", 1),
    ]  # fmt: skip
    assert strip.finding == "督办在办 2 件，其中 1 件逾期"
    days = working_days_between(due_on, today)
    said = f"{district.short_name}逾期 {days} 个工作日：示例事项"
    assert strip.lines[0] == ("bad", said)


def test_wall_without_orders_has_no_page_for_them(as_actor):
    leader = as_actor(Duty.LEADER)
    with acting_as(leader):
        strip = orders_strip(leader)
    assert (strip.title, strip.lines) == ("督办在办 0 件", ())
