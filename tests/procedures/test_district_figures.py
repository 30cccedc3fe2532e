"""How many reviews districts ended by their day."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from accounts.tenancy import system_scope
from procedures.models import CaseEvent
from tests.district_figures import asked, told
from tests.procedures import filings

SPAN = date(2026, 1, 1), date(2026, 12, 31)
BY_HAND = """
SELECT district_id, count(*) FILTER (
    WHERE (at AT TIME ZONE 'Asia/Shanghai')::date <= (facts->>'due_before')::date), count(*)
FROM procedures_caseevent
WHERE source = 'district_review' AND transition IN ('recommend', 'decline', 'return_for_correction')
  AND (at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN '2026-01-01' AND '2026-12-31'
GROUP BY 1
"""


@pytest.fixture
def case(people):
    return filings.submitted(people.staff)


def event(case, transition, moment, *, source="district_review", target="city_review", due=None):
    with system_scope(reason="test"):
        CaseEvent.objects.create(
            application=case, organisation_id=case.organisation_id, district_id=case.district_id,
            transition=transition, source=source, target=target, at=moment,
            facts={"due_before": due.isoformat()} if due else {},
        )  # fmt: skip


def at(month, day, hour=10):
    return timezone.make_aware(datetime(2026, month, day, hour))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_reviews_equal_a_query_by_hand(case, seed):
    chance = Random(seed)
    for _ in range(40):
        moment = at(chance.randrange(1, 12), chance.randrange(1, 28), chance.randrange(24))
        event(
            case, chance.choice(("recommend", "decline", "withdraw", "return_for_correction")),
            moment, source=chance.choice(("district_review", "district_review", "city_review")),
            due=timezone.localdate(moment) + timedelta(days=chance.randrange(-5, 6)),
        )  # fmt: skip
    assert told("reviews_in_time", *SPAN) == asked(BY_HAND)


def test_review_on_its_last_day_is_in_time(case):
    event(case, "recommend", at(6, 3, 23), due=date(2026, 6, 3))
    event(case, "recommend", at(6, 4, 0), due=date(2026, 6, 3))
    assert told("reviews_in_time", *SPAN) == {case.district_id: (1, 2)}


def test_return_is_measured_from_when_the_case_came_by_the_schemes_term(case):
    """Ten working days after Thursday 2026-06-04 is Thursday 2026-06-18: the day before the Dragon
    Boat holiday."""
    came, last = at(6, 4), at(6, 18)
    days = case.scheme_version.parsed.timetable.district_review_days
    assert days == 10
    for ended in (last, last + timedelta(days=4)):
        event(case, "resubmit", came, source="returned", target="district_review")
        event(case, "return_for_correction", ended, target="returned")
    assert told("reviews_in_time", date(2026, 6, 1), date(2026, 6, 30)) == {
        case.district_id: (1, 2)
    }


def test_withdrawal_is_no_work_of_the_district(case):
    event(case, "withdraw", at(6, 4), target="withdrawn")
    assert told("reviews_in_time", *SPAN) == {}
