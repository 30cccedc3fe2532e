"""Who wants to know that an enterprise's credit standing or its name changed: filled by the apps
above."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.tenancy import Actor

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


@dataclass(frozen=True)
class NewName:
    """A new name that `actor` has accepted for an enterprise, by the authority's document."""

    actor: Actor
    enterprise_id: int
    name: str
    reason: str
    document_number: str


Renaming = Callable[[NewName], None]
_renamings: list[Renaming] = []


def on_new_name(renaming: Renaming) -> Renaming:
    """Let `renaming` carry a new name over to an app's own rows, in the change's transaction."""
    if renaming not in _renamings:
        _renamings.append(renaming)
    return renaming


def announce_new_name(new: NewName) -> None:
    for renaming in _renamings:
        renaming(new)
