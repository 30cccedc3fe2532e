"""Letting people go, leaving on one's own, and who may do it."""

from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Membership, User
from accounts.outbox import deliver_next
from accounts.tenancy import Actor, acting_as, system_scope
from people.actions import save_members
from procedures.models import Application
from tests.procedures.factories import case, open_batch

MEMBERS = "/people/members/"


def duties_of(user: User) -> list[int]:
    with system_scope(reason="test"):
        rows = Membership.objects.filter(user=user, is_active=True)
        return list(rows.values_list("organisation_id", flat=True))


# --- letting go ---------------------------------------------------------------------------------


def test_removed_member_hands_drafts_to_the_successor(administrator, colleague, district):
    with system_scope(reason="test"):
        draft = case(colleague, district.pk, open_batch(), submitted_at=None)
    with acting_as(administrator):
        save_members.remove_person(
            administrator, colleague.membership_id, administrator.membership_id
        )
    with system_scope(reason="test"):
        assert Application.objects.get(pk=draft.pk).created_by_id == administrator.user_id


def test_removed_reviewer_hands_the_queue_to_the_successor(as_actor, administrator, district):
    head = as_actor(Duty.DISTRICT_REVIEWER, district=district, is_administrator=True)
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with system_scope(reason="test"):
        row = case(
            administrator,
            district.pk,
            open_batch(),
            state="district_review",
            reviewer_id=reviewer.user_id,
        )
    with acting_as(head):
        save_members.remove_person(head, reviewer.membership_id, head.membership_id)
    with system_scope(reason="test"):
        assert Application.objects.get(pk=row.pk).reviewer_id == head.user_id


def test_queue_of_a_reviewer_without_successor_is_nobodys(as_actor, administrator, district):
    head = as_actor(Duty.DISTRICT_REVIEWER, district=district, is_administrator=True)
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with system_scope(reason="test"):
        row = case(
            administrator,
            district.pk,
            open_batch(),
            state="district_review",
            reviewer_id=reviewer.user_id,
        )
    with acting_as(head):
        save_members.remove_person(head, reviewer.membership_id, None)
    with system_scope(reason="test"):
        assert Application.objects.get(pk=row.pk).reviewer_id is None


def test_successor_is_told(administrator, colleague, mailoutbox):
    with acting_as(administrator):
        save_members.remove_person(
            administrator, colleague.membership_id, administrator.membership_id
        )
    deliver_next()
    assert [mail.subject for mail in mailoutbox if "由您接手" in mail.subject]


def test_successor_of_another_organisation_is_refused(administrator, colleague, as_actor):
    stranger = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(administrator), pytest.raises(RuleViolation, match="接手人不在本机构"):
        save_members.remove_person(administrator, colleague.membership_id, stranger.membership_id)


def test_last_administrator_cannot_leave(signed_in, administrator, colleague):
    address = f"{MEMBERS}{administrator.membership_id}/remove/"
    data = {"successor": str(colleague.membership_id)}
    page = signed_in(administrator).post(address, data, follow=True)
    assert "请先把另一位成员设为管理员" in page.content.decode()


def test_last_administrator_cannot_resign_the_office(signed_in, administrator, colleague):
    address = f"{MEMBERS}{administrator.membership_id}/administrator/"
    page = signed_in(administrator).post(address, {"administrator": "no"}, follow=True)
    assert "至少要有一位管理员" in page.content.decode()


def test_administrator_leaves_after_another_was_made(signed_in, administrator, colleague):
    client = signed_in(administrator)
    client.post(f"{MEMBERS}{colleague.membership_id}/administrator/", {"administrator": "yes"})
    data = {"successor": str(colleague.membership_id)}
    client.post(f"{MEMBERS}{administrator.membership_id}/remove/", data)
    assert duties_of(User.objects.get(pk=administrator.user_id)) == []
    assert "还差一步" in client.get("/home/").content.decode()


def test_open_session_of_a_removed_member_loses_the_duty_at_once(
    signed_in, administrator, colleague
):
    theirs = signed_in(colleague)
    assert colleague.organisation_name in theirs.get("/people/notifications/").content.decode()
    with acting_as(administrator):
        save_members.remove_person(administrator, colleague.membership_id, None)
    page = theirs.get("/home/")
    assert "还差一步" in page.content.decode()
    assert colleague.organisation_name not in page.content.decode()


def test_removal_is_written_in_the_trail(administrator, colleague, as_actor):
    from audit.models import TrailEntry

    with acting_as(administrator):
        save_members.remove_person(administrator, colleague.membership_id, None)
    with acting_as(as_actor(Duty.AUDITOR)):
        entry = TrailEntry.objects.filter(
            table_name="accounts_membership", object_id=str(colleague.membership_id)
        ).latest("id")
    assert entry.user_id == administrator.user_id


# --- leaving on one's own -----------------------------------------------------------------------

LEAVE = "/people/duties/leave/"


def leave(client: Client, actor: Actor, **data: str) -> HttpResponse:
    return client.post(LEAVE, {"membership": str(actor.membership_id)} | data, follow=True)


