"""Celery tasks of deadlines."""

from celery import shared_task

from accounts.tenancy import system_scope
from procedures.deadlines import remind


@shared_task(name="procedures.tasks.remind_of_deadlines")
def remind_of_deadlines() -> int:
    with system_scope(reason="remind of deadlines"):
        return remind()
