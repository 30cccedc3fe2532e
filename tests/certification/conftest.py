"""The people and rules of the filings' tests."""

import pytest

from accounts.duties import Duty
from tests.certification.certificates import certified
from tests.procedures import filings
from tests.procedures.conftest import constraints_are_checked_in_scope, people
from tests.procedures.notices import ended, proposed, published

__all__ = ["constraints_are_checked_in_scope", "people"]


@pytest.fixture
def second(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def alone(settings):
    """Call it to let one person do everything, and again to need two."""

    def switch(*acts):
        settings.ACTS_BY_ONE_PERSON = list(acts)

    return switch


@pytest.fixture
def certificate(people, alone):
    filings.open_batch()
    alone("notice.publish", "notice.certify")
    found = certified(people)
    alone()
    return found


@pytest.fixture
def over(people, alone):
    """A notice whose days are over."""
    filings.open_batch()
    alone("notice.publish")
    notice = published(people, [proposed(people)])
    alone()
    ended(notice)
    return notice
