"""A bank's home: what waits for it, and what it has done this year."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.home import home_of
from financing.line.bank_desk import BankDesk, bank_desk
from financing.models import CreditFeedback, DemandHandling
from pages.links import row_url
from pages.lists import Column
from pages.lists.table import table_html
from pages.panels import panels_for


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


def _report(row: DemandHandling) -> SafeString:
    return format_html(
        '<a href="{}?{}" aria-label="反馈 {} 的授信">反馈授信 →</a>',
        reverse("financing:report_credit"),
        urlencode({"handling": row.pk}),
        row.demand.enterprise_name,
    )


def _settle(row: CreditFeedback) -> SafeString:
    return format_html(
        '<a href="{}" aria-label="反馈 {} {} 结清">结清 →</a>',
        reverse("financing:report_again", args=[row.reference]),
        row.enterprise_name,
        row.reference,
    )


CHOSEN_COLUMNS: tuple[Column[DemandHandling], ...] = (
    *DEMAND_COLUMNS[:2], Column("act", "操作", html=_report, fit=True),
)  # fmt: skip
LOAN_COLUMNS: tuple[Column[CreditFeedback], ...] = (
    Column("enterprise_name", "企业", long=True, below=lambda row: row.reference),
    Column("balance", "余额", unit="万元"),
    Column("due_on", "到期日", number=True),
    Column("act", "操作", html=_follow_up, fit=True),
)
RENEWED_COLUMNS: tuple[Column[CreditFeedback], ...] = (
    *LOAN_COLUMNS[:3], Column("act", "操作", html=_settle, fit=True),
)  # fmt: skip


@home_of(Duty.BANK_OFFICER)
def home(request: ActorRequest) -> HttpResponse:
    """Demands, loans and messages that need the bank, and its figures."""
    desk = bank_desk()
    context = {
        "desk": desk,
        "finding": _finding(desk),
        "demands": table_html(DEMAND_COLUMNS, desk.demands),
        "chosen": table_html(CHOSEN_COLUMNS, desk.chosen),
        "loans": table_html(LOAN_COLUMNS, desk.loans),
        "renewed": table_html(RENEWED_COLUMNS, desk.renewed),
        "panels": panels_for(request.actor),
    }
    return render(request, "financing/bank_home.html", context)


def _finding(desk: BankDesk) -> str:
    """The heading: the most urgent of what there is to do."""
    if desk.overdue:
        return f"{desk.overdue} 项融资需求已超期，共 {desk.waiting} 项等待答复"
    if desk.due_today:
        return f"{desk.due_today} 项融资需求今天到期，共 {desk.waiting} 项等待答复"
    if desk.waiting:
        return f"{desk.waiting} 项融资需求等待答复"
    if desk.to_report:
        return f"{desk.to_report} 家企业选定了贵行，等待反馈授信"
    if desk.running_out:
        return f"{desk.running_out} 笔贷款 90 天内到期，还没有反馈续贷或结清"
    if desk.to_settle:
        return f"{desk.to_settle} 笔贷款已续贷，原贷款还没有反馈结清"
    return "没有等待答复的融资需求"
