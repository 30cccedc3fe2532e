"""Two officers, a fund with a budget, a case that was granted money."""

from types import SimpleNamespace

import pytest

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.make_batch import make_batch
from tests.financing.ledger import money
from tests.procedures import factories
from tests.procedures.conftest import constraints_are_checked_in_scope
from tests.procedures.conftest import people as _people

__all__ = ["constraints_are_checked_in_scope"]


@pytest.fixture
def people(as_actor, district):
    """With a second officer of the city."""
    found = _people.__wrapped__(as_actor, district)
    found.city2 = as_actor(Duty.CITY_OFFICER)
    found.district_id = district.pk
    return found


@pytest.fixture
def fund(db):
    return money.fund()


@pytest.fixture
def year(people, fund):
    """A year of the fund with a budget of 1,000,000.00."""
    return money.budget(people, fund, "1000000.00")


@pytest.fixture
def batch_of_cases(db):
    with system_scope(reason="test"):
        return factories.open_batch()


@pytest.fixture
def case(people, year, batch_of_cases):
    return money.case_of(people.staff, people.district_id, batch_of_cases)


@pytest.fixture
def payables(people, case):
    """Three instalments: 100,000.00, 93,200.00 and 59,930.00, and the enterprise's account."""
    money.account_of(people.staff)
    return money.granted(people.city, case, "100000.00", "93200.00", "59930.00")


@pytest.fixture
def batch(people, year, payables):
    """A batch of all three, sent to the bank."""
    with acting_as(people.city):
        made = make_batch(people.city, year.pk, [one.pk for one in payables])
    return money.sent(people, made)


@pytest.fixture
def others(as_actor, district):
    """Staff of another enterprise of the same district."""
    return SimpleNamespace(staff=as_actor(Duty.ENTERPRISE_STAFF, district=district))
