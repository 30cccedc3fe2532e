"""Inviting people into an organisation, and their answers."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.models import Invitation, Membership, Notification, OutboxMessage, User
from accounts.outbox import deliver_next
from accounts.tenancy import Actor, acting_as, system_scope
from people.actions import save_invitations
from people.actions.save_invitations import accept_invitation, invite_person
from tests.enterprises.entries import unconfirm_all
from tests.factories import UserFactory, membership
from tests.people.conftest import INVITEE

MEMBERS = "/people/members/"
DUTIES = "/people/duties/"
PASSWORD = "qd-Haier-2026!"


def ask(client: Client, **changes: str) -> HttpResponse:
    answers = {"name": "赵强", "email": INVITEE, "duty": Duty.ENTERPRISE_STAFF.value}
    return client.post(MEMBERS, answers | changes)


def person(email: str = INVITEE, *, verified: bool = True) -> User:
    user = UserFactory(email=email)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def reviewer(email: str = INVITEE) -> User:
    """Somebody who reviews for the district already."""
    user = person(email)
    with system_scope(reason="test"):
        membership(Duty.DISTRICT_REVIEWER, user=user)
    return user


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def answer(client: Client, invitation: Invitation, how: str) -> HttpResponse:
    return client.post(f"/people/invitations/{invitation.pk}/answer/", {"answer": how}, follow=True)


def duties_of(user: User) -> list[int]:
    with system_scope(reason="test"):
        rows = Membership.objects.filter(user=user, is_active=True)
        return list(rows.values_list("organisation_id", flat=True))


def invite(actor: Actor, **changes: object) -> Invitation:
    values = {"email": INVITEE, "name": "赵强", "duty": actor.duty, "is_administrator": False}
    with acting_as(actor):
        return invite_person(actor, **(values | changes))


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


def test_open_invitation_is_shown_to_the_administrator(signed_in, administrator, invitation):
    assert INVITEE in signed_in(administrator).get(MEMBERS).content.decode()


def test_second_invitation_of_the_same_person_is_refused(signed_in, administrator, invitation):
    assert "已经邀请过此人" in ask(signed_in(administrator), email=INVITEE.upper()).content.decode()


def test_duty_of_another_kind_of_organisation_is_refused(signed_in, administrator):
    page = ask(signed_in(administrator), duty=Duty.CITY_OFFICER.value)
    assert page.status_code == 422
    assert page.context["form"].errors["duty"]
    with pytest.raises(RuleViolation, match="本机构没有这项职责"):
        invite(administrator, duty=Duty.CITY_OFFICER)


def test_expert_who_administers_the_bureau_makes_nobody_a_city_officer(
    as_actor: Callable[..., Actor],
) -> None:
    expert = as_actor(Duty.EXPERT, is_administrator=True)
    with pytest.raises(RuleViolation, match="职责相同"):
        invite(expert, duty=Duty.CITY_OFFICER)


def test_administrator_cannot_invite_their_own_address(administrator: Actor) -> None:
    own = User.objects.get(pk=administrator.user_id).email
    with pytest.raises(RuleViolation, match="自己"):
        invite(administrator, email=own)


@pytest.mark.parametrize(
    "name", ["", "领奖 http://evil.example/a", "请看 evil.example/领奖", "WWW.evil", "  \n "]
)
def test_name_that_is_no_name_is_refused(administrator, name):
    with pytest.raises(RuleViolation, match="姓名"):
        invite(administrator, name=name)


def test_line_breaks_in_a_name_do_not_reach_the_mail(administrator, mailoutbox):
    invite(administrator, name="赵\n强")
    deliver_next()
    assert mailoutbox[0].body.startswith("赵 强，您好：\n")


def test_enterprise_that_nobody_confirmed_invites_nobody(signed_in, administrator):
    with system_scope(reason="test"):
        unconfirm_all()
    page = ask(signed_in(administrator))
    assert "主管部门确认后，才能邀请成员" in page.content.decode()
    with system_scope(reason="test"):
        assert not Invitation.objects.exists()


def test_enterprise_sends_so_many_invitations_a_day(administrator, monkeypatch):
    monkeypatch.setitem(save_invitations.INVITATIONS_A_DAY, "enterprise", 2)
    for number in range(2):
        invite(administrator, email=f"a{number}@portal.example")
    with pytest.raises(RuleViolation, match="最多发出 2 份"):
        invite(administrator)
    with system_scope(reason="test"):
        Invitation.objects.update(created_at=timezone.now() - timedelta(hours=25))
    invite(administrator)


# --- the address in the mail --------------------------------------------------------------------


def link_in(mailoutbox: list[EmailMessage]) -> str:
    deliver_next()
    [link] = re.findall(r"http://\S+?(/people/invitations/\S+)", mailoutbox[0].body)
    return str(link)


def test_link_in_the_mail_says_who_invites_and_leads_to_sign_up(
    client, administrator, invitation, mailoutbox
):
    page = client.get(link_in(mailoutbox)).content.decode()
    assert f"{administrator.organisation_name}邀请您加入" in page
    sign_up = re.search(r'href="(/accounts/signup/[^"]+)"', page)
    assert sign_up is not None
    assert f'value="{INVITEE}"' in client.get(sign_up[1]).content.decode()


def test_link_leads_its_person_to_the_answer(invitation, mailoutbox):
    client = sign_in(reviewer())
    assert client.get(link_in(mailoutbox))["Location"] == DUTIES


def test_link_tells_somebody_else_whose_it_is(invitation, mailoutbox):
    client = sign_in(person("somebody.else@portal.example"))
    page = client.get(link_in(mailoutbox)).content.decode()
    assert INVITEE in page and "somebody.else@portal.example" in page


def test_dead_link_says_so_and_nothing_else(client, administrator, invitation, mailoutbox):
    link = link_in(mailoutbox)
    with system_scope(reason="test"):
        Invitation.objects.update(withdrawn_at=timezone.now())
    for address in (link, "/people/invitations/nonsense/"):
        page = client.get(address).content.decode()
        assert "已经失效" in page
        assert administrator.organisation_name not in page


# --- newcomers ----------------------------------------------------------------------------------


def test_somebody_invited_before_signing_up_enters_after_confirming_the_address(
    client, invitation, administrator, mailoutbox
):
    form = {"name": "赵强", "email": INVITEE}
    passwords = {"password1": PASSWORD, "password2": PASSWORD, "terms": "on"}
    client.post("/accounts/signup/", form | passwords)
    user = User.objects.get(email=INVITEE)
    assert duties_of(user) == []
    deliver_next()
    mail = next(mail for mail in mailoutbox if "confirm-email" in mail.body)
    link = next(part for part in mail.body.split() if "confirm-email" in part)
    client.post(link)
    assert duties_of(user) == [administrator.organisation_id]
    page = client.get("/people/notifications/")
    assert administrator.organisation_name in page.content.decode()


def test_newcomer_whom_two_organisations_invite_chooses(invitation, as_actor):
    invite(as_actor(Duty.CITY_OFFICER, is_administrator=True))
    user = person()
    client = sign_in(user)
    assert duties_of(user) == []
    assert "有 2 份邀请等您答复" in client.get("/home/").content.decode()


def test_newcomer_is_taken_in_once(invitation):
    user = person()
    sign_in(user)
    with system_scope(reason="test"):
        Membership.objects.filter(user=user).update(is_active=False)
    sign_in(user)
    assert duties_of(user) == []


def test_invitation_to_be_administrator_makes_one(administrator):
    invite(administrator, is_administrator=True)
    assert sign_in(person()).get(MEMBERS).status_code == 200


def test_invitation_for_another_address_is_not_usable(invitation):
    user = person("somebody.else@portal.example")
    sign_in(user)
    assert duties_of(user) == []


def test_address_that_was_only_claimed_gives_nothing(invitation):
    user = person("own@portal.example")
    EmailAddress.objects.create(user=user, email=INVITEE, verified=False, primary=False)
    client = sign_in(user)
    assert duties_of(user) == []
    assert answer(client, invitation, "accept").status_code == 404


def test_expired_invitation_gives_nothing(invitation):
    with system_scope(reason="test"):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    user = person()
    sign_in(user)
    assert duties_of(user) == []


def test_expired_invitation_may_be_repeated(signed_in, invitation, administrator):
    with system_scope(reason="test"):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(signed_in(administrator)).status_code == 302


# --- people with a duty answer by themselves ----------------------------------------------------


def test_enterprise_cannot_make_its_reviewer_its_own_staff(invitation, administrator):
    user = reviewer()
    client = sign_in(user)
    assert administrator.organisation_id not in duties_of(user)
    page = client.get(DUTIES).content.decode()
    assert administrator.organisation_name in page
    assert "不能再审核这家企业" in page


def test_person_with_an_account_is_told_at_once(administrator):
    user = reviewer()
    invite(administrator)
    deliver_next()
    with system_scope(reason="test"):
        assert Notification.objects.get(recipient=user).link == DUTIES


def test_person_who_confirms_the_address_later_is_told_once(invitation):
    user = reviewer()
    sign_in(user)
    sign_in(user)
    deliver_next()
    with system_scope(reason="test"):
        assert Notification.objects.filter(recipient=user).count() == 1


def test_accepting_gives_the_duty_and_acts_in_it(invitation, administrator):
    user = reviewer()
    page = answer(sign_in(user), invitation, "accept")
    assert administrator.organisation_id in duties_of(user)
    assert page.context["actor"].organisation_id == administrator.organisation_id


def test_declining_gives_nothing_and_tells_the_organisation(invitation, administrator):
    user = reviewer()
    client = sign_in(user)
    answer(client, invitation, "decline")
    assert administrator.organisation_id not in duties_of(user)
    assert "收到的邀请" not in client.get(DUTIES).content.decode()
    deliver_next()
    with system_scope(reason="test"):
        told = Notification.objects.filter(recipient_id=administrator.user_id)
        assert "赵强谢绝了邀请" in told.values_list("title", flat=True)


def test_invitation_is_answered_once(invitation):
    user = reviewer()
    client = sign_in(user)
    answer(client, invitation, "decline")
    assert "已经答复过" in answer(client, invitation, "accept").content.decode()


def test_invitation_of_somebody_else_is_not_answered(invitation):
    client = sign_in(person("somebody.else@portal.example"))
    assert answer(client, invitation, "accept").status_code == 404
    assert answer(client, invitation, "decline").status_code == 404


def test_member_becomes_administrator_by_accepting(invitation, administrator):
    user = person()
    sign_in(user)
    second = invite(administrator, is_administrator=True)
    accept_invitation(user.pk, str(second.pk))
    with system_scope(reason="test"):
        assert Membership.objects.get(user=user).is_administrator


# --- taking it back -----------------------------------------------------------------------------


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
    with pytest.raises(RuleViolation, match="撤回"):
        accept_invitation(user.pk, str(invitation.pk))


def test_accepted_invitation_cannot_be_withdrawn(signed_in, invitation, administrator):
    sign_in(person())
    address = f"/people/invitations/{invitation.pk}/withdraw/"
    page = signed_in(administrator).post(address, follow=True)
    assert "此人已接受邀请" in page.content.decode()
