"""Letting a report run by itself for oneself, and leaving that."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.actors import home_of
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from reports.builder.asked import asked
from reports.builder.clock import next_of
from reports.builder.definition import read_definition
from reports.models import ReportSchedule, SavedReport

MOST_SCHEDULES = 50


@dataclass(frozen=True, slots=True)
class Clock:
    """When a report runs (hours local), and the format of its file."""

    every: str
    weekday: int
    day: int
    hour: int
    format: str


def schedule_report(actor: Actor, report_id: int, clock: Clock) -> ReportSchedule:
    """Let a report that the actor sees run by itself for them, from the next time on; instead of
    when it ran before. Raises `DoesNotExist`, and `RuleViolation` for a report that cannot be run
    or too many schedules."""
    with transaction.atomic():
        report = SavedReport.objects.visible_to(actor).get(pk=report_id)
        asked(read_definition(report.definition), actor)
        own = ReportSchedule.objects.visible_to(actor).select_for_update(of=("self",))
        schedule = own.filter(report=report, membership_id=actor.membership_id).first()
        if schedule is None:
            if own.count() >= MOST_SCHEDULES:
                raise RuleViolation(f"您已有 {MOST_SCHEDULES} 个定时报表，请先取消不用的。")
            schedule = ReportSchedule(
                report=report,
                user_id=actor.user_id,
                membership_id=actor.membership_id,
                **home_of(actor),
            )
        schedule.title, schedule.every, schedule.format = report.name, clock.every, clock.format
        schedule.weekday, schedule.day, schedule.hour = clock.weekday, clock.day, clock.hour
        schedule.next_at = next_of(schedule, timezone.now())
        schedule.stopped_at, schedule.stopped_because = None, ""
        schedule.save()
    return schedule


def leave_schedule(actor: Actor, pk: int) -> str:
    """Let a report run no more for the actor; files that were made stay for their time. Returns
    the report's name. Raises `DoesNotExist`."""
    with transaction.atomic():
        own = ReportSchedule.objects.visible_to(actor).select_for_update(of=("self",))
        schedule = own.get(pk=pk)
        schedule.delete()
    return schedule.title
