"""The tables inside pages of members, duties, and covers."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.duties import OrganisationKind
from accounts.models import Invitation, LeaveCover, Membership
from accounts.tenancy import Actor
from pages.links import row_url
from pages.lists import Column
from pages.lists.cells import act_button
from pages.lists.table import table_html

_DIALOG_BUTTON = (
    '<button type="button" class="btn small no" data-dialog="{}">{}'
    '<span class="sr-only">{}</span></button>'
)


def _duty(row: Membership | Invitation) -> str:
    return f"{row.get_duty_display()}{' · 管理员' if row.is_administrator else ''}"


def _acts(*buttons: SafeString) -> SafeString:
    return format_html('<div class="acts">{}</div>', format_html_join("", "{}", zip(buttons)))


def _member_acts(row: Membership) -> SafeString:
    value, label = ("no", "取消管理员") if row.is_administrator else ("yes", "设为管理员")
    address = row_url("people:set_administrator", row.pk)
    return _acts(
        act_button(address, label, f"：{row.user}", name="administrator", value=value),
        format_html(_DIALOG_BUTTON, f"remove-{row.pk}", "移除", row.user),
    )


MEMBER_COLUMNS: tuple[Column[Membership], ...] = (
    Column("user", "姓名", lambda row: str(row.user), below=lambda row: row.user.email),
    Column("duty", "职责", _duty),
    Column("since", "加入时间", lambda row: timezone.localdate(row.since)),
    Column("act", "操作", html=_member_acts),
)


def _withdraw(row: Invitation) -> SafeString:
    return act_button(
        row_url("people:withdraw_invitation", row.pk), "撤回", f"给{row.name}的邀请",
        confirm=f"撤回给 {row.email} 的邀请？",
    )  # fmt: skip


INVITED_COLUMNS: tuple[Column[Invitation], ...] = (
    Column("name", "姓名", below=lambda row: row.email),
    Column("duty", "职责", _duty),
    Column("expires_at", "有效期至", lambda row: timezone.localdate(row.expires_at)),
    Column("act", "操作", html=_withdraw, fit=True),
)


def duties_table(memberships: Sequence[Membership], actor: Actor | None) -> SafeString:
    """One's own duties: the present one with the way out, the others to switch to."""
    current = actor.membership_id if actor else None

    def act(row: Membership) -> SafeString:
        name = row.organisation.name
        if row.pk != current:
            address, value = reverse("accounts:switch_duty"), str(row.pk)
            return act_button(address, "切换", f"到{name}", name="membership", value=value)
        leave = format_html(_DIALOG_BUTTON, "leave", "退出机构", name)
        return _acts(mark_safe('<span class="dim">当前身份</span>'), leave)

    columns: tuple[Column[Membership], ...] = (
        Column("organisation__name", "机构", long=True),
        Column("duty", "职责"),
        Column("act", "操作", html=act),
    )
    return table_html(columns, memberships)


def _answers(row: Invitation) -> SafeString:
    address = row_url("people:answer_invitation", row.pk)
    about = f"{row.organisation.name}的邀请"
    return _acts(
        act_button(address, "接受", about, css="go", name="answer", value="accept"),
        act_button(address, "谢绝", about, name="answer", value="decline"),
    )


def invitations_table(invitations: Sequence[Invitation], *, reviews: bool) -> SafeString:
    """Invitations to answer; whoever `reviews` filings is told what joining an enterprise means."""

    def warning(row: Invitation) -> str | None:
        if reviews and row.organisation.kind == OrganisationKind.ENTERPRISE:
            return "加入后，您不能再审核这家企业的登记和申报"
        return None

    columns: tuple[Column[Invitation], ...] = (
        Column("organisation__name", "机构", long=True, below=warning),
        Column("duty", "职责", _duty),
        Column("invited_by", "邀请人", lambda row: str(row.invited_by)),
        Column("expires_at", "有效期至", lambda row: timezone.localdate(row.expires_at)),
        Column("act", "答复", html=_answers),
    )
    return table_html(columns, invitations)


def _pill(row: LeaveCover) -> str:
    return "ok" if row.starts_on <= timezone.localdate() else "wait"


def _may_end(actor: Actor, cover: LeaveCover) -> bool:
    return actor.is_administrator or cover.absent_id == actor.membership_id


def _end(actor: Actor, row: LeaveCover) -> SafeString:
    if not _may_end(actor, row):
        return mark_safe('<span class="dim">—</span>')
    absent, cover = row.absent.user, row.cover.user
    return act_button(
        row_url("people:end_cover", row.pk), "结束", f"{absent}的代办", css="no",
        confirm=f"结束{cover}代{absent}办理？结束后代办人不再看到这些申报的通知。",
    )  # fmt: skip


def covers_table(actor: Actor, covers: Sequence[LeaveCover]) -> SafeString:
    """Who stands in for whom, with a button where `actor` may end it."""
    columns: tuple[Column[LeaveCover], ...] = (
        Column("absent__user", "休假人", lambda row: str(row.absent.user)),
        Column("cover__user", "代办人", lambda row: str(row.cover.user)),
        Column("dates", "日期", lambda row: f"{row.starts_on} 至 {row.ends_on}"),
        Column(
            "state", "状态",
            lambda row: "正在代办" if _pill(row) == "ok" else "还没有开始", pill=_pill,
        ),
        Column("act", "操作", html=lambda row: _end(actor, row), fit=True),
    )  # fmt: skip
    return table_html(columns, covers)
