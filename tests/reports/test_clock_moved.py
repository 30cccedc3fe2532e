"""The portal's clock is set forward and back between two beats: nothing is done twice, and nothing
that was to come is lost."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import Job, Notification
from accounts.outbox import deliver_next
from accounts.tenancy import acting_as, system_scope
from reports.assessment.nightly import run_assessment
from reports.builder.running import queue_due
from reports.facts.checks import check_facts
from reports.facts.snapshots import run_facts
from reports.models import (
    AssessmentRoundEvent,
    DailySnapshot,
    DistrictScore,
    Fact,
    Order,
    Paper,
    ReportSchedule,
)
from reports.papers.running import run_papers
from reports.supervision.actions.watch_orders import watch_orders
from reports.targets.workplans.reminders import remind_of_work_plans
from tests.reports.assessment.rounds import COUNTS, move, scored, use_test_figure
from tests.reports.builder.test_schedules import scheduled
from tests.reports.progress.city import KIND, certify, make_plan, place
from tests.reports.supervision.orders import order

TODAY = date(2026, 6, 10)


class Clock:
    """The portal's clock, set by hand."""

    moment: datetime

    def at(self, days: int, hour: int = 10) -> datetime:
        """So many days after TODAY."""
        day = TODAY + timedelta(days=days)
        self.moment = timezone.make_aware(datetime.combine(day, time(hour)))
        return self.moment


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    clock = Clock()
    clock.at(0)
    monkeypatch.setattr(timezone, "now", lambda: clock.moment)
    return clock


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


def current():
    with system_scope(reason="test"):
        rows = DailySnapshot.objects.filter(is_current=True, day__gte=TODAY - timedelta(days=3))
        return list(rows.order_by("day").values_list("day", flat=True))


def recognised_on(days):
    with system_scope(reason="test"):
        rows = Fact.objects.filter(
            snapshot__day=TODAY + timedelta(days=days), snapshot__is_current=True, metric=KIND
        )
        return sum(rows.values_list("recognised", flat=True))


@pytest.fixture
def ahead_by_three_days(city, clock, district):
    """A night ran by a clock that was three days ahead; it is right again."""
    for which in (1, 2):
        place(which, district)
    certify(city, 1, TODAY - timedelta(days=9), TODAY + timedelta(days=900))
    clock.at(0, 2)
    run_facts()
    clock.at(3, 3)
    run_facts()
    clock.at(0, 11)


def test_days_that_are_still_to_come_are_published_no_more(ahead_by_three_days):
    assert current()[-1] == TODAY + timedelta(days=2)
    run_facts()
    assert current()[-1] == TODAY - timedelta(days=1)


def test_what_happens_after_the_clock_came_back_counts_on_its_day(ahead_by_three_days, city, clock):
    run_facts()
    clock.at(1)
    certify(city, 2, TODAY + timedelta(days=1), TODAY + timedelta(days=900))
    for night in (1, 2, 3):
        clock.at(night, 22)
        run_facts()
        clock.at(night + 1, 2)
        run_facts()
    assert [recognised_on(days) for days in (0, 1, 2, 3)] == [1, 2, 2, 2]
    check_facts()
    assert current() == [TODAY + timedelta(days=days) for days in range(-3, 4)][-len(current()) :]


def test_clock_that_goes_back_and_forth_writes_no_day_twice(ahead_by_three_days, clock):
    clock.at(0, 12)
    assert run_facts() == 0
    clock.at(-1, 12)
    run_facts()
    clock.at(0, 12)
    run_facts()
    assert run_facts() == 0
    with system_scope(reason="test"):
        days = list(DailySnapshot.objects.filter(is_current=True).values_list("day", flat=True))
    assert len(days) == len(set(days))


def test_paper_is_written_once_though_the_clock_goes_back_over_its_hour(clock, city):
    make_plan()
    clock.at(0, 2)
    run_facts()
    clock.at(0, 7)
    first = run_papers()
    clock.at(0, 5)
    assert run_papers() == 0
    clock.at(0, 7)
    assert run_papers() == 0
    with system_scope(reason="test"):
        spans = list(Paper.objects.values_list("kind", "first_day", "last_day"))
    assert len(spans) == len(set(spans)) == first >= 1


