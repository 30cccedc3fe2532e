"""A claim in the district's review, and the people around it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import Actor
from financing.models import SubsidyClaim
from tests.financing.ledger.conftest import people
from tests.financing.subsidies.review import claims
from tests.procedures.conftest import constraints_are_checked_in_scope

__all__ = ["constraints_are_checked_in_scope", "people"]


@pytest.fixture
def claim(people: SimpleNamespace, district: District) -> SubsidyClaim:
    return claims.claim(people.staff, district.pk)


@pytest.fixture
def at_city(people: SimpleNamespace, district: District) -> SubsidyClaim:
    """The same in the city's review."""
    return claims.claim(people.staff, district.pk, state="city_review")


@pytest.fixture
def auditor_of(as_actor: Callable[..., Actor]) -> Actor:
    """Somebody of an audit firm."""
    return as_actor(Duty.AUDIT_FIRM_STAFF)
