"""Counts in one statement: right for everybody, compiled for one of a kind."""

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import counts
from accounts.compiled_queries import QueryWhileBuilding
from accounts.counts import counts_for
from accounts.duties import Duty
from accounts.models import Membership, Notification
from accounts.tenancy import acting_as


@pytest.fixture(autouse=True)
def nothing_kept():
    counts._kept.clear()


def unread(actor):
    return Notification.objects.filter(recipient_id=actor.user_id, read_at=None)


def members(actor):
    return Membership.objects.filter(organisation_id=actor.organisation_id)


def notified(actor, number):
    with acting_as(actor):
        for place in range(number):
            Notification.objects.create(recipient_id=actor.user_id, dedupe_key=str(place))


def counted(actor, builder, **options):
    with acting_as(actor):
        return counts_for(actor, "test", builder, **options)


def test_each_group_is_counted_in_one_query(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    notified(actor, 3)
    with acting_as(actor), CaptureQueriesContext(connection) as captured:
        found = counts_for(
            actor,
            "test",
            lambda one: [(unread(one),), (members(one),), (unread(one), members(one))],
        )
    assert found == [3, 1, 4]
    assert len(captured) == 1


def test_kept_statement_counts_for_the_one_who_asks(as_actor):
    first, second = as_actor(Duty.ENTERPRISE_STAFF), as_actor(Duty.ENTERPRISE_STAFF)
    notified(first, 2)
    notified(second, 5)
    built = []

    def builder(actor):
        built.append(actor)
        return [(unread(actor),)]

    assert counted(first, builder) == [2]
    known = len(built)
    assert counted(second, builder) == [5]
    assert len(built) == known


def test_districts_are_those_of_the_one_who_asks(as_actor, district, other_district):
    here = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    there = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    as_actor(Duty.ENTERPRISE_STAFF, district=other_district)

    def all_members(actor):
        return [(Membership.objects.all(),)]

    assert (counted(here, all_members), counted(there, all_members)) == ([1], [2])


def test_no_queryset_is_read_further_than_one_beyond_the_most(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    notified(actor, 5)
    assert counted(actor, lambda one: [(unread(one),)], most=3) == [4]


def test_queryset_that_can_have_no_rows_counts_nothing(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    assert counted(actor, lambda one: [(Membership.objects.none(),), (members(one),)]) == [0, 1]


def test_builder_that_asks_the_database_is_refused(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    with pytest.raises(QueryWhileBuilding):
        counted(actor, lambda one: [(Membership.objects.filter(pk__in=list(members(one))),)])


def test_what_follows_from_more_than_the_ids_is_built_each_time(as_actor):
    actor = as_actor(Duty.ENTERPRISE_STAFF)

    def by_name(one):
        return [(members(one).annotate(at=Value(timezone.now())).filter(at__lte=timezone.now()),)]

    assert counted(actor, by_name) == [1]
    assert list(counts._kept.values()) == [None]


def test_statement_of_another_day_is_forgotten(as_actor, monkeypatch):
    actor = as_actor(Duty.ENTERPRISE_STAFF)
    counted(actor, lambda one: [(members(one),)])
    later = timezone.localdate() + timezone.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: later)
    counted(actor, lambda one: [(members(one),)])
    assert [key[0] for key in counts._kept] == [later]


def test_administrators_have_statements_of_their_own(as_actor):
    actor = as_actor(Duty.DISTRICT_REVIEWER)
    administrator = as_actor(Duty.DISTRICT_REVIEWER, is_administrator=True)

    def builder(one):
        return [(members(one),)] * (2 if one.is_administrator else 1)

    assert len(counted(actor, builder)) == 1
    assert len(counted(administrator, builder)) == 2
