"""Celery tasks of the financing whitelist."""

from celery import shared_task

from financing.keeping import keep


@shared_task(name="financing.tasks.keep_whitelist")
def keep_whitelist() -> int:
    return keep()
