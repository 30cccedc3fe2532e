"""Who wants to know that an enterprise's credit standing changed: filled by the apps above."""

from collections.abc import Callable

Subscriber = Callable[[int], None]
_subscribers: list[Subscriber] = []


def on_credit_change(subscriber: Subscriber) -> Subscriber:
    """Let `subscriber` be called with the enterprise's id in the change's own transaction."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)
    return subscriber


def announce_credit_change(enterprise_id: int) -> None:
    for subscriber in _subscribers:
        subscriber(enterprise_id)
