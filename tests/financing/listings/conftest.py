"""The people of listings: an enterprise, its district, an investor."""

from collections.abc import Callable

import pytest

from accounts.duties import Duty, OrganisationKind
from accounts.tenancy import Actor, system_scope
from tests.factories import OrganisationFactory
from tests.procedures.conftest import constraints_are_checked_in_scope, people

__all__ = ["constraints_are_checked_in_scope", "people"]


@pytest.fixture
def investor(as_actor: Callable[..., Actor]) -> Actor:
    return as_actor(Duty.INVESTOR, is_administrator=True)


@pytest.fixture
def other_investor(as_actor: Callable[..., Actor]) -> Actor:
    with system_scope(reason="test"):
        organisation = OrganisationFactory(kind=OrganisationKind.INVESTOR, name="示例海风创投")
    return as_actor(Duty.INVESTOR, organisation=organisation)
