"""The members of an organisation: who administers it, and how people leave."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Invitation, Membership
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor

Handover = Callable[[Membership, Membership | None], None]
_handovers: list[Handover] = []


def register_handover(handover: Handover) -> None:
    """Let an app above pass a leaver's drafts and queue to the successor (or to nobody)."""
    _handovers.append(handover)


# What keeps the last person of an organisation from leaving it: a Chinese reason, or "".
LeavingRule = Callable[[int], str]
_leaving_rules: list[LeavingRule] = []


def register_leaving_rule(rule: LeavingRule) -> None:
    """Let an app above say, of an organisation's id, what its last person must settle first."""
    _leaving_rules.append(rule)


def what_holds_the_last(organisation_id: int) -> list[str]:
    """Everything that nobody would be left to see to."""
    open_invitations = Invitation.objects.filter(
        organisation_id=organisation_id, accepted_at=None, declined_at=None, withdrawn_at=None,
        expires_at__gt=timezone.now(),
    ).count()  # fmt: skip
    reasons = [f"还有 {open_invitations} 份邀请没有答复，请先撤回。"] if open_invitations else []
    return reasons + [reason for rule in _leaving_rules if (reason := rule(organisation_id))]


def administrator_only(actor: Actor) -> None:
    """Raise `NotPermitted` for anybody but an administrator of their organisation."""
    if not actor.is_administrator:
        raise NotPermitted("只有本机构的管理员可以管理成员。")


def _locked_members(actor: Actor, *, as_administrator: bool) -> list[Membership]:
    """The members of the actor's organisation, all locked, always in the same order: two
    administrators who end each other's duty at the same moment must not both succeed. The one
    who waited for the lock may not be a member, or not an administrator, any more.
    """
    members = list(
        Membership.objects.select_for_update(of=("self",))
        .working()
        .filter(organisation_id=actor.organisation_id)
        .select_related("user")
        .order_by("pk")
    )
    own = next((one for one in members if one.pk == actor.membership_id), None)
    if own is None:
        raise NotPermitted("您已不在本机构。")
    if as_administrator and not own.is_administrator:
        raise NotPermitted("您已不是本机构的管理员。")
    return members


def remove_person(actor: Actor, membership_id: int, successor_id: int | None) -> Membership:
    """End a colleague's (or one's own) duty; drafts and queue go to the successor.

    Raises `NotPermitted`, and `RuleViolation` when the organisation would be left without an
    administrator.
    """
    administrator_only(actor)
    return _end_duty(actor, membership_id, successor_id)


def leave_organisation(actor: Actor, successor_id: int | None) -> Membership:
    """End the duty that one acts in; drafts and queue go to the successor.

    Raises `RuleViolation` when the organisation would be left without an administrator. Only the
    last person of an enterprise may go like that, once nothing is under way: somebody else claims
    it with proof then.
    """
    return _end_duty(actor, actor.membership_id, successor_id)


def _end_duty(actor: Actor, membership_id: int, successor_id: int | None) -> Membership:
    with transaction.atomic():
        leaves = membership_id == actor.membership_id
        members = {one.pk: one for one in _locked_members(actor, as_administrator=not leaves)}
        if membership_id not in members:
            raise Membership.DoesNotExist
        leaver = members.pop(membership_id)
        others = list(members.values())
        _check_administration(actor, leaver, others)
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
                kind=Kind.ACCOUNT,
            )
        return leaver


def end_all_duties(organisation_id: int) -> int:
    """End the duties of everybody in an organisation and withdraw what it invites to, for acts that
    have asked for the permission, in their transaction. The number of people that it concerns."""
    now = timezone.now()
    rows = Membership.objects.select_for_update(of=("self",)).working()
    members = list(rows.filter(organisation_id=organisation_id).order_by("pk"))
    for leaver in members:
        leaver.is_active, leaver.left_at = False, now
        leaver.save(update_fields=["is_active", "left_at"])
        for handover in _handovers:
            handover(leaver, None)
    Invitation.objects.filter(
        organisation_id=organisation_id, accepted_at=None, declined_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    return len(members)


def _check_administration(actor: Actor, leaver: Membership, others: list[Membership]) -> None:
    if not leaver.is_administrator or any(one.is_administrator for one in others):
        return
    if others or actor.organisation_kind != OrganisationKind.ENTERPRISE:
        raise RuleViolation("请先把另一位成员设为管理员，最后一位管理员才能离开。")
    if held := what_holds_the_last(leaver.organisation_id):
        raise RuleViolation(f"您是本企业最后一位成员，现在不能离开：{''.join(held)}")


def set_administrator(actor: Actor, membership_id: int, is_administrator: bool) -> None:
    """Make a colleague an administrator, or end that; one always remains."""
    administrator_only(actor)
    with transaction.atomic():
        members = {one.pk: one for one in _locked_members(actor, as_administrator=True)}
        if membership_id not in members:
            raise Membership.DoesNotExist
        member = members.pop(membership_id)
        if not is_administrator and not any(one.is_administrator for one in members.values()):
            raise RuleViolation("机构至少要有一位管理员。")
        member.is_administrator = is_administrator
        member.save(update_fields=["is_administrator"])