def test_order_is_told_of_its_red_light_again_when_it_is_really_due(
    clock, city, as_actor, district
):
    office = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    leader = as_actor(Duty.LEADER)
    row = order(city, office.organisation_id)
    for days in (90, 0, 0):
        clock.at(days)
        watch_orders()
    with system_scope(reason="test"):
        back = Order.objects.get(pk=row.pk)
    assert (back.told, back.escalated_at) == ("", None)
    clock.at(90)
    assert [watch_orders(), watch_orders()] == [1, 0]
    with system_scope(reason="test"):
        assert Order.objects.get(pk=row.pk).told == "red"
    while deliver_next():
        pass
    with system_scope(reason="test"):
        keys = Notification.objects.filter(recipient_id=leader.user_id).values_list("dedupe_key")
        assert len(keys) == len(set(keys)) >= 1


def test_report_that_was_put_off_by_a_clock_ahead_is_due_tomorrow_again(clock, as_actor, district):
    schedule = scheduled(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    right = schedule.next_at
    clock.at(40)
    assert queue_due() == 1
    clock.at(0)
    assert queue_due() == 0
    with system_scope(reason="test"):
        assert ReportSchedule.objects.get().next_at == right
    clock.moment = right
    assert queue_due() == 0  # this one was made by the clock ahead
    clock.moment = right + timedelta(days=1)
    assert [queue_due(), queue_due()] == [1, 0]


def test_report_runs_once_though_the_clock_goes_back_over_its_hour(clock, as_actor, district):
    schedule = scheduled(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    right = schedule.next_at
    for moment in (right, right - timedelta(minutes=30), right, right + timedelta(minutes=1)):
        clock.moment = moment
        queue_due()
    with system_scope(reason="test"):
        assert Job.objects.filter(kind="scheduled_report").count() == 1


def test_score_of_a_clock_ahead_is_not_the_current_one(clock, city, monkeypatch, district):
    use_test_figure(monkeypatch)
    COUNTS.update({"370212": Decimal(18), "370214": Decimal(30)})
    clock.at(150)
    one = scored(city)
    clock.at(155, 3)
    run_assessment()
    clock.at(151, 3)
    run_assessment()
    run_assessment()
    with acting_as(city):
        scores = DistrictScore.objects.filter(round=one, district=district).order_by("day")
        assert [(row.day, row.is_current) for row in scores] == [
            (TODAY + timedelta(days=150), False), (TODAY + timedelta(days=151), True),
        ]  # fmt: skip


def test_reminder_is_not_sent_again_when_the_clock_goes_back(clock, city):
    clock.at(5)
    remind_of_work_plans()
    clock.at(0)
    remind_of_work_plans()
    while deliver_next():
        pass
    with system_scope(reason="test"):
        keys = list(Notification.objects.values_list("recipient", "dedupe_key"))
    assert len(keys) == len(set(keys))


def test_round_without_a_beat_for_three_days_goes_on_and_ends_its_term(
    clock, city, monkeypatch, district
):
    use_test_figure(monkeypatch)
    COUNTS.update({"370212": Decimal(18), "370214": Decimal(30)})
    clock.at(150)
    one = move(city, scored(city), "open_appeals")
    with acting_as(city):
        term = one.appeals_until
    clock.moment = timezone.make_aware(datetime.combine(term + timedelta(days=3), time(3)))
    run_assessment()
    run_assessment()
    with acting_as(city):
        days = DistrictScore.objects.filter(round=one, district=district).order_by("day")
        assert [row.day for row in days] == [
            TODAY + timedelta(days=150), term + timedelta(days=3),
        ]  # fmt: skip
        ended = AssessmentRoundEvent.objects.filter(round=one, transition="close_appeals")
        assert ended.count() == 1
