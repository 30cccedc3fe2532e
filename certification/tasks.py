"""Celery tasks of certificates."""

from celery import shared_task

from certification.keeping import keep


@shared_task(name="certification.tasks.keep_certificates")
def keep_certificates() -> int:
    return keep()
