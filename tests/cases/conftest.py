"""Who brings the files in."""

import pytest

from accounts.duties import Duty
from tests.procedures.conftest import constraints_are_checked_in_scope, people

__all__ = ["constraints_are_checked_in_scope", "people"]


@pytest.fixture
def reviewer(as_actor, district, own_media):
    """A reviewer of 崂山区, where the files' enterprises are."""
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def city(as_actor, own_media):
    return as_actor(Duty.CITY_OFFICER)
