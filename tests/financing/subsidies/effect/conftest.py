"""The staged grant of 6,000,000, half of it paid, and the people around it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import system_scope
from financing.subsidies.effect.rules import a_year_after
from tests.financing.ledger import money
from tests.financing.subsidies.effect import grants
from tests.procedures.conftest import constraints_are_checked_in_scope
from tests.procedures.conftest import people as _people

__all__ = ["constraints_are_checked_in_scope"]


@pytest.fixture
def people(as_actor, district) -> SimpleNamespace:
    found = _people.__wrapped__(as_actor, district)
    found.city2 = as_actor(Duty.CITY_OFFICER)
    found.district_id = district.pk
    return found


@pytest.fixture
def paid_on():
    """So long ago that three years of goals are over."""
    return timezone.localdate() - timedelta(days=3 * 366)


@pytest.fixture
def grant(people, paid_on):
    """Its first 3,000,000 were paid; the remainder waits for the goals."""
    fund = money.fund(grants.FUND)
    money.budget(people, fund, "10000000.00")
    money.account_of(people.staff)
    return grants.half_paid(people, paid_on)


@pytest.fixture
def later(people, grant, paid_on):
    """The same, paid so recently that the goals' time is not over."""
    day = timezone.localdate() - timedelta(days=400)
    with system_scope(reason="test"):
        grant.payables.filter(number=1).update(paid_on=day)
    assert a_year_after(day) < timezone.localdate()
    return grant
