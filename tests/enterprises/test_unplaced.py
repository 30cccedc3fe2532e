"""Entries whose district no list names: the city settles it, or their claim."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.settle_district import settle_district
from enterprises.models import Enterprise, PublishedTitle
from tests.enterprises.test_import_titles import bring_in, csv_bytes

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def unplaced(as_actor, district):
    bring_in(
        as_actor(Duty.DISTRICT_REVIEWER, district=district),
        csv_bytes(["青岛不明有限公司", "领军标杆", "", ""]),
    )
    with system_scope(reason="test"):
        return Enterprise.objects.get()


def test_city_settles_the_district_and_titles_follow(city, unplaced, other_district):
    with acting_as(city):
        settle_district(city, unplaced.pk, other_district, "营业执照")
    with system_scope(reason="test"):
        found = Enterprise.objects.select_related("organisation").get()
        assert found.district_id == found.organisation.district_id == other_district.pk
        assert PublishedTitle.objects.get().district_id == other_district.pk
        assert found.registration_events.get().reason.endswith("营业执照")


def test_settled_district_is_not_settled_again(city, unplaced, other_district, district):
    with acting_as(city):
        settle_district(city, unplaced.pk, other_district, "营业执照")
        with pytest.raises(RuleViolation, match="已经确定"):
            settle_district(city, unplaced.pk, district, "营业执照")


def test_basis_is_needed(city, unplaced, district):
    with acting_as(city), pytest.raises(RuleViolation) as refused:
        settle_district(city, unplaced.pk, district, " ")
    assert set(refused.value.errors) == {"reason"}


def test_district_does_not_take_it_for_its_own(as_actor, unplaced, district):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with acting_as(reviewer), pytest.raises(NotPermitted):
        settle_district(reviewer, unplaced.pk, district, "营业执照")


def test_city_is_shown_what_waits_and_settles_it_on_a_page(city, unplaced, district, signed_in):
    client = signed_in(city)
    assert "1 家企业区市待定" in client.get("/home/").content.decode()
    listed = client.get(reverse("enterprises:unplaced")).context["page"].rows
    assert [row.pk for row in listed] == [unplaced.pk]
    page = reverse("enterprises:place", args=[unplaced.pk])
    assert "领军标杆" in client.get(page).content.decode()
    client.post(page, {"district": district.pk, "reason": "营业执照"})
    assert client.get(reverse("enterprises:unplaced")).context["page"].rows == []
