"""Celery tasks of the ground: jobs, the trail, what is kept for a time."""

from celery import shared_task
from django.utils import timezone

from accounts import jobs
from accounts.retention import remove_what_is_over
from accounts.tenancy import system_scope
from audit import trail


@shared_task(name="accounts.tasks.run_job")
def run_job(job_id: str) -> None:
    jobs.run(job_id)


@shared_task(name="accounts.tasks.restart_stalled_jobs")
def restart_stalled_jobs() -> int:
    return jobs.restart_stalled()


@shared_task(name="accounts.tasks.seal_trail")
def seal_trail() -> str:
    """Chain the next seal over the trail; returns its hash, or "" when nothing was new."""
    with system_scope(reason="seal the trail"):
        seal = trail.seal_trail()
    return seal.hash if seal else ""


@shared_task(name="accounts.tasks.run_retention")
def run_retention() -> int:
    return remove_what_is_over(timezone.now())
