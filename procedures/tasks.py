"""Celery tasks of deadlines."""

from celery import shared_task

from accounts.actors import actor_of_membership
from accounts.tenancy import system_scope
from procedures.batches.announcements import announce_opened, remind_of_closing
from procedures.cases.deadlines import bring_verdicts_up_to_date, remind
from procedures.experts.reminders import remind_experts
from procedures.trials import trial_work


@shared_task(name="procedures.tasks.remind_of_deadlines")
def remind_of_deadlines() -> int:
    with system_scope(reason="remind of deadlines"):
        bring_verdicts_up_to_date()
        return remind() + remind_experts()


@shared_task(name="procedures.tasks.announce_batches")
def announce_batches() -> int:
    with system_scope(reason="announce batches that open and close"):
        return announce_opened() + remind_of_closing()


@shared_task(name="procedures.tasks.help_trial")
def help_trial(membership_id: int, simulation_id: int) -> int:
    return trial_work.help_trial(actor_of_membership(membership_id), simulation_id)
