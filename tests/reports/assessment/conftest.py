"""Fixtures of the assessment."""

import pytest

from accounts.duties import Duty
from tests.reports.assessment.rounds import COUNTS, use_test_figure


@pytest.fixture(autouse=True)
def counts(monkeypatch):
    """The registered figure of these tests; its numbers by district code."""
    use_test_figure(monkeypatch)
    return COUNTS


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def bureau(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def other_bureau(as_actor, other_district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
