"""Inviting people into an organisation, and what the invited answer."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.duties import DUTIES_OF_KIND, Duty, OrganisationKind
from accounts.errors import RuleViolation
from accounts.models import Invitation, Membership, Organisation, User
from accounts.notifications import Kind, notify
from accounts.outbox import post
from accounts.person_names import holds_address, single_line
from accounts.tenancy import Actor, system_scope
from people.actions.save_members import administrator_only

INVITATION_DAYS = 14
# An enterprise's mails go out in the portal's name, to any address.
INVITATIONS_A_DAY = {OrganisationKind.ENTERPRISE: 20}

InvitingRule = Callable[[Actor], str]
_inviting_rules: list[InvitingRule] = []


def register_inviting_rule(rule: InvitingRule) -> None:
    """Let an app above forbid inviting: the rule gives a Chinese reason, or "" for none."""
    _inviting_rules.append(rule)


def invite_person(
    actor: Actor, *, email: str, name: str, duty: str, is_administrator: bool
) -> Invitation:
    """Invite the owner of `email` to a duty in the actor's organisation.

    The invitation waits for the answer of somebody with that verified address. Raises
    `RuleViolation` for a duty that the organisation does not have, a name that is none, an open
    invitation, or too many of them in a day.
    """
    administrator_only(actor)
    for rule in _inviting_rules:
        if reason := rule(actor):
            raise RuleViolation(reason)
    email, name = email.strip().lower(), single_line(name)
    _check_duty(actor, duty)
    _check_person(actor, email, name)
    with transaction.atomic():
        home = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        _check_number(home, email, duty)
        return send_invitation(actor, home, email, name, duty, is_administrator=is_administrator)


def send_invitation(
    actor: Actor, home: Organisation, email: str, name: str, duty: str, *, is_administrator: bool
) -> Invitation:
    """Write the invitation into `home` and owe its mail; the caller has checked who may."""
    with transaction.atomic():
        invitation = Invitation.objects.create(
            organisation=home,
            district_id=home.district_id,
            email=email,
            name=name,
            duty=duty,
            is_administrator=is_administrator,
            invited_by_id=actor.user_id,
            expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
        )
        post(
            "accounts.mail",
            {
                "to": email,
                "subject": f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{home.name}邀请您加入",
                "body": f"{name}，您好：\n\n{actor.user_name}邀请您在{home.name}担任"
                f"{Duty(duty).label}。请打开下面的网址，用这个邮箱注册或登录后答复：\n"
                f"{settings.PUBLIC_URL}{reverse('people:invitation', args=[invitation.token])}"
                f"\n\n邀请有效期 {INVITATION_DAYS} 天。如果与您无关，请不必理会。",
                "key": f"invitation:{invitation.pk}",
            },
            f"invitation:{invitation.pk}",
        )
        for owner_id in EmailAddress.objects.filter(email__iexact=email, verified=True).values_list(
            "user_id", flat=True
        ):
            _tell_invited(owner_id, invitation)
        return invitation


def _check_duty(actor: Actor, duty: str) -> None:
    if duty not in DUTIES_OF_KIND[actor.organisation_kind]:
        raise RuleViolation({"duty": "本机构没有这项职责。"})
    if duty != actor.duty and actor.duty != Duty.CITY_OFFICER:
        # Else an expert who administers the city bureau could make a city officer of anybody.
        raise RuleViolation({"duty": "您只能邀请与您职责相同的人员。"})


def _check_person(actor: Actor, email: str, name: str) -> None:
    if not name or holds_address(name):
        # The name stands in a mail that the portal signs.
        raise RuleViolation({"name": "请填写对方的姓名，不要写网址。"})
    own = User.objects.filter(pk=actor.user_id, email__iexact=email)
    own_too = EmailAddress.objects.filter(user_id=actor.user_id, email__iexact=email)
    if own.exists() or own_too.exists():
        raise RuleViolation({"email": "不能邀请自己。"})


def _check_number(home: Organisation, email: str, duty: str) -> None:
    ours = Invitation.objects.filter(organisation_id=home.pk)
    if ours.filter(**_open(), email=email, duty=duty).exists():
        raise RuleViolation({"email": "已经邀请过此人，邀请仍然有效。"})
    most = INVITATIONS_A_DAY.get(OrganisationKind(home.kind))
    since = timezone.now() - timedelta(days=1)
    if most is not None and ours.filter(created_at__gt=since).count() >= most:
        raise RuleViolation(f"24 小时内最多发出 {most} 份邀请，请明天再试。")


def _open() -> dict[str, object]:
    return {
        "accepted_at": None,
        "declined_at": None,
        "withdrawn_at": None,
        "expires_at__gt": timezone.now(),
    }


def _tell_invited(user_id: int, invitation: Invitation) -> None:
    notify(
        [user_id],
        title=f"{invitation.organisation.name}邀请您加入",
        body=f"邀请您担任{invitation.get_duty_display()}，请答复。",
        link=reverse("people:duties"),
        dedupe_key=f"invitation:{invitation.pk}",
        kind=Kind.ACCOUNT,
    )


def withdraw_invitation(actor: Actor, invitation_id: str) -> None:
    """Take an open invitation back; one that is taken back already stays so.

    Raises `RuleViolation` when the person has accepted it in the meantime.
    """
    administrator_only(actor)
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(
            pk=invitation_id, organisation_id=actor.organisation_id
        )
        if invitation.accepted_at is not None:
            raise RuleViolation("此人已接受邀请，请在成员名单中移除。")
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at = timezone.now()
            invitation.save(update_fields=["withdrawn_at"])


def invitations_to(user_id: int) -> list[Invitation]:
    """The open invitations to any verified address of the person, with their organisations."""
    addresses = EmailAddress.objects.filter(user_id=user_id, verified=True)
    emails = [email.lower() for email in addresses.values_list("email", flat=True)]
    if not emails:
        return []
    with system_scope(reason="find the invitations to a person"):
        return list(
            Invitation.objects.filter(**_open(), email__in=emails)
            .select_related("organisation", "invited_by")
            .order_by("created_at", "id")
        )


def accept_invitation(user_id: int, invitation_id: str) -> Membership:
    """Turn an open invitation to the person into a membership.

    Raises `Invitation.DoesNotExist` for one to somebody else, and `RuleViolation` for one that is
    not open any more.
    """
    with system_scope(reason="answer an invitation"):
        invitation = _to_be_answered(user_id, invitation_id)
        membership, created = Membership.objects.get_or_create(
            user_id=user_id,
            organisation_id=invitation.organisation_id,
            duty=invitation.duty,
            is_active=True,
            defaults={
                # Where the organisation is now: it may have moved since the invitation.
                "district_id": invitation.organisation.district_id,
                "is_administrator": invitation.is_administrator,
            },
        )
        if not created and invitation.is_administrator and not membership.is_administrator:
            membership.is_administrator = True
            membership.save(update_fields=["is_administrator"])
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        _tell_inviter(invitation, "已接受邀请")
    return membership


def decline_invitation(user_id: int, invitation_id: str) -> Invitation:
    """Turn an open invitation down; the organisation is told. Raises as `accept_invitation`."""
    with system_scope(reason="answer an invitation"):
        invitation = _to_be_answered(user_id, invitation_id)
        invitation.declined_at = timezone.now()
        invitation.save(update_fields=["declined_at"])
        _tell_inviter(invitation, "谢绝了邀请")
    return invitation


def _to_be_answered(user_id: int, invitation_id: str) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    invitation = rows.get(pk=invitation_id)
    owned = EmailAddress.objects.filter(
        user_id=user_id, verified=True, email__iexact=invitation.email
    )
    if not owned.exists():
        raise Invitation.DoesNotExist
    if invitation.accepted_at or invitation.declined_at:
        raise RuleViolation("这份邀请已经答复过。")
    if invitation.withdrawn_at or invitation.expires_at <= timezone.now():
        raise RuleViolation("邀请已撤回或过期，请联系对方重新邀请。")
    return invitation


def _tell_inviter(invitation: Invitation, what: str) -> None:
    notify(
        [invitation.invited_by_id],
        title=f"{invitation.name}{what}",
        body=f"{invitation.name}（{invitation.email}）{what}：{invitation.organisation.name}。",
        link=reverse("people:members"),
        dedupe_key=f"invitation-answered:{invitation.pk}",
        kind=Kind.ACCOUNT,
    )


def welcome(user_id: int) -> None:
    """Meet a person at sign-in, or when an address is confirmed; safe to repeat.

    Somebody who has never had a duty and is invited by one organisation is taken in at once: they
    signed up to answer that invitation. Everybody else is told, and answers by themselves: a
    membership has consequences, such as not deciding about that enterprise any more.
    """
    waiting = invitations_to(user_id)
    if not waiting:
        return
    with system_scope(reason="tell a newcomer from a member"):
        is_newcomer = not Membership.objects.filter(user_id=user_id).exists()
    if is_newcomer and len({one.organisation_id for one in waiting}) == 1:
        for invitation in waiting:
            accept_invitation(user_id, str(invitation.pk))
        return
    for invitation in waiting:
        _tell_invited(user_id, invitation)
