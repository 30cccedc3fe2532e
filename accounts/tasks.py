"""Celery tasks of the ground: jobs, the trail, what is kept for a time."""

import logging

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from accounts import jobs
from accounts.duties import Duty
from accounts.notifications import Kind, notify, people_of
from accounts.retention import remove_what_is_over
from accounts.tenancy import system_scope
from audit import trail

logger = logging.getLogger(__name__)


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


@shared_task(name="accounts.tasks.check_seals")
def check_seals() -> int:
    """Compute all seals again; returns how many do not hold, which the auditors are told of."""
    with system_scope(reason="check the seals of the trail"):
        broken = len(trail.check_seals().broken_ids)
        if broken:
            logger.error("%s seals of the trail do not hold", broken)
            notify(
                people_of(duty=Duty.AUDITOR),
                title=f"有 {broken} 个封存与审计记录不符",
                body="审计记录在封存之后可能被改动过。请打开审计记录核对，并联系平台运维查明原因。",
                link=f"{reverse('people:trail')}?check=1",
                dedupe_key=f"seals-broken:{timezone.localdate()}",
                kind=Kind.ACCOUNT,
            )
    return broken


@shared_task(name="accounts.tasks.run_retention")
def run_retention() -> int:
    return remove_what_is_over(timezone.now())
