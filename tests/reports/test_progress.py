"""Progress to target: what is counted, and when it is on course."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from pages.metrics import counted_now, metrics
from reports.models import Plan
from reports.progress import (
    Progress,
    elapsed_percent,
    finding,
    progress_of_current_plan,
)
from tests.certification.test_pages import certificate


def target(value=0, wanted=100, due=50, label="专精特新产品（技术）"):
    return Progress("certified_product", label, value, wanted, "项", due)


def plan(starts_on=date(2018, 3, 7), ends_on=date(2021, 12, 31)):
    return Plan(name="计划", starts_on=starts_on, ends_on=ends_on)


def current(measure="certified_product"):
    _, rows = progress_of_current_plan()
    return next(row for row in rows if row.measure == measure)


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2018, 3, 6), 0),
        (date(2018, 3, 7), 0),
        (date(2020, 2, 3), 50),
        (date(2021, 12, 30), 99),
        (date(2021, 12, 31), 100),
        (date(2026, 1, 1), 100),
    ],
)
def test_share_of_the_time_that_has_passed(day, percent):
    assert elapsed_percent(plan(), day) == percent


def test_plan_of_one_day_is_over_at_once():
    day = date(2026, 1, 1)
    assert elapsed_percent(plan(day, day), day) == 100


@given(value=st.integers(0, 10**6), wanted=st.integers(0, 10**5), due=st.integers(0, 100))
def test_percent_missing_and_course_agree(value, wanted, due):
    row = target(value, wanted, due)
    assert 0 <= row.percent <= 100
    assert row.missing == max(0, wanted - value)
    assert row.missing or row.is_on_course
    assert row.note


@pytest.mark.parametrize(
    ("value", "due", "note"),
    [(100, 100, "已达成"), (60, 50, "进度正常，还差 40 项"), (40, 50, "还差 60 项")],
)
def test_note_says_what_is_missing(value, due, note):
    assert target(value, 100, due).note == note


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([], "还没有设定目标"),
        ([target(90)], "1 项目标进度都正常"),
        ([target(1, label="甲"), target(2, label="乙")], "2 项目标都需要加力，甲差距最大"),
        ([target(1, label="甲"), target(90, label="乙")], "2 项目标中 1 项进度正常，甲需要加力"),
    ],
)
def test_finding_names_what_is_furthest_behind(rows, title):
    assert finding(rows) == title


def test_target_of_nothing_is_reached_and_never_divides():
    assert finding([target(0, 0)]) == "1 项目标进度都正常"


def test_current_plan_has_the_targets_of_the_action_plan(db):
    with system_scope(reason="test"):
        found, rows = progress_of_current_plan()
    assert found.is_current
    assert {row.measure for row in rows} == set(metrics())


def test_without_a_plan_there_is_no_progress(db):
    with system_scope(reason="test"):
        Plan.objects.update(is_current=False)
        assert progress_of_current_plan() == (None, [])


@pytest.mark.parametrize(
    ("values", "counted"),
    [
        ({}, 1),
        ({"state": "recheck_due"}, 1),
        ({"state": "revoked"}, 0),
        ({"state": "suspended"}, 0),
        ({"ends_in": 0}, 1),
        ({"ends_in": -1}, 0),
    ],
)
def test_valid_certificates_are_counted(as_actor, district, values, counted):
    more = dict(values)
    if "ends_in" in more:
        more["valid_to"] = timezone.localdate() + timedelta(days=more.pop("ends_in"))
    certificate(as_actor(Duty.ENTERPRISE_STAFF, district=district), **more)
    with acting_as(as_actor(Duty.CITY_OFFICER)):
        assert current().value == counted
        counts = {("certified_product", district.pk): 1} if counted else {}
        assert counted_now() == counts


def test_district_counts_its_own(as_actor, district, other_district):
    certificate(as_actor(Duty.ENTERPRISE_STAFF, district=district))
    with acting_as(as_actor(Duty.DISTRICT_REVIEWER, district=other_district)):
        assert current().value == 0


def test_pool_is_counted_from_the_registry(as_actor, district):
    certificate(as_actor(Duty.ENTERPRISE_STAFF, district=district))
    with system_scope(reason="test"):
        assert current("pool").value == 0
        Enterprise.objects.update(pool_entered_on=timezone.localdate())
        assert current("pool").value == 1
