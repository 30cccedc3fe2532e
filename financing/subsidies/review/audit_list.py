"""An audit firm's list: what was assigned to it."""

from typing import Any

from django.db.models import QuerySet

from accounts.duties import Duty
from financing.models import AuditAssignment
from financing.subsidies.review.actions.assign_audit import is_overdue
from financing.subsidies.review.audit_machine import MACHINE
from pages.links import row_url
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice

State = AuditAssignment.State


class AuditList(ListPage[AuditAssignment]):
    """The firm's assignments, the newest first."""

    key, title, noun, counter = "audits", "我的审计", "审计", "件"
    readers = (Duty.AUDIT_FIRM_STAFF,)
    order = ("-id",)
    columns = (
        Column("title", "申报", str, long=True, fixed=True,
               link=lambda row: row_url("financing:audit", row.pk),
               below=lambda row: row.paper.get("enterprise", "")),
        Column("scheme", "资金项目", lambda row: row.paper.get("scheme", ""), long=True),
        Column("due_on", "报送期限", pill=lambda row: "bad" if is_overdue(row) else ""),
        Column("state", "状态", pill=lambda row: MACHINE.tone_of(row.state)),
    )  # fmt: skip
    filters = (choice("state", "状态", State.choices),)
    empty = Empty("还没有指派给本机构的审计", "市级指派后会通知您。")

    def rows(self) -> QuerySet[Any]:
        return AuditAssignment.objects.filter(firm_id=self.actor.organisation_id)

    def heading(self) -> str:
        waiting = self.rows().filter(state__in=(State.OFFERED, State.WORKING)).count()
        return f"有 {waiting} 件审计等您办理" if waiting else "没有等您办理的审计"
