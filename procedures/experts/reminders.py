"""Reminders of experts whose sheets are due."""

from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.notifications import Kind, notify
from procedures.cases.deadlines import AHEAD_DAYS, reminder
from procedures.cases.due import time_left
from procedures.models import ScoreSheet


def remind_experts() -> int:
    """Remind experts of sheets that are due: once `AHEAD_DAYS` ahead, once when due, once when
    late. Returns how many experts were reminded of how many dates. Needs a system scope."""
    today = timezone.localdate()
    open_ = ScoreSheet.objects.open().filter(due_on__lte=today + timedelta(days=AHEAD_DAYS))
    rows = list(open_.values("reviewer_id", "due_on").annotate(number=Count("id")))
    for row in rows:
        notify(
            [row["reviewer_id"]],
            title=f"还有 {row['number']} 件申报没有评分",
            body=f"评审截止 {row['due_on']:%Y-%m-%d}，{time_left(row['due_on'])}。",
            link=reverse("procedures:reviews"),
            dedupe_key=f"score:{row['reviewer_id']}:{row['due_on']}:{reminder(row['due_on'])}",
            kind=Kind.REMINDERS,
        )
    return len(rows)
