"""A second officer, a fund with a budget, an enterprise with a new certificate and an account."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from accounts.duties import Duty
from accounts.tenancy import Actor, system_scope
from certification.models import Certificate
from enterprises.models import Enterprise
from financing.models import FundYear
from tests.certification.certificates import certified
from tests.financing.ledger import money
from tests.financing.subsidies.auto import lists


@pytest.fixture
def people(people: SimpleNamespace, as_actor: Callable[..., Actor]) -> SimpleNamespace:
    people.city2 = as_actor(Duty.CITY_OFFICER)
    return people


@pytest.fixture
def budget(people: SimpleNamespace) -> FundYear:
    return money.budget(people, money.fund("jigai"), 1_000_000)


@pytest.fixture
def holder(people: SimpleNamespace, budget: FundYear) -> Certificate:
    """A certificate of today, its scheme's batch open, its holder's account confirmed."""
    found = certified(people)
    lists.award()
    money.account_of(people.staff)
    with system_scope(reason="test"):
        entry = Enterprise.objects.get(pk=people.staff.organisation_id)
        assert entry.name == found.holder_name
    return found
