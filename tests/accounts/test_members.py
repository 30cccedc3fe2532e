"""Inviting people into an organisation, letting them go, and who may do it."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.actions import keep_members
from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Invitation, Membership, Organisation, OutboxMessage, User
from accounts.outbox import deliver_next
from accounts.tenancy import Actor, acting_as, system_scope
from procedures.models import Application
from tests.factories import UserFactory
from tests.procedures.factories import case, open_batch

MEMBERS = "/people/members/"
INVITEE = "zhaoqiang@portal.example"


@pytest.fixture
def administrator(as_actor: Any) -> Actor:
    return as_actor(Duty.ENTERPRISE_STAFF, is_administrator=True)


@pytest.fixture
def colleague(administrator: Actor, as_actor: Any) -> Actor:
    organisation = Organisation(pk=administrator.organisation_id, kind="enterprise")
    with system_scope(reason="test"):
        organisation.refresh_from_db()
    return as_actor(Duty.ENTERPRISE_STAFF, organisation=organisation)


@pytest.fixture
def invitation(administrator: Actor) -> Invitation:
    with acting_as(administrator):
        return keep_members.invite_person(
            administrator,
            email=INVITEE,
            name="赵强",
            duty=Duty.ENTERPRISE_STAFF,
            is_administrator=False,
        )


def ask(client: Client, **changes: str) -> Any:
    answers = {"name": "赵强", "email": INVITEE, "duty": Duty.ENTERPRISE_STAFF.value}
    return client.post(MEMBERS, answers | changes)


def person(email: str = INVITEE, *, verified: bool = True) -> User:
    user = UserFactory(email=email)
    user.set_password("qd-Haier-2026!")
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": "qd-Haier-2026!"})
    return client


def duties_of(user: User) -> list[int]:
    with system_scope(reason="test"):
        rows = Membership.objects.filter(user=user, is_active=True)
        return list(rows.values_list("organisation_id", flat=True))


# --- inviting -----------------------------------------------------------------------------------


def test_invitation_owes_its_mail_and_sends_it_after_the_request(
    signed_in, administrator, mailoutbox
):
    assert ask(signed_in(administrator))["Location"] == MEMBERS
    assert not mailoutbox
    with system_scope(reason="test"):
        assert OutboxMessage.objects.filter(topic="accounts.mail", done_at=None).count() == 1
    deliver_next()
    [mail] = mailoutbox
    assert mail.to == [INVITEE]
    assert administrator.organisation_name in mail.subject
    assert "/accounts/signup/" in mail.body


def test_open_invitation_is_shown_to_the_administrator(signed_in, administrator, invitation):
    assert INVITEE in signed_in(administrator).get(MEMBERS).content.decode()


def test_second_invitation_of_the_same_person_is_refused(signed_in, administrator, invitation):
    answer = ask(signed_in(administrator), email=INVITEE.upper())
    assert "已经邀请过此人" in answer.content.decode()


def test_duty_of_another_kind_of_organisation_is_refused(signed_in, administrator):
    answer = ask(signed_in(administrator), duty=Duty.CITY_OFFICER.value)
    assert answer.status_code == 200
    assert answer.context["form"].errors["duty"]
    with acting_as(administrator), pytest.raises(RuleViolation, match="本机构没有这项职责"):
        keep_members.invite_person(
            administrator, email=INVITEE, name="x", duty="city_officer", is_administrator=False
        )


# --- accepting ----------------------------------------------------------------------------------


def test_somebody_invited_before_signing_up_enters_after_confirming_the_address(
    client, invitation, administrator, mailoutbox
):
    form = {"name": "赵强", "email": INVITEE, "username": "zhaoqiang"}
    passwords = {"password1": "qd-Haier-2026!", "password2": "qd-Haier-2026!"}
    client.post("/accounts/signup/", form | passwords)
    user = User.objects.get(username="zhaoqiang")
    assert duties_of(user) == []
    deliver_next()
    mail = next(mail for mail in mailoutbox if "confirm-email" in mail.body)
    link = next(part for part in mail.body.split() if "confirm-email" in part)
    client.post(link)
    assert duties_of(user) == [administrator.organisation_id]
    page = client.get("/people/notifications/")
    assert administrator.organisation_name in page.content.decode()


def test_somebody_with_an_account_has_the_duty_at_the_next_sign_in(invitation, administrator):
    user = person()
    sign_in(user)
    assert duties_of(user) == [administrator.organisation_id]


def test_invitation_to_be_administrator_makes_one(administrator):
    with acting_as(administrator):
        keep_members.invite_person(
            administrator,
            email=INVITEE,
            name="赵强",
            duty=Duty.ENTERPRISE_STAFF,
            is_administrator=True,
        )
    user = person()
    assert sign_in(user).get(MEMBERS).status_code == 200


def test_invitation_for_another_address_is_not_usable(invitation):
    user = person("somebody.else@portal.example")
    sign_in(user)
    assert duties_of(user) == []


def test_address_that_was_only_claimed_does_not_accept(invitation):
    user = person("own@portal.example")
    EmailAddress.objects.create(user=user, email=INVITEE, verified=False, primary=False)
    sign_in(user)
    assert duties_of(user) == []


def test_invitation_is_accepted_once(invitation, administrator):
    user = person()
    sign_in(user)
    with system_scope(reason="test"):
        Membership.objects.filter(user=user).update(is_active=False)
    sign_in(user)
    assert duties_of(user) == []


def test_expired_invitation_gives_nothing(invitation, administrator):
    with system_scope(reason="test"):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    user = person()
    sign_in(user)
    assert duties_of(user) == []


def test_expired_invitation_may_be_repeated(signed_in, invitation, administrator):
    with system_scope(reason="test"):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(signed_in(administrator)).status_code == 302


def test_withdrawn_invitation_gives_nothing_and_leaves_the_page(
    signed_in, invitation, administrator
):
    client = signed_in(administrator)
    client.post(f"/people/invitations/{invitation.pk}/withdraw/")
    page = client.get(MEMBERS)
    assert "邀请已撤回" in page.content.decode()
    assert INVITEE not in page.content.decode()
    user = person()
    sign_in(user)
    assert duties_of(user) == []


def test_accepted_invitation_cannot_be_withdrawn(signed_in, invitation, administrator):
    sign_in(person())
    address = f"/people/invitations/{invitation.pk}/withdraw/"
    page = signed_in(administrator).post(address, follow=True)
    assert "此人已接受邀请" in page.content.decode()


# --- letting go ---------------------------------------------------------------------------------


def test_removed_member_hands_drafts_to_the_successor(administrator, colleague, district):
    with system_scope(reason="test"):
        draft = case(colleague, district.pk, open_batch(), submitted_at=None)
    with acting_as(administrator):
        keep_members.remove_person(
            administrator, colleague.membership_id, administrator.membership_id
        )
    with system_scope(reason="test"):
        assert Application.objects.get(pk=draft.pk).created_by_id == administrator.user_id


def test_removed_reviewer_hands_the_queue_to_the_successor(as_actor, administrator, district):
    head = as_actor(Duty.DISTRICT_REVIEWER, district=district, is_administrator=True)
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with system_scope(reason="test"):
        row = case(administrator, district.pk, open_batch(), handler_id=reviewer.user_id)
    with acting_as(head):
        keep_members.remove_person(head, reviewer.membership_id, head.membership_id)
    with system_scope(reason="test"):
        assert Application.objects.get(pk=row.pk).handler_id == head.user_id


def test_queue_of_a_reviewer_without_successor_is_nobodys(as_actor, administrator, district):
    head = as_actor(Duty.DISTRICT_REVIEWER, district=district, is_administrator=True)
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    with system_scope(reason="test"):
        row = case(administrator, district.pk, open_batch(), handler_id=reviewer.user_id)
    with acting_as(head):
        keep_members.remove_person(head, reviewer.membership_id, None)
    with system_scope(reason="test"):
        assert Application.objects.get(pk=row.pk).handler_id is None


def test_successor_is_told(administrator, colleague, mailoutbox):
    with acting_as(administrator):
        keep_members.remove_person(
            administrator, colleague.membership_id, administrator.membership_id
        )
    deliver_next()
    assert [mail.subject for mail in mailoutbox if "由您接手" in mail.subject]


def test_successor_of_another_organisation_is_refused(administrator, colleague, as_actor):
    stranger = as_actor(Duty.ENTERPRISE_STAFF)
    with acting_as(administrator), pytest.raises(RuleViolation, match="接手人不在本机构"):
        keep_members.remove_person(administrator, colleague.membership_id, stranger.membership_id)


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
        keep_members.remove_person(administrator, colleague.membership_id, None)
    page = theirs.get("/home/")
    assert "还差一步" in page.content.decode()
    assert colleague.organisation_name not in page.content.decode()


def test_removal_is_written_in_the_trail(administrator, colleague, as_actor):
    from audit.models import TrailEntry

    with acting_as(administrator):
        keep_members.remove_person(administrator, colleague.membership_id, None)
    with acting_as(as_actor(Duty.AUDITOR)):
        entry = TrailEntry.objects.filter(
            table_name="accounts_membership", object_id=str(colleague.membership_id)
        ).latest("id")
    assert entry.user_id == administrator.user_id


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
    assert ask(client).status_code == 403
    for address in attempts(administrator.membership_id, invitation.pk):
        assert client.post(address, {"administrator": "no"}).status_code == 403
    with acting_as(colleague), pytest.raises(NotPermitted):
        keep_members.remove_person(colleague, administrator.membership_id, None)


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


def test_expert_who_administers_the_bureau_makes_nobody_a_city_officer(as_actor: Any) -> None:
    expert = as_actor(Duty.EXPERT, is_administrator=True)
    with acting_as(expert), pytest.raises(RuleViolation, match="职责相同"):
        keep_members.invite_person(
            expert, email=INVITEE, name="赵强", duty=Duty.CITY_OFFICER, is_administrator=True
        )


def test_administrator_cannot_invite_their_own_address(administrator: Actor) -> None:
    own = User.objects.get(pk=administrator.user_id).email
    with acting_as(administrator), pytest.raises(RuleViolation, match="自己"):
        keep_members.invite_person(
            administrator, email=own, name="我", duty=Duty.ENTERPRISE_STAFF, is_administrator=True
        )
