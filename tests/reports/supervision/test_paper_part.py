"""What a paper tells of orders: as they stood at the end of its period, whatever came later."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from pages.paper_sections import Period, paper_parts
from reports.models import Instruction, Order, OrderReport
from reports.supervision.inputs import OrderInput
from reports.supervision.machine import MACHINE
from reports.supervision.paper_sections import gather
from tests.reports.supervision.orders import finished, order, step

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture
def at(db, monkeypatch):
    """Set the portal's clock to ten o'clock of a day."""
    held = {}

    def set_to(day: date) -> None:
        held["now"] = timezone.make_aware(datetime.combine(day, time(10)))

    set_to(date(2026, 9, 10))
    monkeypatch.setattr(timezone, "now", lambda: held["now"])
    for model, column in ((OrderReport, "sent_at"), (Instruction, "written_at")):
        field = model._meta.get_field(column)
        monkeypatch.setattr(field, "_get_default", lambda: held["now"])
    return set_to


@pytest.fixture
def city(at, as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def office(at, as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def told():
    period = Period("monthly", FIRST, LAST, timezone.now(), timezone.now())
    with system_scope(reason="test"):
        return gather(period)


def test_order_is_overdue_by_working_days_at_the_end_of_the_period(at, city, office):
    row = order(city, office.organisation_id, days=40)  # due on 20 October, a Tuesday
    at(date(2026, 11, 20))
    found = told()
    assert row.due_on == date(2026, 10, 20)
    values = found.values
    assert (values["督办在办数"], values["督办红灯数"], values["督办正常数"]) == (1, 1, 0)
    # 21, 22, 23, 26 to 30 October
    assert [(one["单位"], one["逾期天数"]) for one in values["逾期督办"]] == [(row.lead.name, 8)]
    assert found.tables[0].rows[0][3:] == ("2026-10-20", 8, 0)


def test_what_happened_later_is_not_told_of_the_period(at, city, office):
    row = order(city, office.organisation_id, days=40)
    at(date(2026, 11, 5))
    finished(city, office, row)
    values = told().values
    assert (values["督办在办数"], values["督办红灯数"], values["督办办结数"]) == (1, 1, 0)


def test_order_that_was_given_later_is_not_told(at, city, office):
    at(date(2026, 11, 2))
    order(city, office.organisation_id)
    assert told().values["督办在办数"] == 0


def test_deadline_that_was_moved_later_held_at_the_end_of_the_period(at, city, office):
    row = order(city, office.organisation_id, days=55)  # due on 4 November
    step(office, row, "ask_extension", "检测未出", new_due_on=date(2026, 12, 4))
    at(date(2026, 11, 3))
    step(city, row, "grant_extension", "同意")
    at(date(2026, 11, 20))
    with system_scope(reason="test"):
        assert Order.objects.get(pk=row.pk).due_on == date(2026, 12, 4)
    values = told().values
    # With no progress it was behind schedule then, by the deadline of November.
    assert (values["督办黄灯数"], values["督办红灯数"]) == (1, 0)


@pytest.mark.parametrize(("progress", "lights"), [(90, (0, 1)), (10, (1, 0))])
def test_lights_go_by_the_progress_known_then(at, city, office, progress, lights):
    row = order(city, office.organisation_id, days=54)  # due on 3 November: two working days left
    at(date(2026, 10, 28))
    step(office, row, "report", "推进", progress=progress)
    at(date(2026, 11, 2))
    step(office, row, "report", "推进", progress=95)
    values = told().values
    assert (values["督办黄灯数"], values["督办蓝灯数"]) == lights


def test_report_in_time_waits_for_the_city_as_normal(at, city, office):
    row = order(city, office.organisation_id, days=40)
    at(date(2026, 10, 19))
    step(office, row, "report_done", "办完", progress=100)
    values = told().values
    assert (values["督办正常数"], values["督办红灯数"]) == (1, 0)


def closed(at, city, office, then, now):
    row = order(city, office.organisation_id, days=40)
    at(date(2026, 10, 12))
    finished(city, office, row)
    step(city, row, "close", "条件已达到", condition_met=True)
    with system_scope(reason="test"):
        Order.objects.filter(pk=row.pk).update(
            metric="hidden_champion", figure_then=then, figure_closed=now
        )
    return row


@pytest.mark.parametrize(("now", "moved", "still"), [(9, [4], 0), (5, [], 1), (3, [-2], 0)])
def test_closed_order_says_whether_its_figure_moved(at, city, office, now, moved, still):
    closed(at, city, office, 5, now)
    found = told()
    values = found.values
    assert [one["变动"] for one in values["数据变动督办"]] == moved
    assert len(values["数据未动督办"]) == still
    assert (values["督办办结数"], values["督办逾期办结数"], values["督办在办数"]) == (1, 0, 0)
    assert [table.title for table in found.tables] == ["期内销号的督办事项"]


def test_closed_order_without_a_figure_says_nothing_of_it(at, city, office):
    closed(at, city, office, None, 9)
    values = told().values
    assert len(values["销号督办"]) == 1
    assert values["数据变动督办"] == values["数据未动督办"] == []


def test_instructions_of_the_period_are_told_with_their_leader(at, city, office, as_actor):
    leader = as_actor(Duty.LEADER)
    row = order(city, office.organisation_id, days=90)
    for day, text in ((date(2026, 10, 31), "本周内调度。"), (date(2026, 11, 1), "另报。")):
        at(day)
        with acting_as(leader):
            MACHINE.execute(leader, row.pk, "instruct", OrderInput(reason=text))
    written = told().values["督办批示"]
    assert [one["批示日"] for one in written] == ["2026-10-31"]
    # Its words are for the offices of the order, and a paper goes to all districts.
    assert "本周内调度" not in str(told())


@pytest.mark.parametrize("kind", ["daily", "monthly", "quarterly", "yearly"])
def test_every_paper_has_the_orders(db, kind):
    assert "orders" in [part.key for part in paper_parts(kind)]
