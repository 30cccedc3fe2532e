"""Reminders of work plans that are to be filed."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.notifications import Kind
from accounts.outbox import posted_together
from accounts.tenancy import system_scope
from reports.models import WorkPlan
from reports.targets.workplans.notices import tell_bureau, tell_city

AHEAD = (7, 3, 1)  # days before the last one


def remind_of_work_plans() -> int:
    """Remind districts some days before the last one (local), and them and the city on the day
    after it. Repeatable; returns how many work plans were looked at."""
    today = timezone.localdate()
    with system_scope(reason="remind of work plans"), posted_together():
        last = today + timedelta(days=max(AHEAD))
        rows = WorkPlan.objects.to_file().filter(due_on__lte=last).select_related("district")
        for row in rows:
            _remind(row, today)
        return len(rows)


def _remind(row: WorkPlan, today: date) -> None:
    due = row.due_on
    assert due is not None, "asked of the database"
    if due < today:
        key = f"work-plan:{row.pk}:{due}:overdue"
        said = f"期限是 {due:%Y-%m-%d}，逾期报送计入区市评价。"
        tell_bureau(row, "工作计划已逾期，请尽快报送", said, key, Kind.REMINDERS)
        tell_city(row, f"{row.district.name}没有按期报送工作计划", said, key, Kind.REMINDERS)
        return
    # The nearest of the days that has come: a night that was missed is made up for.
    ahead = min(days for days in AHEAD if days >= (due - today).days)
    key = f"work-plan:{row.pk}:{due}:{ahead}"
    said = f"请在 {due:%Y-%m-%d} 24:00 前报送。"
    tell_bureau(row, "工作计划报送期限将到", said, key, Kind.REMINDERS)
