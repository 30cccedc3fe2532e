"""Celery tasks of reports."""

from celery import shared_task

from reports.assessment.nightly import run_assessment
from reports.builder.running import queue_due
from reports.facts.checks import check_facts
from reports.facts.snapshots import run_facts
from reports.papers.running import run_papers
from reports.supervision.tasks import watch_orders
from reports.targets.workplans import reminders

__all__ = ["watch_orders"]


@shared_task(name="reports.tasks.run_facts_nightly")
def run_facts_nightly() -> int:
    """Bring the facts up to yesterday, and check them."""
    written = run_facts()
    check_facts()
    return written


@shared_task(name="reports.tasks.run_due_reports")
def run_due_reports() -> int:
    return queue_due()


@shared_task(name="reports.tasks.remind_of_work_plans")
def remind_of_work_plans() -> int:
    return reminders.remind_of_work_plans()


@shared_task(name="reports.tasks.run_assessment_nightly")
def run_assessment_nightly() -> int:
    """Take the figures of the rounds that run, score them, end terms; how many rounds."""
    return run_assessment()


@shared_task(name="reports.tasks.run_papers_due")
def run_papers_due() -> int:
    return run_papers()
