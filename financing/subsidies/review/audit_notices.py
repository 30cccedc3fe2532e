"""Whom a step of an audit is told."""

from typing import Any

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of, who_asked
from financing.models import AuditAssignment
from lifecycle.transitions import Change
from pages.moments import end_of_day

AuditChange = Change[AuditAssignment, Any]


def _tell_firm(change: AuditChange, title: str, body: str) -> None:
    notify(
        people_of(organisation_id=change.row.firm_id, duty=Duty.AUDIT_FIRM_STAFF),
        title=title,
        body=body,
        link=reverse("financing:audit", args=[change.row.pk]),
        dedupe_key=change.key,
        kind=Kind.WORK,
    )


def _tell_city(change: AuditChange, title: str, body: str) -> None:
    notify(
        who_asked(change.row.assigned_by_id, Duty.CITY_OFFICER),
        title=title,
        body=body,
        link=reverse("financing:claim_review", args=[change.row.claim_id]),
        dedupe_key=change.key,
        kind=Kind.WORK,
    )


def tell_firm_of_assignment(change: AuditChange) -> None:
    row = change.row
    _tell_firm(
        change,
        f"指派审计：{row}",
        f"请先确认与企业没有利害关系，再开始审计，{end_of_day(row.due_on)} 前报送。",
    )


def tell_firm_of_return(change: AuditChange) -> None:
    _tell_firm(change, f"审计退回补充：{change.row}", change.input.reason)


def tell_firm_of_withdrawal(change: AuditChange) -> None:
    _tell_firm(change, f"审计指派已收回：{change.row}", change.input.reason)


def tell_city_of_refusal(change: AuditChange) -> None:
    _tell_city(change, f"{change.row.firm}申请回避：{change.row}", change.input.reason)


def tell_city_of_report(change: AuditChange) -> None:
    _tell_city(change, f"{change.row.firm}已报送核定额：{change.row}", change.row.conclusion)
