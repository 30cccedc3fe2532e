"""The people of a permit, and its tables for the tests of this folder."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from pytest_django import DjangoDbBlocker

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import Actor
from lifecycle import registry
from tests import database_copies
from tests.lifecycle import permits
from tests.procedures.conftest import constraints_are_checked_in_scope

__all__ = ["constraints_are_checked_in_scope"]


@pytest.fixture(scope="package", autouse=True)
def tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        permits.make_tables()
    database_copies.added.append(permits.make_tables)
    yield
    database_copies.added.remove(permits.make_tables)
    with django_db_blocker.unblock():
        permits.drop_tables()


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine of permits is found by its name, within a test."""
    monkeypatch.setitem(registry._machines, "permit", permits.MACHINE)
    permits.covered.clear()


@pytest.fixture
def people(as_actor: Callable[..., Actor], district: District) -> SimpleNamespace:
    """`staff` of an enterprise, the `reviewer` of its district, an `officer` of the city."""
    return SimpleNamespace(
        staff=as_actor(Duty.ENTERPRISE_STAFF, district=district),
        reviewer=as_actor(Duty.DISTRICT_REVIEWER, district=district),
        officer=as_actor(Duty.CITY_OFFICER),
    )
