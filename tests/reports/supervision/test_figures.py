"""The gap that an order begins with, whether the figure moved, and what is told of districts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from pages.district_figures import district_figures
from reports.models import DailySnapshot, DistrictShare, Fact, Order, Plan
from reports.supervision.actions.make_orders import make_orders
from reports.supervision.order_page import movement_of
from reports.supervision.prefilled import beginning
from reports.supervision.statistics import month_by_office, total_of
from tests.reports.supervision.orders import bureau, finished, order, step, terms

METRIC = "demonstration_enterprise"


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def office(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def published(day: date, **stock: int) -> None:
    """The figures of a day by district code, as `d370212=20`."""
    from accounts.models import District

    DailySnapshot.objects.filter(day=day).update(is_current=False)
    snapshot = DailySnapshot.objects.create(
        day=day, as_of=timezone.now(), checked_at=timezone.now()
    )
    for code, count in stock.items():
        Fact.objects.create(
            snapshot=snapshot, metric=METRIC, district=District.objects.get(code=code[1:]),
            stock=count, organisations=count, recognised=count,
        )  # fmt: skip


@pytest.fixture
def target(district, other_district):
    """A target of 100, of which 崂山 takes 40 and 城阳 60; it is the last day of the plan."""
    today = timezone.localdate()
    with system_scope(reason="test"):
        Plan.objects.filter(is_current=True).update(is_current=False)
        plan = Plan.objects.create(
            name="示例计划", source="示例", starts_on=today - timedelta(days=100),
            ends_on=today - timedelta(days=1), is_current=True,
        )  # fmt: skip
        found = plan.targets.create(measure=METRIC, counting="stock", value=100, unit="家")
        for place, value in ((district, 40), (other_district, 60)):
            DistrictShare.objects.create(target=found, district=place, value=value)
        published(today - timedelta(days=1), d370212=26, d370214=70)
    return found


def test_order_begins_with_the_gap_of_its_line(city, target, district):
    with acting_as(city):
        start = beginning(city, metric=METRIC, district_ids=[district.pk], target_id=target.pk)
    assert start.initial["quantity"] == 14
    assert start.initial["title"].endswith("14 家")
    assert "崂山区" in start.initial["content"] and "比应达少 14 家" in start.initial["content"]
    assert start.initial["leads"] == [bureau(district)]


def test_several_districts_begin_with_a_gap_each(city, target, district, other_district):
    with acting_as(city):
        start = beginning(city, metric=METRIC, district_ids=[district.pk, other_district.pk])
    assert list(start.wanted.values()) == [14, None]  # 城阳 has more than its part


def test_each_of_several_orders_tells_its_own_gap(city, target, district, other_district):
    leads = [bureau(district), bureau(other_district)]
    with acting_as(city):
        made = make_orders(city, terms(leads, metric=METRIC, content="请补进"), assign=True)
    assert "崂山区" in made[0].content and "城阳区" not in made[0].content
    assert made[0].content.endswith("比应达少 14 家。\n请补进")
    assert [one.figure_then for one in made] == [26, 70]


def test_unknown_metric_begins_an_empty_order(city, district):
    with acting_as(city):
        assert "metric" not in beginning(city, metric="nonsense", district_ids=[]).initial


def test_order_keeps_the_figure_then_and_tells_whether_it_moved(city, office, target):
    row = order(city, office.organisation_id, metric=METRIC, quantity=14, unit="家")
    assert (row.figure_then, row.target_id) == (26, target.pk)
    with system_scope(reason="test"):
        published(timezone.localdate() - timedelta(days=1), d370212=31, d370214=70)
    with acting_as(office):
        found = movement_of(Order.objects.select_related("target__plan").get(pk=row.pk))
    assert (found.then, found.now, found.words) == (26, 31, "现在比立项时增加 5 家")


def test_closing_keeps_the_figure_for_good(city, office, target):
    row = order(city, office.organisation_id, metric=METRIC)
    finished(city, office, row)
    closed = step(city, row, "close", condition_met=True)
    assert closed.figure_closed == 26
    with acting_as(city):
        assert movement_of(closed).words == "销号时与立项时持平"


def test_report_beyond_the_figure_is_doubted(city, office, target):
    row = order(city, office.organisation_id, metric=METRIC, quantity=14, unit="家")
    step(office, row, "report", "已完成", progress=60, quantity_done=9)
    with acting_as(city):
        found = movement_of(Order.objects.select_related("target__plan").get(pk=row.pk))
    assert found.doubt == "反馈完成 9 家，平台数据增加 0 家，审核时请核对名单。"


def test_order_without_a_metric_tells_no_figure(city, office):
    row = order(city, office.organisation_id)
    with acting_as(city):
        assert movement_of(row) is None


# --- what is told of districts, and the month -----------------------------------------------------


def past(row, *, due, reported=None) -> None:
    """Let the order have been due and reported so many days from now."""
    today = timezone.localdate()
    days = {"due_on": due, "reported_on": reported, "finished_on": reported, "ended_on": reported}
    values = {name: today + timedelta(days=n) for name, n in days.items() if n is not None}
    values["assigned_on"] = today - timedelta(days=40)
    with system_scope(reason="test"):
        Order.objects.filter(pk=row.pk).update(**values)


@pytest.fixture
def judged(city, office):
    """Of five orders due in the last month: in time, late, overdue; still reviewed; cancelled."""
    rows = [order(city, office.organisation_id) for _ in range(5)]
    past(finished(city, office, rows[0]), due=-10, reported=-12)
    past(finished(city, office, rows[1]), due=-10, reported=-8)
    past(rows[2], due=-5)
    step(office, rows[3], "report_done", "办完", progress=100)
    past(rows[3], due=-5, reported=-6)
    past(step(city, rows[4], "cancel", "立错了"), due=-5)
    with system_scope(reason="test"):
        Order.objects.filter(pk=rows[3].pk).update(finished_on=None, ended_on=None)
    return rows


def test_orders_on_time_are_those_reported_by_their_deadline(city, district, judged):
    today = timezone.localdate()
    figure = district_figures()["orders_on_time"]
    with acting_as(city):
        found = figure.by_district(today - timedelta(days=30), today)[district.pk]
        rows = list(figure.rows(district.pk, today - timedelta(days=30), today))
    assert (found.numerator, found.denominator) == (1, 3)
    assert sum(one.numerator for one in rows) == found.numerator
    assert sum(one.denominator for one in rows) == found.denominator


def test_overdue_orders_of_a_district_are_the_others(city, district, judged):
    today = timezone.localdate()
    figure = district_figures()["orders_overdue"]
    with acting_as(city):
        found = figure.by_district(today - timedelta(days=30), today)[district.pk]
        rows = list(figure.rows(district.pk, today - timedelta(days=30), today))
    assert found.value == 2 == len(rows)


def test_month_counts_new_done_and_overdue_by_office(city, office, district):
    rows = [order(city, office.organisation_id) for _ in range(3)]
    finished(city, office, rows[0])
    with system_scope(reason="test"):
        yesterday = timezone.localdate() - timedelta(days=1)
        Order.objects.filter(pk=rows[1].pk).update(due_on=yesterday)
    with acting_as(city):
        found = month_by_office(f"{timezone.localdate():%Y-%m}")
    assert [(one.new, one.done, one.in_work, one.overdue) for one in found] == [(3, 1, 2, 1)]
    assert total_of(found).new == 3


@pytest.mark.parametrize(
    ("counting", "called"),
    [
        ("recognised", "计划期内累计认定"),
        ("stock", "有效存量"),
        ("net_added", "计划期内净增"),
    ],
)
def test_figure_is_called_what_its_target_counts(city, district, target, counting, called):
    with system_scope(reason="test"):
        target.counting = counting
        target.save()
    with acting_as(city):
        began = beginning(city, metric=METRIC, district_ids=[district.pk], target_id=target.pk)
    assert f"专精特新示范企业{called} " in str(began.initial["content"])
