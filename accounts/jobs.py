"""Long work: started by an act, run by a Celery worker, watched on a page.

A job survives the death of its worker: its row keeps the state, a beat task starts stalled
jobs again, and an advisory lock keeps two workers from running one job at once. A runner may
therefore be run again from the start and must be idempotent.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actors import actor_of_membership
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Job, Membership
from accounts.notifications import notify
from accounts.outbox import post
from accounts.tenancy import Actor, system_scope

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
STALLED_AFTER = timedelta(seconds=45)
# Names the rows that say what is to be done.
JobPayload = Mapping[str, int | str]


@dataclass
class JobHandle:
    """What a runner gets: its payload, who started it, and how to report progress."""

    id: str
    payload: JobPayload
    actor: Actor

    def advance(self, done: int, total: int | None = None, message: str = "") -> None:
        """Report that `done` of `total` are done. Call outside of the runner's transactions,
        at least each ten seconds: it is also the sign of life."""
        changes: dict[str, object] = {"progress": done, "heartbeat_at": timezone.now()}
        if total is not None:
            changes["total"] = total
        if message:
            changes["message"] = message[:500]
        self._update(**changes)

    def finish(self, result: Mapping[str, object] | None = None, message: str = "") -> None:
        """End well. `result["link"]` is the page to show next, `result["link_label"]` its name."""
        self._update(
            state=Job.State.DONE,
            result=result or {},
            message=message[:500],
            finished_at=timezone.now(),
        )

    def fail(self, message: str) -> None:
        """End badly, with a Chinese message that says what to do."""
        self._update(state=Job.State.FAILED, message=message[:500], finished_at=timezone.now())

    def _update(self, **changes: object) -> None:
        with system_scope(reason="record the progress of a job"):
            Job.objects.filter(pk=self.id).update(**changes)


Runner = Callable[[JobHandle], None]
_runners: dict[str, Runner] = {}


def job_runner(kind: str) -> Callable[[Runner], Runner]:
    """Register the function that runs jobs of `kind`."""

    def register(runner: Runner) -> Runner:
        _runners[kind] = runner
        return runner

    return register


def start_job(actor: Actor, *, kind: str, label: str, payload: JobPayload) -> Job:
    """Queue long work in the present transaction; it starts after the commit.

    Raises `ValueError` when no runner is registered for `kind`.
    """
    if kind not in _runners:
        raise ValueError(f"no runner for jobs of kind {kind}")
    with system_scope(reason="queue a job"):
        from accounts.models import Organisation

        home = Organisation.objects.only("district_id").get(pk=actor.organisation_id)
        job = Job.objects.create(
            kind=kind,
            label=label,
            payload=payload,
            organisation_id=actor.organisation_id,
            district_id=home.district_id,
            membership_id=actor.membership_id,
        )
    post("accounts.run_job", {"job_id": str(job.pk)}, f"job:{job.pk}:0")
    return job


def run(job_id: str) -> None:
    """Run a queued or stalled job to its end, unless another worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"job:{job_id}"])
        if not cursor.fetchone()[0]:
            return
    try:
        handle = _begin(job_id)
        if handle is not None:
            _run_to_end(handle, _kind_of(job_id))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"job:{job_id}"])


def _kind_of(job_id: str) -> str:
    with system_scope(reason="run a job"):
        return str(Job.objects.values_list("kind", flat=True).get(pk=job_id))


def _begin(job_id: str) -> JobHandle | None:
    with system_scope(reason="run a job"):
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state not in (Job.State.QUEUED, Job.State.RUNNING):
            return None
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(job, "多次中断，已停止。请联系平台运维。")
            return None
        try:
            actor = actor_of_membership(job.membership_id)
        except NotPermitted as refusal:
            _give_up(job, refusal.message)
            return None
        job.attempts += 1
        job.state = Job.State.RUNNING
        job.heartbeat_at = timezone.now()
        job.save()
        return JobHandle(str(job.pk), job.payload, actor)


def _give_up(job: Job, message: str) -> None:
    """End a job that nobody can run, and tell whoever administers its organisation."""
    job.state, job.message, job.finished_at = Job.State.FAILED, message, timezone.now()
    job.save()
    colleagues = Membership.objects.working().filter(
        organisation_id=job.organisation_id, is_administrator=True, user__is_active=True
    )
    notify(
        list(colleagues.values_list("user_id", flat=True)),
        title=f"未完成：{job.label}",
        body=f"{message}（{timezone.localtime(job.created_at):%Y-%m-%d %H:%M} 发起）",
        link=reverse("people:job", args=[job.pk]),
        dedupe_key=f"job-given-up:{job.pk}:{job.attempts}",
    )


def _run_to_end(handle: JobHandle, kind: str) -> None:
    try:
        _runners[kind](handle)
    except RuleViolation as violation:
        handle.fail(str(violation))
    except NotPermitted as refusal:
        handle.fail(refusal.message)
    except Exception:
        logger.exception("job %s (%s) failed", handle.id, kind)
        handle.fail("处理时出现系统错误，已记录。请稍后重试或联系平台运维。")
        raise


def retry(job_id: str) -> None:
    """Queue a job again that ended badly; its runner is idempotent.

    Raises `RuleViolation` for one that did not.
    """
    with system_scope(reason="retry a job"):
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state != Job.State.FAILED:
            raise RuleViolation(f"{job.label}{job.get_state_display()}，不需要重试。")
        job.state, job.attempts, job.message = Job.State.QUEUED, 0, ""
        job.finished_at = job.heartbeat_at = None
        job.created_at = timezone.now()
        job.save()
        post("accounts.run_job", {"job_id": str(job.pk)}, f"job:{job.pk}:retry:{uuid4()}")


def restart_stalled() -> int:
    """Dispatch again the jobs whose worker died or whose start was lost; returns how many."""
    limit = timezone.now() - STALLED_AFTER
    with system_scope(reason="restart stalled jobs"):
        stalled = list(
            Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=limit)
            | Job.objects.filter(state=Job.State.QUEUED, created_at__lt=limit)
        )
        for job in stalled:
            minute = int(timezone.now().timestamp() // 40)
            post("accounts.run_job", {"job_id": str(job.pk)}, f"job:{job.pk}:again:{minute}")
    return len(stalled)
