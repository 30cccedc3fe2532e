"""Two officers, a claim in the city's review, its fund."""

from types import SimpleNamespace

import pytest

from accounts.models import District
from financing.models import SubsidyClaim
from tests.financing.ledger import money
from tests.financing.ledger.conftest import people
from tests.financing.subsidies.flow.steps import with_budget
from tests.financing.subsidies.review import claims
from tests.procedures.conftest import constraints_are_checked_in_scope

__all__ = ["constraints_are_checked_in_scope", "people"]


@pytest.fixture
def claim(people: SimpleNamespace, district: District) -> SubsidyClaim:
    """A claim of 205.60 万元 in the city's review, its enterprise with an account."""
    made = claims.claim(people.staff, district.pk, state="city_review")
    money.account_of(people.staff)
    return made


@pytest.fixture
def fund(people: SimpleNamespace):
    """The claim's fund with 100 million."""
    return with_budget(people)
