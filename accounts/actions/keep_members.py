"""Inviting people into an organisation, and letting them go."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.duties import DUTIES_OF_KIND, Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Invitation, Membership, Organisation, User
from accounts.notifications import notify
from accounts.outbox import post
from accounts.tenancy import Actor, system_scope

INVITATION_DAYS = 14
Handover = Callable[[Membership, Membership | None], None]
_handovers: list[Handover] = []


def register_handover(handover: Handover) -> None:
    """Let an app above pass a leaver's drafts and queue to the successor (or to nobody)."""
    _handovers.append(handover)


def _administrator_only(actor: Actor) -> None:
    if not actor.is_administrator:
        raise NotPermitted("只有本机构的管理员可以管理成员。")


def _locked_members(actor: Actor) -> list[Membership]:
    """The members of the actor's organisation, all locked, always in the same order: two
    administrators who end each other's duty at the same moment must not both succeed."""
    return list(
        Membership.objects.select_for_update(of=("self",))
        .filter(organisation_id=actor.organisation_id, is_active=True)
        .select_related("user")
        .order_by("pk")
    )


def invite_person(
    actor: Actor, *, email: str, name: str, duty: str, is_administrator: bool
) -> Invitation:
    """Invite the owner of `email` to a duty in the actor's organisation.

    The invitation waits until somebody with that verified address signs in. Raises
    `RuleViolation` for a duty that the organisation does not have, or an open invitation.
    """
    _administrator_only(actor)
    if duty not in DUTIES_OF_KIND[actor.organisation_kind]:
        raise RuleViolation({"duty": "本机构没有这项职责。"})
    if duty != actor.duty and actor.duty != Duty.CITY_OFFICER:
        # Else an expert who administers the city bureau could make a city officer of anybody.
        raise RuleViolation({"duty": "您只能邀请与您职责相同的人员。"})
    email = email.strip().lower()
    own = User.objects.filter(pk=actor.user_id, email__iexact=email)
    own_too = EmailAddress.objects.filter(user_id=actor.user_id, email__iexact=email)
    if own.exists() or own_too.exists():
        raise RuleViolation({"email": "不能邀请自己。"})
    with transaction.atomic():
        open_ = Invitation.objects.filter(
            organisation_id=actor.organisation_id,
            email=email,
            duty=duty,
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
        )
        if open_.exists():
            raise RuleViolation({"email": "已经邀请过此人，邀请仍然有效。"})
        home = Organisation.objects.get(pk=actor.organisation_id)
        invitation = Invitation.objects.create(
            organisation=home,
            district_id=home.district_id,
            email=email,
            name=name.strip(),
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
                f"{Duty(duty).label}。请用这个邮箱注册或登录，邀请会自动生效：\n"
                f"{settings.PUBLIC_URL}/accounts/signup/\n\n"
                f"邀请有效期 {INVITATION_DAYS} 天。",
                "key": f"invitation:{invitation.pk}",
            },
            f"invitation:{invitation.pk}",
        )
        return invitation


def withdraw_invitation(actor: Actor, invitation_id: str) -> None:
    """Take an open invitation back; one that is taken back already stays so.

    Raises `RuleViolation` when the person has accepted it in the meantime.
    """
    _administrator_only(actor)
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(
            pk=invitation_id, organisation_id=actor.organisation_id
        )
        if invitation.accepted_at is not None:
            raise RuleViolation("此人已接受邀请，请在成员名单中移除。")
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at = timezone.now()
            invitation.save(update_fields=["withdrawn_at"])


def accept_invitations(user_id: int, verified_emails: list[str]) -> int:
    """Turn every open invitation to the person's verified addresses into a membership.

    Returns how many; safe to repeat.
    """
    if not verified_emails:
        return 0
    with system_scope(reason="accept invitations at sign-in"):
        invitations = Invitation.objects.select_for_update().filter(
            email__in=[email.lower() for email in verified_emails],
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
        )
        count = 0
        for invitation in invitations:
            Membership.objects.get_or_create(
                user_id=user_id,
                organisation_id=invitation.organisation_id,
                duty=invitation.duty,
                is_active=True,
                defaults={
                    "district_id": invitation.district_id,
                    "is_administrator": invitation.is_administrator,
                },
            )
            invitation.accepted_at = timezone.now()
            invitation.save(update_fields=["accepted_at"])
            count += 1
        return count


def remove_person(actor: Actor, membership_id: int, successor_id: int | None) -> Membership:
    """End a colleague's (or one's own) duty; drafts and queue go to the successor.

    Raises `RuleViolation` when the last administrator would leave.
    """
    _administrator_only(actor)
    with transaction.atomic():
        members = {one.pk: one for one in _locked_members(actor)}
        if membership_id not in members:
            raise Membership.DoesNotExist
        leaver = members.pop(membership_id)
        others = list(members.values())
        if leaver.is_administrator and not any(one.is_administrator for one in others):
            raise RuleViolation("请先把另一位成员设为管理员，再移除最后一位管理员。")
        successor = next((one for one in others if one.pk == successor_id), None)
        if successor_id is not None and successor is None:
            raise RuleViolation({"successor": "接手人不在本机构。"})
        leaver.is_active = False
        leaver.left_at = timezone.now()
        leaver.save(update_fields=["is_active", "left_at"])
        for handover in _handovers:
            handover(leaver, successor)
        if successor is not None:
            notify(
                [successor.user_id],
                title=f"{leaver.user}的工作由您接手",
                body="草稿和待办已经转到您名下。",
                link="/home/",
                dedupe_key=f"handover:{leaver.pk}",
            )
        return leaver


def set_administrator(actor: Actor, membership_id: int, is_administrator: bool) -> None:
    """Make a colleague an administrator, or end that; one always remains."""
    _administrator_only(actor)
    with transaction.atomic():
        members = {one.pk: one for one in _locked_members(actor)}
        if membership_id not in members:
            raise Membership.DoesNotExist
        member = members.pop(membership_id)
        if not is_administrator and not any(one.is_administrator for one in members.values()):
            raise RuleViolation("机构至少要有一位管理员。")
        member.is_administrator = is_administrator
        member.save(update_fields=["is_administrator"])
