"""When work is late, and how much time is left: the one place that says so.

A due day is a local date that counts to its end, so that work is late from the next day on, also
on a weekend. How much is left, and how late it is, is counted in working days.
Source: Civil Code, articles 201 and 203 (the last day ends at 24:00).
"""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from procedures.batches.working_days import working_days_between


def is_late(due_on: date | None, today: date | None = None) -> bool:
    """Whether the due day is over on `today` (local date, default today)."""
    return due_on is not None and due_on < (today or timezone.localdate())


def late(field: str = "stage_due_on") -> Q:
    """The same as a condition on rows whose due day stands in `field`."""
    return Q(**{f"{field}__lt": timezone.localdate()})


def time_left(due_on: date, today: date | None = None) -> str:
    """How much time is left until the due day, or how late it is, in people's words."""
    today = today or timezone.localdate()
    days = abs(working_days_between(today, due_on))
    if is_late(due_on, today):
        return f"超期 {days} 个工作日" if days else "已超期"
    if due_on == today:
        return "今天到期"
    # Between a weekend's days lies no working day.
    return f"还剩 {days} 个工作日" if days else f"{due_on:%m月%d日}到期"
