"""What the financing app delivers: the list after a change of the registry, the log of a pull."""

from typing import Any

from accounts.outbox import handles
from financing.feed import refresh
from financing.pulls import LOG_PULL, write_disclosures

REFRESH = "financing.refresh"  # posted by triggers too: financing/registry_changes.sql


@handles(REFRESH)
def refresh_listed(payload: dict[str, Any]) -> None:
    refresh(payload["organisation_ids"])


@handles(LOG_PULL)
def log_pull(payload: dict[str, Any]) -> None:
    write_disclosures(payload["pull_id"])
