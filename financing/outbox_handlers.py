"""What the financing app delivers: the list after a change of the registry, the log of a pull,
messages to webhooks."""

from typing import Any

from accounts.outbox import handles
from financing.feed import refresh
from financing.pulls import LOG_PULL, write_disclosures
from financing.webhooks.announce import DELIVER

REFRESH = "financing.refresh"  # posted by triggers too: financing/registry_changes.sql


@handles(REFRESH)
def refresh_listed(payload: dict[str, Any]) -> None:
    refresh(payload["organisation_ids"])


@handles(LOG_PULL)
def log_pull(payload: dict[str, Any]) -> None:
    write_disclosures(payload["pull_id"])


@handles(DELIVER)
def deliver(payload: dict[str, Any]) -> None:
    """Have a worker do it: a receiver that does not answer holds nothing else up."""
    from financing.tasks import deliver_to_webhook

    deliver_to_webhook.delay(payload["webhook_id"])
