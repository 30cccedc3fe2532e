"""A bank's home: what waits for it, and what it has done this year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.duties import Duty
from accounts.views.home import home_of
from financing.line.bank_desk import BankDesk, bank_desk
from pages.lists.table import table_html
from reports.tables import DEMAND_COLUMNS, LOAN_COLUMNS


@home_of(Duty.BANK_OFFICER)
def bank(request: HttpRequest) -> HttpResponse:
    """Demands, loans and messages that need the bank, and its figures."""
    desk = bank_desk()
    context = {
        "desk": desk,
        "finding": _finding(desk),
        "demands": table_html(DEMAND_COLUMNS, desk.demands),
        "loans": table_html(LOAN_COLUMNS, desk.loans),
    }
    return render(request, "reports/bank_home.html", context)


def _finding(desk: BankDesk) -> str:
    """The heading: the most urgent of what there is to do."""
    if desk.overdue:
        return f"{desk.overdue} 项融资需求已超期，共 {desk.waiting} 项等待答复"
    if desk.due_today:
        return f"{desk.due_today} 项融资需求今天到期，共 {desk.waiting} 项等待答复"
    if desk.waiting:
        return f"{desk.waiting} 项融资需求等待答复"
    if desk.running_out:
        return f"{desk.running_out} 笔贷款 90 天内到期，还没有反馈续贷或结清"
    return "没有等待答复的融资需求"
