"""The people of the casebook's tests: the city, and the two sides of one story."""

from types import SimpleNamespace

import pytest

from accounts.duties import Duty
from accounts.models import Organisation
from accounts.tenancy import system_scope
from tests.procedures.conftest import constraints_are_checked_in_scope
from tests.reports.casebook import world

__all__ = ["constraints_are_checked_in_scope"]


@pytest.fixture
def people(as_actor, own_media):
    """`city`, and the `staff` (administrator) and `clerk` of the champion that `story` is about."""
    city = as_actor(Duty.CITY_OFFICER)
    story = world.invited(city)
    with system_scope(reason="test"):
        own = Organisation.objects.get(pk=story.organisation_id)
    return SimpleNamespace(
        city=city,
        story=story,
        staff=as_actor(Duty.ENTERPRISE_STAFF, organisation=own, is_administrator=True),
        clerk=as_actor(Duty.ENTERPRISE_STAFF, organisation=own),
    )
