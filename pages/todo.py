"""What waits for somebody, as rows of their home page: each app registers what it brings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from accounts.counts import counts_for
from accounts.duties import Duty
from accounts.tenancy import Actor

# Homes say numbers in full.
MOST = 9_999_999
URGENCY = ("bad", "wait", "calm")


@dataclass(frozen=True, slots=True)
class TodoRow:
    """One row: `tone` (of `URGENCY`) and `kind` make its pill, `url` is where the work is done."""

    tone: str
    kind: str
    text: str
    url: str


Counted = Callable[[Actor], QuerySet[Any]]
Provider = Callable[..., list[TodoRow]]
_providers: dict[Duty, list[tuple[Provider, Sequence[Counted]]]] = {}


def todo_of(*duties: Duty, counts: Sequence[Counted] = ()) -> Callable[[Provider], Provider]:
    """Register a provider of rows for the homes of `duties`. Apps do so in their `todo.py`, which
    is loaded when the portal starts.

    It is called with the actor and the number of rows of each of `counts`. These are counted for
    all apps in one query; which rows they are may depend on the actor's ids and the day alone.
    """

    def register(provider: Provider) -> Provider:
        for duty in duties:
            _providers.setdefault(duty, []).append((provider, counts))
        return provider

    return register


def todo_for(actor: Actor) -> list[TodoRow]:
    """Everything that waits for the actor's duty, the most urgent first, then in the order of the
    installed apps."""
    providers = _providers.get(actor.duty, [])
    counted = [count for _, counts in providers for count in counts]

    def groups(reader: Actor) -> list[tuple[QuerySet[Any]]]:
        return [(count(reader),) for count in counted]

    numbers = iter(counts_for(actor, ("todo", *counted), groups, MOST) if counted else ())
    rows = [
        row
        for provider, counts in providers
        for row in provider(actor, *islice(numbers, len(counts)))
    ]
    return sorted(rows, key=lambda row: URGENCY.index(row.tone))
