"""Whom a step in the life of a work plan is told."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.duties import Duty
from accounts.notifications import Gathered, Kind, notify, people_of
from lifecycle.gathering import gathered
from reports.models import WorkPlan

FILED = "work-plans"


def address_of(row: WorkPlan) -> str:
    return reverse("reports:work_plan", args=[row.pk])


def tell_bureau(row: WorkPlan, title: str, body: str, key: str, kind: Kind = Kind.WORK) -> None:
    """Tell the reviewers of the district."""
    notify(
        people_of(duty=Duty.DISTRICT_REVIEWER, district_id=row.district_id),
        title=title, body=body, link=address_of(row), dedupe_key=key, kind=kind,
    )  # fmt: skip


def tell_city(
    row: WorkPlan, title: str, body: str, key: str, kind: Kind = Kind.WORK,
    gathered: Gathered | None = None,
) -> None:  # fmt: skip
    """Tell the city's officers."""
    notify(
        people_of(duty=Duty.CITY_OFFICER),
        title=title, body=body, link=address_of(row), dedupe_key=key, kind=kind,
        gathered=gathered,
    )  # fmt: skip


def until(day: date | None) -> str:
    return f"请在 {day:%Y-%m-%d} 24:00 前报送。" if day else ""


def tell_asked(row: WorkPlan) -> None:
    body = f"按“{row.plan}”的要求编制本区市工作计划。{until(row.due_on)}\n{row.note}".strip()
    tell_bureau(row, "请报送本区市培育工作计划", body, f"work-plan:{row.pk}:asked")


def tell_filed(change: Any) -> None:
    late = change.facts["days_late"]
    body = f"逾期 {late} 天报送，请审核。" if late else "按期报送，请审核。"
    tell_city(
        change.row, f"{change.row.district.name}报送了工作计划", body, change.key,
        gathered=gathered(
            FILED, change, "{} 个区市报送了工作计划", reverse("reports:work_plans")
        ),
    )  # fmt: skip


def tell_withdrawn(change: Any) -> None:
    name = change.row.district.name
    tell_city(change.row, f"{name}撤回了工作计划", "修改后会再次报送。", change.key)


def tell_approved(change: Any) -> None:
    tell_bureau(change.row, "工作计划已审定", "请按计划落实，进度每日更新。", change.key)


def tell_returned(change: Any) -> None:
    body = f"{change.input.reason}\n{until(change.row.due_on)}"
    tell_bureau(change.row, "工作计划退回修改", body, change.key)


def tell_extended(change: Any) -> None:
    body = f"新的期限是 {change.row.due_on:%Y-%m-%d}。{change.input.reason}"
    tell_bureau(change.row, "工作计划报送期限已延长", body, change.key)


def tell_urged(change: Any) -> None:
    due = change.row.due_on
    when = f"报送期限是 {due:%Y-%m-%d}。" if due else ""
    tell_bureau(change.row, "请尽快报送工作计划", f"市级主管部门催报。{when}", change.key)


def tell_revising(change: Any) -> None:
    name = change.row.district.name
    tell_city(change.row, f"{name}开始修订工作计划", change.input.reason, change.key)
