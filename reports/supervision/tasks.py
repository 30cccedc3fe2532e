"""The clocks of supervision."""

from celery import shared_task

from reports.supervision.actions.watch_orders import watch_orders as watch


@shared_task(name="reports.tasks.watch_orders")
def watch_orders() -> int:
    """Lights, reminders and escalation: as often as it runs, each is told once."""
    return watch()