def test_member_leaves_and_names_who_takes_over(signed_in, administrator, colleague, district):
    with system_scope(reason="test"):
        draft = case(colleague, district.pk, open_batch(), submitted_at=None)
    page = leave(signed_in(colleague), colleague, successor=str(administrator.membership_id))
    assert f"您已退出{colleague.organisation_name}" in page.content.decode()
    assert duties_of(User.objects.get(pk=colleague.user_id)) == []
    with system_scope(reason="test"):
        assert Application.objects.get(pk=draft.pk).created_by_id == administrator.user_id


def test_last_administrator_with_colleagues_does_not_leave(signed_in, administrator, colleague):
    page = leave(signed_in(administrator), administrator)
    assert "请先把另一位成员设为管理员" in page.content.decode()
    assert duties_of(User.objects.get(pk=administrator.user_id))


def test_last_person_of_an_enterprise_may_leave(signed_in, administrator):
    assert (
        "须凭证明材料重新认领" in signed_in(administrator).get("/people/duties/").content.decode()
    )
    leave(signed_in(administrator), administrator)
    assert duties_of(User.objects.get(pk=administrator.user_id)) == []


def test_last_person_does_not_leave_a_case_under_way(signed_in, administrator, district):
    with system_scope(reason="test"):
        running = case(administrator, district.pk, open_batch(), state="public_notice")
    page = leave(signed_in(administrator), administrator)
    assert f"“{running}”正在办理" in page.content.decode()
    assert duties_of(User.objects.get(pk=administrator.user_id))


def test_last_person_does_not_leave_an_open_invitation(signed_in, administrator, invitation):
    page = leave(signed_in(administrator), administrator)
    assert "1 份邀请没有答复" in page.content.decode()
    assert duties_of(User.objects.get(pk=administrator.user_id))


def test_last_person_of_a_bureau_may_not_leave(signed_in, as_actor):
    officer = as_actor(Duty.CITY_OFFICER, is_administrator=True)
    leave(signed_in(officer), officer)
    assert duties_of(User.objects.get(pk=officer.user_id))


def test_page_that_is_older_than_a_switch_of_duty_leaves_nothing(signed_in, colleague, as_actor):
    page = leave(signed_in(colleague), as_actor(Duty.ENTERPRISE_STAFF))
    assert "您刚才切换了身份" in page.content.decode()
    assert duties_of(User.objects.get(pk=colleague.user_id))


# --- who may ------------------------------------------------------------------------------------


def attempts(membership_id: int, invitation_id: object) -> list[str]:
    return [
        f"{MEMBERS}{membership_id}/remove/",
        f"{MEMBERS}{membership_id}/administrator/",
        f"/people/invitations/{invitation_id}/withdraw/",
    ]


def test_member_who_is_no_administrator_is_refused(signed_in, administrator, colleague, invitation):
    client = signed_in(colleague)
    assert client.get(MEMBERS).status_code == 403
    assert client.post(MEMBERS, {"name": "赵强"}).status_code == 403
    for address in attempts(administrator.membership_id, invitation.pk):
        assert client.post(address, {"administrator": "no"}).status_code == 403
    with acting_as(colleague), pytest.raises(NotPermitted):
        save_members.remove_person(colleague, administrator.membership_id, None)


def test_administrator_of_another_organisation_finds_nothing(
    signed_in, as_actor, colleague, invitation
):
    client = signed_in(as_actor(Duty.ENTERPRISE_STAFF, is_administrator=True))
    for address in attempts(colleague.membership_id, invitation.pk):
        assert client.post(address, {"administrator": "yes"}).status_code == 404


def test_bureau_that_sees_the_enterprise_still_does_not_manage_its_people(
    signed_in, as_actor, colleague, invitation, district
):
    bureau = as_actor(Duty.DISTRICT_REVIEWER, district=district, is_administrator=True)
    client = signed_in(bureau)
    for address in attempts(colleague.membership_id, invitation.pk):
        assert client.post(address, {"administrator": "yes"}).status_code == 404
    with acting_as(bureau):
        assert Membership.objects.get(pk=colleague.membership_id).is_active


def test_page_shows_only_the_members_of_ones_own_organisation(signed_in, administrator, as_actor):
    stranger = as_actor(Duty.ENTERPRISE_STAFF)
    assert stranger.user_name not in signed_in(administrator).get(MEMBERS).content.decode()


def test_removal_by_following_a_link_is_refused(signed_in, administrator, colleague):
    address = f"{MEMBERS}{colleague.membership_id}/remove/"
    assert signed_in(administrator).get(address).status_code == 405


def test_administrator_who_was_removed_meanwhile_removes_nobody(administrator, colleague):
    with acting_as(administrator):
        save_members.set_administrator(administrator, colleague.membership_id, True)
    other = replace(colleague, is_administrator=True)
    with acting_as(administrator):
        save_members.remove_person(administrator, colleague.membership_id, None)
    with acting_as(other), pytest.raises(NotPermitted, match="已不在本机构"):
        save_members.remove_person(other, administrator.membership_id, None)
    with acting_as(other), pytest.raises(NotPermitted, match="已不在本机构"):
        save_members.set_administrator(other, administrator.membership_id, False)


def test_administrator_who_is_none_any_more_removes_nobody(administrator, colleague):
    stale = replace(colleague, is_administrator=True)
    with acting_as(stale), pytest.raises(NotPermitted, match="已不是本机构的管理员"):
        save_members.remove_person(stale, administrator.membership_id, None)
