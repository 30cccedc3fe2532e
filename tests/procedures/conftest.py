"""People around a case."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from accounts.duties import Duty
from accounts.models import Organisation
from accounts.tenancy import system_scope
from tests.procedures import filings


@pytest.fixture
def people(as_actor: Any, district: Any) -> SimpleNamespace:
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
def constraints_are_checked_in_scope(request: Any) -> Any:
    """Ask the deferred constraints while there is a scope: the rolled-back test has none."""
    if "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    yield
    with system_scope(reason="test"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
