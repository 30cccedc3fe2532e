"""What waits for somebody, as rows of their home page: each app registers what it brings."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.duties import Duty
from accounts.tenancy import Actor

# Homes say numbers in full.
MOST = 9_999_999


@dataclass(frozen=True, slots=True)
class TodoRow:
    """One row: `tone` and `kind` make its pill, `url` is where the work is done."""

    tone: str
    kind: str
    text: str
    url: str


Provider = Callable[[Actor], list[TodoRow]]
_providers: dict[Duty, list[Provider]] = {}


def todo_of(*duties: Duty) -> Callable[[Provider], Provider]:
    """Register a provider of rows for the homes of `duties`. Apps do so in their `todo.py`, which
    is loaded when the portal starts; rows come in the order of the installed apps."""

    def register(provider: Provider) -> Provider:
        for duty in duties:
            _providers.setdefault(duty, []).append(provider)
        return provider

    return register


def todo_for(actor: Actor) -> list[TodoRow]:
    """Everything that waits for the actor's duty."""
    return [row for provider in _providers.get(actor.duty, []) for row in provider(actor)]
