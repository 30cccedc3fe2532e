"""Celery tasks of the bank line, and of listings."""

from celery import shared_task
from django.utils import timezone

from financing import nightly
from financing.line.usage import write_down
from financing.line.webhooks.deliver import deliver_next, due_webhooks
from financing.listings import nightly as of_listings
from financing.subsidies.auto import nightly as of_grants
from financing.subsidies.effect.nightly import run_effect
from financing.subsidies.money.paid_twice import propose_what_was_paid_twice
from financing.subsidies.review.nightly import run_reviews


@shared_task(name="financing.tasks.run_line_nightly")
def run_line_nightly() -> int:
    return nightly.run_nightly()


@shared_task(name="financing.tasks.run_listings_nightly")
def run_listings_nightly() -> int:
    return of_listings.run_nightly()


@shared_task(name="financing.tasks.free_seats")
def free_seats() -> int:
    """Pass on the seats that were not taken up in time; returns how many."""
    return of_listings.free_seats_in_time()


@shared_task(name="financing.tasks.deliver_to_webhook", soft_time_limit=60, time_limit=90)
def deliver_to_webhook(webhook_id: int) -> None:
    """One message, and then the next in its turn behind the tasks of others."""
    if deliver_next(webhook_id):
        deliver_to_webhook.delay(webhook_id)


@shared_task(name="financing.tasks.send_webhooks_due")
def send_webhooks_due() -> int:
    """What a pause has ended for, or a killed worker has left; returns how many webhooks."""
    due = due_webhooks()
    for webhook_id in due:
        deliver_to_webhook.delay(webhook_id)
    return len(due)


@shared_task(name="financing.tasks.write_usage_down")
def write_usage_down() -> int:
    return write_down(timezone.localdate())


@shared_task(name="financing.tasks.run_grants_nightly")
def run_grants_nightly() -> int:
    return of_grants.run_nightly()


@shared_task(name="financing.tasks.run_reviews_nightly")
def run_reviews_nightly() -> int:
    return run_reviews()


@shared_task(name="financing.tasks.run_effect_nightly")
def run_effect_nightly() -> int:
    return run_effect()
    return run_reviews() + propose_what_was_paid_twice()
