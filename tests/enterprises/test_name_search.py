"""The search by a part of a name: the same rows, whichever way the database goes to them."""

import pytest
from django.conf import settings
from django.db import connection

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises import querysets
from enterprises.models import Enterprise
from enterprises.querysets import found_by, share_of_names_with
from reports.bench.scratch import owner_cursor
from tests.enterprises.entries import entry


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture(params=["rare", "common"])
def way(request, monkeypatch):
    """By the index of bigrams, or row by row."""
    share = 0.0 if request.param == "rare" else 1.0
    monkeypatch.setattr(querysets, "share_of_names_with", lambda part: share)


def names(actor, text):
    with acting_as(actor):
        return [row.name for row in found_by(Enterprise.objects.order_by("name"), text)]


@pytest.mark.parametrize("text", ["湾水", "水泵ab", "  水泵AB ", "青岛蓝湾水泵AB"])
def test_part_of_a_name_finds_it(way, reviewer, text):
    entry(1)
    entry(2, name="青岛蓝湾水泵Ab有限公司")
    assert names(reviewer, text) == ["青岛蓝湾水泵Ab有限公司"]


def test_characters_of_a_part_stand_together(way, reviewer):
    entry(1, name="青岛蓝湾泵水湾泵有限公司")
    assert names(reviewer, "蓝湾泵") == ["青岛蓝湾泵水湾泵有限公司"]
    assert names(reviewer, "蓝湾泵水湾泵水") == []


@pytest.mark.parametrize("text", ["蓝%泵", "蓝_水", "__", "%%", "湾\\水"])
def test_wildcards_are_letters(way, reviewer, text):
    entry(1, name="青岛蓝湾水泵有限公司")
    assert names(reviewer, text) == []


def test_rows_of_other_districts_are_not_found(way, reviewer):
    entry(1, name="青岛蓝湾水泵有限公司", district="370214")
    assert names(reviewer, "水泵") == []


def test_other_enterprises_are_not_found_by_an_enterprise(way, as_actor):
    own = entry(1, name="青岛蓝湾水泵有限公司")
    entry(2, name="青岛红湾水泵有限公司")
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=own.organisation)
    assert names(staff, "水泵") == ["青岛蓝湾水泵有限公司"]


def test_search_narrows_what_was_chosen_before(way, reviewer):
    entry(1, name="青岛蓝湾水泵有限公司")
    entry(2, name="青岛红湾水泵有限公司", industry_code="65")
    with acting_as(reviewer):
        chosen = Enterprise.objects.filter(industry_code="65")
        assert [row.name for row in found_by(chosen, "水泵")] == ["青岛红湾水泵有限公司"]


def test_rare_part_finds_more_than_a_thousand_names(as_actor, district):
    first = entry(1, name="青岛蓝湾水泵有限公司")
    with system_scope(reason="test"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_organisation (id, kind, name, district_id, is_active, created_at)"
            " SELECT 1000000 + copy, kind, name, district_id, true, now()"
            " FROM accounts_organisation, generate_series(1, 1200) AS copy WHERE id = %s",
            [first.pk],
        )
        columns = ", ".join(
            field.column
            for field in Enterprise._meta.concrete_fields
            if field.name not in ("organisation", "credit_code")
        )
        cursor.execute(
            f"INSERT INTO enterprises_enterprise (organisation_id, credit_code, {columns})"
            f" SELECT 1000000 + copy, 'X' || copy, {columns}"
            " FROM enterprises_enterprise, generate_series(1, 1200) AS copy"
            " WHERE organisation_id = %s",
            [first.pk],
        )
    with acting_as(as_actor(Duty.CITY_OFFICER)):
        assert found_by(Enterprise.objects.all(), "水泵").count() == 1201


@pytest.mark.django_db(transaction=True)
def test_statistics_tell_common_parts_from_rare_ones(as_actor, district):
    for number in range(200):
        entry(number)
    entry(500, name="青岛蓝湾水泵有限公司")
    with owner_cursor(settings.DATABASES["default"]["NAME"]) as cursor:
        cursor.execute("ANALYZE enterprises_enterprise")
    querysets._common_bigrams.cache_clear()
    try:
        assert share_of_names_with("齿轮") > 0.9
        assert share_of_names_with("齿轮水泵") <= share_of_names_with("水泵") < 0.05
    finally:
        querysets._common_bigrams.cache_clear()
