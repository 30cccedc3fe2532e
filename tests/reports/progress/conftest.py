"""The clock and the city of the tests of progress."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.duties import Duty
from tests.reports.progress.city import (
    CHAMPION,
    TODAY,
    Clock,
    certify,
    make_plan,
    place,
    revoke,
    split,
)


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    clock = Clock()
    clock.work_on(TODAY)
    monkeypatch.setattr(timezone, "now", lambda: clock.moment)
    return clock


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def lived(clock, city, plan, district, other_district):
    """Two districts; in the first of them 崂山 four were recognised before the plan and six within
    it, in 城阳 one each; one lapsed, one was revoked; and one champion. The facts of TODAY."""
    clock.work_on(date(2026, 1, 5))
    for which in range(1, 13):
        place(which, district if which <= 10 else other_district)
    for which in range(1, 5):
        until = date(2026, 3, 31) if which == 1 else date(2028, 3, 1)
        certify(city, which, date(2025, 11, 2) + timedelta(days=which), until)
    certify(city, 11, date(2025, 12, 1), date(2028, 3, 31))
    clock.work_on(date(2026, 5, 20))
    papers = [
        certify(city, which, date(2026, 2, 1) + timedelta(days=10 * which), date(2029, 1, 31))
        for which in range(5, 11)
    ]
    certify(city, 12, date(2026, 4, 1), date(2029, 3, 31))
    certify(city, 2, date(2026, 4, 1), date(2027, 3, 31), kind=CHAMPION)
    revoke(city, papers[0])
    split(plan, "demonstration_enterprise", {district: 30, other_district: 10})
    clock.night_of(TODAY)
    clock.work_on(TODAY + timedelta(days=1))
    return plan
