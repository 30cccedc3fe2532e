"""What the financing app delivers: the list after a change of the registry, the log of what banks
were shown, messages to webhooks."""

from typing import Any

from accounts.lanes import Lane
from accounts.outbox import handles
from financing.feedback.notices import TELL, tell
from financing.line.webhooks.announce import DELIVER
from financing.whitelist import disclosure_log
from financing.whitelist.disclosure_log import LOG_PULL, LOG_SHOWN
from financing.whitelist.feed import refresh

REFRESH = "financing.refresh"  # posted by triggers too: financing/registry_changes.sql


@handles(REFRESH)
def refresh_listed(payload: dict[str, Any]) -> None:
    refresh(payload["organisation_ids"])


@handles(LOG_PULL)
def log_pull(payload: dict[str, Any]) -> None:
    disclosure_log.log_pull(payload["pull_id"])


@handles(LOG_SHOWN)
def log_shown(payload: dict[str, Any]) -> None:
    disclosure_log.log_shown(payload)


@handles(TELL)
def tell_credits(payload: dict[str, Any]) -> None:
    tell(payload["feedback_ids"])


@handles(DELIVER, Lane.JOBS)
def deliver(payload: dict[str, Any]) -> None:
    """Have a worker do it: a receiver that does not answer holds nothing else up."""
    from financing.tasks import deliver_to_webhook

    deliver_to_webhook.delay(payload["webhook_id"])
