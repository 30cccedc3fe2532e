"""What the registry tells of districts: each figure equals a query by hand and is made up of its
rows."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone

from accounts.tenancy import system_scope
from enterprises.models import Enterprise, PoolEvent, YearlyReport
from enterprises.pool import in_pool_on
from tests.district_figures import asked, told
from tests.enterprises.imports import code, enterprise

KEY = "rd_intensity_change"
YEAR = date(2026, 1, 1), date(2026, 12, 31)
ENTERPRISES = """
SELECT district_id, count(*) FROM enterprises_enterprise
WHERE coalesce(established_on, '-infinity') <= %(last)s
  AND registration_state IN ('confirmed', 'unclaimed') GROUP BY 1
"""
IN_TIME = """
SELECT e.district_id, count(r.id), count(*) FROM enterprises_enterprise e
LEFT JOIN enterprises_yearlyreport r ON r.organisation_id = e.organisation_id AND r.year = 2025
  AND r.state = 'submitted' AND (r.submitted_at AT TIME ZONE 'Asia/Shanghai')::date <= '2026-05-31'
WHERE e.pool_entered_on <= '2026-05-31' GROUP BY 1
"""
INTENSITY = """
SELECT now.district_id, sum(now.rd_cost) / sum(now.revenue) - sum(old.rd_cost) / sum(old.revenue)
FROM enterprises_yearlyreport now JOIN enterprises_yearlyreport old USING (organisation_id)
WHERE now.year = 2025 AND old.year = 2024 AND now.state = 'submitted' AND old.state = 'submitted'
  AND now.revenue > 0 AND old.revenue > 0
  AND now.rd_cost IS NOT NULL AND old.rd_cost IS NOT NULL GROUP BY 1
"""


def at(year, month, day):
    return timezone.make_aware(datetime(year, month, day, 23, 30))


def report(entry, year, *, submitted_at=None, state="submitted", **figures):
    with system_scope(reason="test"):
        return YearlyReport.objects.create(
            organisation_id=entry.pk, district_id=entry.district_id, year=year, state=state,
            submitted_at=submitted_at or at(year + 1, 4, 1), **figures,
        )  # fmt: skip


def pool_event(entry, kind, moment):
    with system_scope(reason="test"):
        PoolEvent.objects.create(
            organisation_id=entry.pk, district_id=entry.district_id, kind=kind, year=moment.year,
            organisation_name="示例", at=moment,
        )  # fmt: skip


@pytest.fixture(params=[1, 2, 3])
def registry(request, db):
    """Enterprises and reports by chance in three districts."""
    chance = Random(request.param)
    for number in range(25):
        entry = enterprise(
            f"青岛示例{number}有限公司",
            code(number + 1) if number % 5 else None,
            chance.choice(("370212", "370214", "370213")),
            established_on=chance.choice((None, date(2010, 5, 1), date(2026, 11, 1))),
            pool_entered_on=chance.choice((None, date(2024, 5, 1), date(2026, 8, 1))),
        )
        for year in (2024, 2025):
            report(
                entry, year, state=chance.choice(("submitted", "submitted", "draft")),
                submitted_at=at(year + 1, chance.randrange(3, 9), chance.randrange(1, 30)),
                revenue=chance.choice((None, 0, chance.randrange(100, 90_000))),
                rd_cost=chance.choice((None, chance.randrange(0, 900))),
            )  # fmt: skip


def changes_of_intensity():
    return {district: above / below for district, (above, below) in told(KEY, *YEAR).items()}


def test_figures_equal_queries_by_hand(registry):
    last = date(2026, 9, 30)
    assert told("enterprises", YEAR[0], last) == asked(ENTERPRISES, last=last)
    assert told("yearly_reports_in_time", *YEAR) == asked(IN_TIME)
    by_hand = asked(INTENSITY)
    found = changes_of_intensity()
    assert found.keys() == by_hand.keys()  # the database cuts quotients off earlier
    assert all(abs(found[key] - by_hand[key][0]) < Decimal("1e-10") for key in found)


def test_intensity_is_that_of_all_together_and_not_the_mean(db, district):
    large, small = (enterprise(f"青岛示例{n}有限公司", code(n)) for n in (1, 2))
    for entry, revenue, before, now in ((large, 9000, 270, 360), (small, 1000, 30, 40)):
        report(entry, 2024, revenue=revenue, rd_cost=before)
        report(entry, 2025, revenue=revenue, rd_cost=now)
    assert changes_of_intensity() == {district.pk: Decimal("0.01")}


def test_enterprise_with_one_year_alone_moves_no_intensity(db):
    report(enterprise("青岛示例有限公司", code(1)), 2025, revenue=100, rd_cost=90)
    assert told(KEY, *YEAR) == {}


def test_report_of_the_last_day_is_in_time(db, district):
    entry = enterprise("青岛示例有限公司", code(1), pool_entered_on=date(2024, 1, 1))
    report(entry, 2025, submitted_at=at(2026, 5, 31))
    assert told("yearly_reports_in_time", *YEAR) == {district.pk: (1, 1)}


def test_period_without_a_due_day_tells_nothing_of_reports(registry):
    assert told("yearly_reports_in_time", date(2026, 7, 1), date(2026, 9, 30)) == {}


def members_on(day):
    with system_scope(reason="test"):
        return list(in_pool_on(day).values_list("pk", flat=True))


def test_member_who_left_and_came_back_was_out_in_between(db):
    entry = enterprise("青岛示例有限公司", code(1))
    for kind, moment in (
        ("entered", at(2024, 1, 10)), ("kept", at(2025, 1, 10)), ("left", at(2025, 6, 10)),
        ("entered", at(2026, 2, 10)),
    ):  # fmt: skip
        pool_event(entry, kind, moment)
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=entry.pk).update(pool_entered_on=date(2026, 2, 10))
    days = (
        date(2024, 1, 9), date(2024, 1, 10), date(2025, 6, 9), date(2025, 6, 10), date(2026, 2, 10)
    )  # fmt: skip
    assert [bool(members_on(day)) for day in days] == [False, True, True, False, True]


def test_member_by_the_registrys_own_day_is_one_from_that_day(db):
    entry = enterprise("青岛示例有限公司", code(1), pool_entered_on=date(2020, 3, 1))
    assert members_on(date(2020, 3, 1)) == [entry.pk]
    assert members_on(date(2020, 3, 1) - timedelta(days=1)) == []
