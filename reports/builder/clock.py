"""When a scheduled report is due: pure, in local time (Asia/Shanghai)."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from reports.models import ReportSchedule

Every = ReportSchedule.Every


def next_time(
    after: datetime, *, every: str, weekday: int, day: int, hour: int
) -> datetime:  # fmt: skip
    """The first moment after `after` at which a schedule is due: at the full `hour` of each day,
    of the `weekday` (1 Monday … 7 Sunday), or of the `day` of the month (its last, where it has no
    such day)."""
    today = timezone.localdate(after)
    candidates = (today + timedelta(days=n) for n in range(63))
    return next(
        moment
        for one in candidates
        if _is_day(one, every, weekday, day) and (moment := _at(one, hour)) > after
    )


def _is_day(one: date, every: str, weekday: int, day: int) -> bool:
    if every == Every.DAY:
        return True
    if every == Every.WEEK:
        return one.isoweekday() == weekday
    return one.day == min(day, monthrange(one.year, one.month)[1])


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def next_of(schedule: ReportSchedule, after: datetime) -> datetime:
    """When `schedule` is due after a moment."""
    return next_time(
        after,
        every=schedule.every,
        weekday=schedule.weekday,
        day=schedule.day,
        hour=schedule.hour,
    )


def words_of_clock(schedule: ReportSchedule) -> str:
    """When it runs, in words: 每月 31 日 7:00."""
    at = f"{schedule.hour}:00"
    if schedule.every == Every.WEEK:
        return f"每{schedule.get_weekday_display()} {at}"
    if schedule.every == Every.MONTH:
        return f"每月 {schedule.day} 日 {at}"
    return f"每天 {at}"
