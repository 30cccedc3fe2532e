"""Queries that are compiled once: the rows of whoever asks, as Django would find them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.compiled_queries import QueryWhileBuilding, compiled_once
from accounts.duties import Duty
from accounts.models import Membership
from accounts.tenancy import NoActiveScope, acting_as, system_scope


def plain(organisation_id: int) -> QuerySet[Membership]:
    rows = Membership.objects.filter(organisation_id=organisation_id).order_by("id")
    return rows.select_related("user")


def found_by(actor, query, organisation_id):
    with acting_as(actor):
        return list(query(organisation_id))


def test_rows_are_those_of_the_queryset(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    query = compiled_once(plain)
    for _ in range(2):
        (row,) = found_by(actor, query, actor.organisation_id)
        assert (row.pk, row.duty) == (actor.membership_id, Duty.ENTERPRISE_STAFF)


def test_related_rows_come_with_the_one_query(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    query = compiled_once(plain)
    with acting_as(actor), CaptureQueriesContext(connection) as captured:
        names = [row.user.name for row in query(actor.organisation_id)]
    assert names == [actor.user_name]
    assert len(captured) == 1


def test_another_of_the_kind_does_not_build_it_again(as_actor):
    first, second = as_actor(Duty.ENTERPRISE_STAFF), as_actor(Duty.ENTERPRISE_STAFF)
    built = []

    @compiled_once
    def query(organisation_id: int) -> QuerySet[Membership]:
        built.append(organisation_id)
        return plain(organisation_id)

    found_by(first, query, first.organisation_id)
    times = len(built)
    (row,) = found_by(second, query, second.organisation_id)
    assert (row.pk, len(built)) == (second.membership_id, times)


@pytest.mark.parametrize("kept_for", ["nobody", "the other"])
def test_rows_of_others_stay_unseen(as_actor, kept_for):
    own, other = as_actor(Duty.ENTERPRISE_STAFF), as_actor(Duty.ENTERPRISE_STAFF)
    query = compiled_once(plain)
    if kept_for == "the other":
        found_by(other, query, other.organisation_id)
    assert found_by(own, query, other.organisation_id) == []


def test_each_kind_of_scope_has_a_text_of_its_own(as_actor, district, other_district):
    staff = as_actor(Duty.ENTERPRISE_STAFF)
    query = compiled_once(plain)
    assert found_by(staff, query, staff.organisation_id)
    with acting_as(staff):
        home = Membership.objects.get(pk=staff.membership_id).district
    elsewhere = other_district if home == district else district
    here = as_actor(Duty.DISTRICT_REVIEWER, district=home)
    there = as_actor(Duty.DISTRICT_REVIEWER, district=elsewhere)
    assert len(found_by(here, query, staff.organisation_id)) == 1
    assert found_by(there, query, staff.organisation_id) == []
    with system_scope(reason="count in a test"):
        assert len(query(staff.organisation_id)) == 1


def test_values_come_as_they_would(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)

    @compiled_once
    def query(organisation_id: int) -> QuerySet[Membership, tuple[int, str]]:
        return plain(organisation_id).values_list("user_id", "duty")

    assert found_by(actor, query, actor.organisation_id) == [(actor.user_id, Duty.ENTERPRISE_STAFF)]


def test_what_is_given_by_name_has_a_text_of_its_own(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)

    @compiled_once
    def query(organisation_id: int, *, duty: Duty) -> QuerySet[Membership]:
        return plain(organisation_id).filter(duty=duty)

    with acting_as(actor):
        assert len(query(actor.organisation_id, duty=Duty.ENTERPRISE_STAFF)) == 1
        assert query(actor.organisation_id, duty=Duty.CITY_OFFICER) == []


def test_what_depends_on_the_moment_is_built_each_time(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)

    @compiled_once
    def query(organisation_id: int) -> QuerySet[Membership]:
        return plain(organisation_id).filter(since__lte=timezone.now())

    assert not found_by(actor, query, actor.organisation_id + 1)
    assert list(query._kept.values()) == [None]
    assert found_by(actor, query, actor.organisation_id)


def test_the_text_is_made_again_on_the_next_day(as_actor, monkeypatch):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    query = compiled_once(plain)
    found_by(actor, query, actor.organisation_id)
    (kept,) = query._kept.values()
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("accounts.compiled_queries.timezone.localdate", lambda: tomorrow)
    found_by(actor, query, actor.organisation_id)
    assert kept not in query._kept.values()
    assert len(query._kept) == 1


def test_a_query_while_building_is_refused(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)

    @compiled_once
    def query(organisation_id: int) -> QuerySet[Membership]:
        return plain(organisation_id) if plain(organisation_id).exists() else plain(0)

    with pytest.raises(QueryWhileBuilding):
        found_by(actor, query, actor.organisation_id)


def test_no_rows_exist_outside_a_scope():
    with pytest.raises(NoActiveScope):
        compiled_once(plain)(1)
