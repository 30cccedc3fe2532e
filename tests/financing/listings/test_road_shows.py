"""Seats of road shows: the last one goes to one, what becomes free to whoever waited longest."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.listings.actions.ask_introduction import ask_introduction
from financing.listings.actions.book_seat import book_seat
from financing.listings.booking_machine import MACHINE
from financing.listings.nightly import free_seats_in_time
from financing.listings.records import RoadShowRecord
from financing.listings.road_shows import came_of, seats_of
from financing.models import RoadShow, RoadShowBooking
from pages.records.actions import save_record
from tests.factories import OrganisationFactory
from tests.financing.listings.people import card, profile, project, show
from tests.procedures import filings


@pytest.fixture
def investors(as_actor):
    """Four investors with profiles."""
    made = []
    for number in range(4):
        with system_scope(reason="test"):
            home = OrganisationFactory(kind=OrganisationKind.INVESTOR, name=f"示例创投{number}")
        made.append(as_actor(Duty.INVESTOR, organisation=home))
        profile(made[-1])
    return made


def booked(actor, at, project_id=None):
    with acting_as(actor):
        return book_seat(actor, at.pk, project_id)


def act(actor, row, name):
    with acting_as(actor):
        return MACHINE.execute(actor, row.pk, name)


def state_of(row):
    with system_scope(reason="test"):
        return RoadShowBooking.objects.get(pk=row.pk).state


def test_who_comes_when_it_is_full_waits(investors):
    at = show()
    assert [booked(one, at).state for one in investors[:2]] == ["booked", "waiting"]


def test_a_seat_that_becomes_free_is_offered_to_who_waited_longest(investors):
    at = show()
    first, second, third = (booked(one, at) for one in investors[:3])
    act(investors[0], first, "cancel")
    assert [state_of(one) for one in (second, third)] == ["offered", "waiting"]
    assert act(investors[1], second, "accept").state == "booked"


def test_the_page_tells_the_place_in_the_queue(investors, signed_in):
    at = show()
    for one in investors[:2]:
        booked(one, at)
    page = reverse("financing:road_show", args=[at.pk])
    newcomer = signed_in(investors[2]).get(page).content.decode()
    assert "现在报名先列入候补" in newcomer
    assert "报名候补</button>" in newcomer
    booked(investors[2], at)
    waiting = re.sub(r"<[^>]+>", "", signed_in(investors[2]).get(page).content.decode())
    assert "排在候补第 2 位" in waiting
    assert "不再候补" in waiting


def test_a_newcomer_does_not_overtake_those_who_wait(investors):
    at = show(investor_seats=1)
    first, second = (booked(one, at) for one in investors[:2])
    act(investors[0], first, "cancel")
    assert booked(investors[2], at).state == "waiting"
    assert state_of(second) == "offered"


def test_an_offer_lapses_and_goes_to_the_next(investors):
    at = show()
    first, second, third = (booked(one, at) for one in investors[:3])
    act(investors[0], first, "cancel")
    with system_scope(reason="test"):
        RoadShowBooking.objects.filter(pk=second.pk).update(
            offer_until=timezone.now() - timedelta(minutes=1)
        )
    with pytest.raises(RuleViolation, match="确认期限已过"):
        act(investors[1], second, "accept")
    assert free_seats_in_time() == 1
    assert [state_of(one) for one in (second, third)] == ["lapsed", "offered"]


def test_no_thanks_frees_the_seat_at_once(investors):
    at = show()
    first, second, third = (booked(one, at) for one in investors[:3])
    act(investors[0], first, "cancel")
    act(investors[1], second, "cancel")
    assert state_of(third) == "offered"


def test_seats_of_projects_and_investors_are_apart(people, investors, district):
    at = show()
    assert booked(investors[0], at).state == "booked"
    mine = project(people.staff, district.pk)
    assert booked(people.staff, at, mine.pk).state == "booked"
    assert [(one.free, one.queue) for one in seats_of(at).values()] == [(0, []), (0, [])]


def test_a_project_that_is_not_open_is_not_shown(people, district):
    hidden = project(people.staff, district.pk, is_open=False)
    with pytest.raises(RuleViolation) as refused:
        booked(people.staff, show(), hidden.pk)
    assert set(refused.value.errors) == {"project"}


def test_nobody_books_twice_nor_after_the_end(investors):
    at = show()
    booked(investors[0], at)
    with pytest.raises(RuleViolation, match="已经报名"):
        booked(investors[0], at)
    over = show(book_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(RuleViolation, match="截止"):
        booked(investors[1], over)


def test_bureaus_do_not_book(people):
    with pytest.raises(NotPermitted):
        booked(people.city, show())


def test_the_city_notes_who_came(people, investors):
    at = show()
    row = booked(investors[0], at)
    with pytest.raises(RuleViolation, match="开始后"):
        act(people.city, row, "attend")
    with system_scope(reason="test"):
        RoadShow.objects.filter(pk=at.pk).update(
            book_until=timezone.now() - timedelta(hours=2),
            starts_at=timezone.now() - timedelta(hours=1),
        )
    assert act(people.city, row, "attend").state == "attended"
    with acting_as(people.city):
        assert came_of(at, [row])["asked"] == 0


def test_only_who_came_met_at_the_show(people, investors, district):
    row = project(people.staff, district.pk)
    at = show(project_seats=1, investor_seats=2)
    card(people.staff)
    ours = booked(people.staff, at, row.pk)
    theirs = [booked(one, at) for one in investors[:2]]
    with system_scope(reason="test"):
        RoadShow.objects.filter(pk=at.pk).update(
            book_until=timezone.now() - timedelta(hours=3),
            starts_at=timezone.now() - timedelta(hours=2),
            ends_at=timezone.now(),
        )
        at.refresh_from_db()
    for one in investors[:2]:
        with acting_as(people.staff):
            ask_introduction(people.staff, row.pk, one.organisation_id, "您好")
    for one in (ours, theirs[0]):
        act(people.city, one, "attend")
    with acting_as(people.city):
        bookings = list(RoadShowBooking.objects.filter(show=at))
        assert came_of(at, bookings)["asked"] == 1


def test_another_time_is_told_to_all_who_booked(people, investors, signed_in):
    at = show()
    for one in investors[:2]:
        booked(one, at)
    with acting_as(people.city):
        later = at.starts_at + timedelta(days=1)
        values = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
        save_record(people.city, RoadShowRecord, values, pk=at.pk, version=at.version)
        save_record(
            people.city, RoadShowRecord, {"topic": "海洋"}, pk=at.pk, version=at.version + 1
        )
    for one in investors[:2]:
        told = [title for title in filings.told(one.user_id) if "时间或地点有变动" in title]
        assert len(told) == 1


@pytest.mark.django_db(transaction=True)
def test_two_bookings_of_the_last_seat_give_it_to_one(as_actor):
    with system_scope(reason="test"):
        homes = [
            OrganisationFactory(kind=OrganisationKind.INVESTOR, name=f"并发创投{n}")
            for n in range(6)
        ]
    people_ = [as_actor(Duty.INVESTOR, organisation=home) for home in homes]
    for one in people_:
        profile(one)
    at = show(investor_seats=1)

    def book(actor):
        try:
            return booked(actor, at).state
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        states = sorted(pool.map(book, people_))
    assert states == ["booked", *["waiting"] * 5]
