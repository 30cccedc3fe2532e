"""People around a case."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.db import connection

from accounts.duties import Duty
from accounts.models import District, Organisation
from accounts.tenancy import Actor, system_scope
from tests.procedures import filings


@pytest.fixture
def people(as_actor: Callable[..., Actor], district: District) -> SimpleNamespace:
    """Staff of a confirmed enterprise, a colleague, the reviewer of the district, the city."""
    staff = as_actor(Duty.ENTERPRISE_STAFF, district=district, is_administrator=True)
    filings.confirmed(staff)
    with system_scope(reason="test"):
        organisation = Organisation.objects.get(pk=staff.organisation_id)
    return SimpleNamespace(
        staff=staff,
        colleague=as_actor(Duty.ENTERPRISE_STAFF, organisation=organisation),
        reviewer=as_actor(Duty.DISTRICT_REVIEWER, district=district),
        city=as_actor(Duty.CITY_OFFICER),
    )


@pytest.fixture(autouse=True)
def constraints_are_checked_in_scope(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ask the deferred constraints while there is a scope: the rolled-back test has none."""
    if "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    yield
    with system_scope(reason="test"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
