"""What several pages say by one rule: differences, ends of quarters, and which targets count."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy import system_scope
from reports.assessment.plan_tasks import plan_of, plan_tasks
from reports.models import DistrictShare, Plan, Target
from reports.signed import signed
from reports.targets.months import quarter_ends, quarter_start, quarters_before
from reports.targets.standing import targets_in_use, targets_of_current_plan
from tests.reports.progress.city import CHAMPION, KIND, make_plan

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("number", "digits", "said"),
    [
        (12, 0, "+12"), (-1234, 0, "−1,234"), (0, 0, "0"), (None, 0, "—"),
        (Decimal("0.215"), 2, "+0.22"), (Decimal("-3.5"), 2, "−3.50"),
        (Decimal("-0.001"), 2, "0.00"), (Decimal(7), 0, "+7"),
    ],
)  # fmt: skip
def test_difference_has_its_sign_a_true_minus_and_none_for_nothing(number, digits, said):
    assert signed(number, digits) == said


@given(DAYS, st.integers(0, 40))
def test_quarters_before_a_day_are_ends_of_quarters_one_after_the_other(day, number):
    found = quarters_before(day, number)
    assert len(found) == number
    assert found == quarter_ends(found[0], day)[:number] if found else True
    assert not found or found[-1] + timedelta(days=1) == quarter_start(day)


@pytest.fixture
def shared(db, district):
    """A plan whose target is split to a district."""
    plan = make_plan()
    with system_scope(reason="test"):
        target = Target.objects.get(plan=plan, measure=KIND)
        DistrictShare.objects.create(target=target, district=district, value=40)
    return target


def tasks():
    with system_scope(reason="test"):
        return plan_tasks([KIND], date(2026, 1, 1), date(2027, 12, 31))


def test_retired_target_counts_nowhere(shared, district):
    assert tasks() == {district.pk: Decimal(40)}
    with system_scope(reason="test"):
        Target.objects.filter(pk=shared.pk).update(retired_at=timezone.now())
        found = {one.measure for one in targets_of_current_plan()}
    assert (found, tasks()) == ({CHAMPION}, {})


def test_target_of_a_retired_plan_counts_nowhere(shared):
    with system_scope(reason="test"):
        Plan.objects.filter(pk=shared.plan_id).update(retired_at=timezone.now())
        assert not targets_in_use().filter(plan=shared.plan_id).exists()
        assert plan_of(date(2026, 1, 1), date(2027, 12, 31)) != shared.plan
