"""The people of an organisation that the city registered, and who was invited into it: how pages
about banks and audit firms show them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import Invitation, Membership, Organisation
from pages.lists import Column
from pages.lists.cells import act_button


@dataclass(frozen=True)
class Invited:
    """An invitation to an organisation, and what became of it."""

    row: Invitation
    told: str
    tone: str
    may_repeat: bool


def people_in(organisation: Organisation) -> list[Membership]:
    """Those who have a duty in it, its administrators first."""
    rows = Membership.objects.working().filter(organisation=organisation).select_related("user")
    return list(rows.order_by("-is_administrator", "since", "id"))


def invitations_of(organisation: Organisation) -> list[Invited]:
    """The latest invitations into it."""
    rows = Invitation.objects.filter(organisation=organisation).order_by("-created_at", "id")
    return [_invited(one, organisation) for one in rows[:20]]


def _invited(row: Invitation, organisation: Organisation) -> Invited:
    may_repeat = organisation.is_active and row.is_administrator
    if row.accepted_at:
        return Invited(row, f"{timezone.localtime(row.accepted_at):%Y-%m-%d} 已接受", "ok", False)
    if row.withdrawn_at:
        return Invited(row, "已撤回或重新发出", "calm", False)
    if row.declined_at:
        return Invited(row, "已谢绝", "bad", may_repeat)
    if row.expires_at <= timezone.now():
        return Invited(row, "已过期", "bad", may_repeat)
    until = timezone.localtime(row.expires_at)
    return Invited(row, f"等待答复，{until:%Y-%m-%d} 前有效", "wait", may_repeat)


def invitation_columns(again: str) -> tuple[Column[Invited], ...]:
    """The columns of invitations; `again` names the address that sends one anew."""

    def act(one: Invited) -> SafeString:
        if not one.may_repeat:
            return SafeString("")
        return act_button(
            reverse(again, args=[one.row.organisation_id, one.row.pk]), "再次发送",
            f"给{one.row.name}", confirm=f"重新邀请{one.row.name}？原来的邀请不再有效。",
        )  # fmt: skip

    return (
        Column(
            "name", "邀请",
            lambda one: f"{one.row.name}{'（管理员）' if one.row.is_administrator else ''}",
            below=lambda one: one.row.email,
        ),
        Column("row__created_at", "发出时间"),
        Column("told", "答复", pill=lambda one: one.tone),
        Column("act", "", html=act),
    )  # fmt: skip


PEOPLE: tuple[Column[Membership], ...] = (
    Column("user", "姓名", lambda one: str(one.user)),
    Column("role", "职责", lambda one: "管理员" if one.is_administrator else "经办人"),
    Column("since", "加入时间", lambda one: timezone.localdate(one.since)),
)
