"""Scheduled reports: which are due, and making their files.

Beat asks each minute. What was due while nothing ran is made once, and the next time is counted
from now; a run is one row for each time that was due, so that it is never made twice.
"""

import tempfile
from datetime import datetime, timedelta
from typing import IO

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.actors import actor_of_membership
from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import start_job
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor, acting_as, system_scope
from reports.builder.asked import asked
from reports.builder.clock import next_of
from reports.builder.definition import Definition, read_definition
from reports.builder.export import Format, ReportFile
from reports.builder.policies import READERS
from reports.models import ReportRun, ReportRunPart, ReportSchedule, SavedReport

JOB = "scheduled_report"
# Days from one time to the next, at most.
LONGEST = {
    ReportSchedule.Every.DAY: 1, ReportSchedule.Every.WEEK: 7, ReportSchedule.Every.MONTH: 31,
}  # fmt: skip
PART_BYTES, IN_MEMORY_BYTES = 1024 * 1024, 4 * 1024 * 1024
LEFT_OFFICE = "设定人已不在原岗位，定时已停止。"
NO_READER = "您现在的职责不能查看报表，定时已停止。"
GONE = "报表已删除或不再共享给您，定时已停止。"


def queue_due(now: datetime | None = None) -> int:
    """Start the reports that are due; returns how many. Repeatable at any time."""
    now = now or timezone.now()
    with system_scope(reason="run scheduled reports"):
        _come_back(now)
        due = ReportSchedule.objects.filter(next_at__lte=now, stopped_at=None)
        keys = list(due.order_by("next_at").values_list("pk", flat=True))
    return sum(_queue(key, now) for key in keys)


def _come_back(now: datetime) -> None:
    """Let schedules that a clock ahead of `now` has put off be due at their next time from now."""
    too_far = Q()
    for every, days in LONGEST.items():
        too_far |= Q(every=every, next_at__gt=now + timedelta(days=days))
    rows = ReportSchedule.objects.select_for_update(of=("self",))
    for schedule in rows.filter(too_far, stopped_at=None):
        schedule.next_at = next_of(schedule, now)
        schedule.save(update_fields=["next_at"])


def _queue(pk: int, now: datetime) -> bool:
    with system_scope(reason="run scheduled reports"):
        waiting = ReportSchedule.objects.select_for_update(skip_locked=True, of=("self",))
        schedule = waiting.filter(pk=pk, next_at__lte=now, stopped_at=None).first()
        if schedule is None:
            return False  # Another beat had it.
        try:
            actor = actor_of_membership(schedule.membership_id)
        except NotPermitted:
            _stop(schedule, LEFT_OFFICE)
            return False
        if actor.duty not in READERS:
            _stop(schedule, NO_READER)
            return False
        due_at = schedule.next_at
        schedule.next_at = next_of(schedule, now)
        schedule.save(update_fields=["next_at"])
        run, is_new = ReportRun.objects.get_or_create(
            schedule=schedule,
            due_at=due_at,
            defaults={
                "report_id": schedule.report_id,
                "user_id": schedule.user_id,
                "title": schedule.title,
                "format": schedule.format,
                "organisation_id": schedule.organisation_id,
                "district_id": schedule.district_id,
            },
        )
        if is_new:  # not where the clock went back over its hour
            start_job(actor, kind=JOB, label=f"定时报表：{run.title}", payload={"run_id": run.pk})
    return is_new


def _stop(schedule: ReportSchedule, because: str) -> None:
    schedule.stopped_at, schedule.stopped_because = timezone.now(), because
    schedule.save(update_fields=["stopped_at", "stopped_because"])
    _tell(
        schedule.user_id,
        f"定时报表已停止：{schedule.title}",
        because,
        f"report-stopped:{schedule.pk}:{schedule.stopped_at:%Y%m%d%H%M}",
    )


def _tell(user_id: int, title: str, body: str, key: str) -> None:
    link = reverse("reports:report_runs")
    notify([user_id], title=title, body=body, link=link, dedupe_key=key, kind=Kind.REMINDERS)


def make_run(run_id: int, actor: Actor) -> str:
    """Make the file of a run in its person's scope of now, unless that is done; returns what came
    of it in words. What cannot be made says so in the run itself, never in a file."""
    with acting_as(actor):
        run = ReportRun.objects.select_related(None).get(pk=run_id)
        if run.made_at is not None:
            return run.problem or f"{run.title}已生成。"
        report = SavedReport.objects.visible_to(actor).filter(runs=run).first()
    if report is None:
        return _failed(run, actor, GONE, stop=True)
    try:
        definition = read_definition(report.definition)
        with acting_as(actor):
            asked(definition, actor)
    except RuleViolation as refusal:
        return _failed(run, actor, f"{refusal} 改好报表后，请重新设定定时。", stop=True)
    try:
        return _made(run, actor, definition)
    except RuleViolation as refusal:
        return _failed(run, actor, str(refusal), stop=False)


def _made(run: ReportRun, actor: Actor, definition: Definition) -> str:
    """Write the file, and keep it with its run and the news of it in one transaction: a worker
    that dies on the way leaves nothing behind."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as file, acting_as(actor):
        made = ReportFile(definition, actor, run.title, Format(run.format))
        made.put_on_record()
        for piece in made.content():
            file.write(piece)
        size = file.tell()
        file.seek(0)
        _keep(run, file)
        run.made_at, run.lines, run.size = timezone.now(), made.number, size
        run.save(update_fields=["made_at", "lines", "size"])
        body = f"共 {made.number:,} 行，保留到 {timezone.localtime(run.kept_until):%Y-%m-%d}。"
        _tell(run.user_id, f"定时报表已生成：{run.title}", body, f"report-run:{run.pk}")
    return f"{run.title}：{body}"


def _keep(run: ReportRun, file: IO[bytes]) -> None:
    run.parts.all().delete()
    number = 0
    while data := file.read(PART_BYTES):
        ReportRunPart.objects.create(
            run=run, user_id=run.user_id, number=number, data=data, **run.home
        )
        number += 1


def _failed(run: ReportRun, actor: Actor, why: str, *, stop: bool) -> str:
    with acting_as(actor):
        run.made_at, run.problem = timezone.now(), why[:500]
        run.save(update_fields=["made_at", "problem"])
        going = ReportSchedule.objects.filter(runs=run, stopped_at=None).first()
        if stop and going is not None:
            _stop(going, why[:200])
        else:
            _tell(run.user_id, f"定时报表未生成：{run.title}", why, f"report-run:{run.pk}")
    return why
