"""Rows of other tables are found by the names of their enterprises, all of them."""

import pytest

from accounts.duties import Duty
from accounts.tenancy import acting_as
from certification.models import Certificate
from enterprises import querysets
from enterprises.models import Enterprise
from enterprises.name_search import enterprise_has
from tests.certification.test_pages import certificate


@pytest.fixture(params=[0.0, 1.0], ids=["rare", "common"])
def how_common(request, monkeypatch):
    """Whether the database takes any part for a rare or for a common one."""
    monkeypatch.setattr(querysets, "share_of_names_with", lambda part: request.param)


@pytest.mark.parametrize(
    ("part", "number"), [("样品", 1), ("cnc", 1), ("没有", 0), ("示%", 0), ("__", 0)]
)
def test_certificates_are_found_by_the_present_name_of_their_holder(
    as_actor, district, how_common, part, number
):
    holder = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    certificate(holder)
    with acting_as(as_actor(Duty.CITY_OFFICER)):
        Enterprise.objects.filter(pk=holder.organisation_id).update(name="样品CNC机械")
        assert Certificate.objects.filter(enterprise_has(part)).count() == number


def test_other_districts_are_not_found(as_actor, district, other_district, how_common):
    holder = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    certificate(holder)
    with acting_as(as_actor(Duty.CITY_OFFICER)):
        Enterprise.objects.filter(pk=holder.organisation_id).update(name="样品机械")
    with acting_as(as_actor(Duty.DISTRICT_REVIEWER, district=other_district)):
        assert not Certificate.objects.filter(enterprise_has("样品")).exists()
