"""Whoever is away names a colleague, and that colleague can do the work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.leave_cover import colleagues_of, users_covered_by
from accounts.models import LeaveCover, Membership
from accounts.notifications import with_covers
from accounts.tenancy import acting_as, system_scope
from people.actions import save_members
from people.actions.arrange_leave import arrange_leave, end_leave
from tests.procedures.filings import told


@pytest.fixture
def bureau(as_actor, district):
    """An administrator and three more reviewers of one bureau."""
    make = lambda **values: as_actor(Duty.DISTRICT_REVIEWER, district=district, **values)  # noqa: E731
    return [make(is_administrator=True), make(), make(), make()]


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


def arranged(actor, absent, cover, first=0, last=5):
    with acting_as(actor):
        return arrange_leave(
            actor, absent.membership_id, cover.membership_id, day(first), day(last)
        )


def covered_by(actor):
    with acting_as(actor):
        return users_covered_by(actor)


def test_cover_stands_in_from_the_first_to_the_last_day(bureau, monkeypatch):
    _, absent, cover, _ = bureau
    arranged(absent, absent, cover, first=1, last=2)
    held = {}
    today = day(0)
    for offset in (0, 1, 2, 3):
        monkeypatch.setattr(timezone, "localdate", lambda *a, o=offset: today + timedelta(days=o))
        held[offset] = covered_by(cover) == {absent.user_id}
    assert held == {0: False, 1: True, 2: True, 3: False}


def test_both_are_told_by_whoever_arranges_it(bureau):
    head, absent, cover, _ = bureau
    arranged(head, absent, cover)
    assert len(told(absent.user_id)) == len(told(cover.user_id)) == 1


def test_only_oneself_and_administrators_arrange_leave(bureau):
    _, absent, cover, other = bureau
    with pytest.raises(NotPermitted):
        arranged(other, absent, cover)


@pytest.mark.parametrize(("first", "last"), [(0, 5), (5, 9), (-3, 0), (2, 3)])
def test_overlapping_leave_is_refused(bureau, first, last):
    head, absent, cover, other = bureau
    with acting_as(head):
        LeaveCover.objects.create(
            organisation_id=head.organisation_id, district_id=head.district_ids[0],
            absent_id=absent.membership_id, cover_id=cover.membership_id,
            starts_on=day(0), ends_on=day(5), arranged_by_id=head.user_id,
        )  # fmt: skip
    with pytest.raises(RuleViolation) as refused:
        arranged(absent, absent, other, max(first, 0), last)
    assert "starts_on" in refused.value.errors


def test_leave_after_the_last_one_is_taken(bureau):
    _, absent, cover, other = bureau
    arranged(absent, absent, cover, 0, 5)
    assert arranged(absent, absent, other, 6, 9).pk


def test_somebody_who_is_away_too_is_no_cover(bureau):
    _, absent, cover, other = bureau
    arranged(cover, cover, other)
    with pytest.raises(RuleViolation) as refused:
        arranged(absent, absent, cover)
    assert set(refused.value.errors) == {"cover"}


def test_whoever_stands_in_for_somebody_does_not_go_away(bureau):
    _, absent, cover, other = bureau
    arranged(absent, absent, cover)
    with pytest.raises(RuleViolation, match="正在代"):
        arranged(cover, cover, other)


def test_wrong_days_are_told_beside_their_fields(bureau):
    _, absent, cover, _ = bureau
    with pytest.raises(RuleViolation) as refused:
        arranged(absent, absent, cover, -1, -2)
    assert set(refused.value.errors) == {"starts_on", "ends_on"}


@pytest.mark.parametrize(("first", "last", "field"), [(3, 900, "ends_on"), (900, 901, "starts_on")])
def test_year_that_nobody_means_is_asked_about(bureau, first, last, field):
    _, absent, cover, _ = bureau
    with pytest.raises(RuleViolation) as refused:
        arranged(absent, absent, cover, first, last)
    assert refused.value.errors == {field: "请核对年份。"}


def test_cover_has_the_same_duty(as_actor):
    officer, auditor = as_actor(Duty.CITY_OFFICER), as_actor(Duty.AUDITOR)
    with pytest.raises(RuleViolation) as refused:
        arranged(officer, officer, auditor)
    assert set(refused.value.errors) == {"cover"}


def test_cover_is_of_the_same_organisation(as_actor, district, other_district):
    absent = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    stranger = as_actor(Duty.DISTRICT_REVIEWER, district=other_district)
    with pytest.raises(Membership.DoesNotExist):
        arranged(absent, absent, stranger)


def test_ended_cover_stands_in_no_more_and_leaves_room(bureau):
    _, absent, cover, other = bureau
    leave = arranged(absent, absent, cover)
    with acting_as(absent):
        end_leave(absent, leave.pk)
    assert covered_by(cover) == frozenset()
    assert arranged(absent, absent, other).pk


def test_cover_alone_does_not_end_it(bureau):
    _, absent, cover, _ = bureau
    leave = arranged(absent, absent, cover)
    with acting_as(cover), pytest.raises(NotPermitted):
        end_leave(cover, leave.pk)


def test_leaving_the_organisation_ends_the_cover(bureau):
    head, absent, cover, _ = bureau
    leave = arranged(absent, absent, cover)
    with acting_as(head):
        save_members.remove_person(head, cover.membership_id, None)
        assert LeaveCover.objects.get(pk=leave.pk).ended_at is not None


def test_notifications_go_to_the_cover_too(bureau):
    _, absent, cover, _ = bureau
    arranged(absent, absent, cover)
    people = with_covers([absent.user_id], Duty.DISTRICT_REVIEWER)
    assert people == sorted([absent.user_id, cover.user_id])


def test_colleague_who_is_away_is_marked(bureau):
    _, absent, cover, other = bureau
    arranged(absent, absent, cover)
    with acting_as(other):
        names = {one.user_id: str(one) for one in colleagues_of(other)}
    assert f"{cover.user_name}代办" in names[absent.user_id]
    assert names[cover.user_id] == cover.user_name


def test_refused_leave_keeps_what_was_typed(bureau, signed_in):
    _, absent, cover, _ = bureau
    words = {"cover": cover.membership_id, "starts_on": day(3), "ends_on": day(1)}
    page = signed_in(absent).post(reverse("people:cover"), words)
    assert page.status_code == 422
    assert f'value="{day(3):%Y-%m-%d}"' in page.content.decode()


def test_page_offers_others_leave_to_administrators_only(bureau, signed_in):
    head, absent, _, _ = bureau
    for actor, offered in ((head, True), (absent, False)):
        form = signed_in(actor).get(reverse("people:cover")).context["form"]
        assert ("absent" in form.fields) == offered


def test_two_leaves_of_one_person_at_the_same_moment_are_one(transactional_db, as_actor, district):
    absent, one, other = (as_actor(Duty.DISTRICT_REVIEWER, district=district) for _ in range(3))

    def arrange(cover):
        try:
            arranged(absent, absent, cover)
            return True
        except RuleViolation:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(arrange, (one, other))) == [False, True]
    with system_scope(reason="test"):
        assert LeaveCover.objects.count() == 1
