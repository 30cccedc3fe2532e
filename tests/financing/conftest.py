"""The people of the list's tests, and a bank with a program."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from accounts.duties import Duty, OrganisationKind
from accounts.models import District
from accounts.tenancy import Actor, acting_as, system_scope
from accounts.throttling import this_minute
from certification.models import Certificate
from financing.line.actions.save_client import make_client
from financing.models import ClientScope
from tests.certification.certificates import certified
from tests.factories import OrganisationFactory
from tests.procedures.conftest import constraints_are_checked_in_scope, people

__all__ = ["constraints_are_checked_in_scope", "people"]


@pytest.fixture
def holder(people: SimpleNamespace) -> Certificate:
    """A certificate of the people's enterprise: it may be on the list."""
    return certified(people)


@pytest.fixture
def bank(as_actor: Callable[..., Actor]) -> Actor:
    """An administrator of a bank."""
    return as_actor(Duty.BANK_OFFICER, is_administrator=True)


@pytest.fixture
def program(bank: Actor) -> SimpleNamespace:
    """A program of the bank, with its secret; nobody has asked for a token in this minute."""
    cache.delete(f"asked:token:127.0.0.1:{this_minute()}")
    with acting_as(bank):
        client, secret = make_client(bank, "核心系统", list(ClientScope))
    return SimpleNamespace(client=client, secret=secret)


@pytest.fixture
def other_bank(as_actor: Callable[..., Actor]) -> Actor:
    """An officer of another bank."""
    with system_scope(reason="test"):
        organisation = OrganisationFactory(kind=OrganisationKind.BANK, name="示例山海银行")
    return as_actor(Duty.BANK_OFFICER, organisation=organisation)


@pytest.fixture
def leader(as_actor: Callable[..., Actor]) -> Actor:
    return as_actor(Duty.LEADER)


@pytest.fixture
def watchers(people: SimpleNamespace, leader: Actor) -> tuple[object, ...]:
    """Whoever watches the bank line: the city, the district, a leader."""
    return people.city, people.reviewer, leader


@pytest.fixture
def stranger(as_actor: Callable[..., Actor], other_district: District) -> Actor:
    """A reviewer of another district."""
    return as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
