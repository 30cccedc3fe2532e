"""The tables of the homes."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from financing.models import CreditFeedback, DemandHandling
from pages.links import row_url
from pages.lists import Column
from pages.lists.cells import Cell
from procedures.models.application import State

TILE_COLUMNS: tuple[Column[dict[str, Any]], ...] = (
    Column("name", "区市", lambda tile: tile["name"]),
    Column("count", "有效项数", lambda tile: tile["count"], number=True),
)


def _case(row: Any) -> str:
    return row_url("procedures:case", row.pk)


def _own_case(row: Any) -> str:
    return row_url("procedures:fill", row.pk) if row.is_editable else _case(row)


def _due(row: Any) -> Cell:
    if row.state == State.DRAFT:
        return timezone.localdate(row.batch.closes_at)
    due: Cell = row.stage_due_on
    return due


WAITING_COLUMNS: tuple[Column[Any], ...] = (
    Column("case", "申报", str, link=_case, long=True),
    Column("enterprise_name", "企业", long=True),
    Column("stage_due_on", "期限", number=True),
)
OWN_CASE_COLUMNS: tuple[Column[Any], ...] = (
    Column("case", "申报", str, link=_own_case, long=True, below=lambda row: row.batch.name),
    Column("state_label", "到哪一步", pill=lambda row: row.state_tone),
    Column("due", "期限", _due, number=True),
)


def _days_left(row: DemandHandling) -> str | None:
    if row.days_left is None:
        return None
    if row.is_overdue:
        return format_html('<span class="pill bad">已超期 {} 天</span>', row.days_late)
    if row.days_left == 0:
        return format_html('<span class="pill wait">{}</span>', "今天到期")
    return f"还有 {row.days_left} 天"


def _follow_up(row: Any) -> SafeString:
    about = f"{row.enterprise_name} {row.reference}"
    return format_html(
        '<a href="{}?{}" aria-label="反馈 {} 的续贷">续贷 →</a><br>'
        '<a href="{}" aria-label="反馈 {} 结清">结清 →</a>',
        reverse("financing:report_credit"),
        urlencode({"renews": row.reference}),
        about,
        reverse("financing:report_again", args=[row.reference]),
        about,
    )


DEMAND_COLUMNS: tuple[Column[DemandHandling], ...] = (
    Column(
        "demand__enterprise_name", "企业", long=True,
        link=lambda row: row_url("financing:bank_demand", row.pk),
        below=lambda row: f"{row.demand.get_purpose_display()} · {row.get_state_display()}",
    ),
    Column("demand__amount", "金额", unit="万元"),
    Column("due_on", "办结期限", number=True, below=_days_left),
)  # fmt: skip
LOAN_COLUMNS: tuple[Column[CreditFeedback], ...] = (
    Column("enterprise_name", "企业", long=True, below=lambda row: row.reference),
    Column("balance", "余额", unit="万元"),
    Column("due_on", "到期日", number=True),
    Column("act", "操作", html=_follow_up, fit=True),
)
