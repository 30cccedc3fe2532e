"""Sheets of the homes: each app registers what it shows on a home that is another's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.duties import Duty
from accounts.tenancy import Actor

# Whoever opens the front page without being signed in.
PUBLIC = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A sheet of a home: its template finds the content as `panel`."""

    template: str
    content: dict[str, Any]


Provider = Callable[[Actor | None], dict[str, Any]]
_providers: dict[Duty | None, list[tuple[str, Provider]]] = {}


def panel_of(*readers: Duty | None, template: str) -> Callable[[Provider], Provider]:
    """Register what gives a panel's content for the homes of `readers`. Apps do so in their
    `panels.py`, which is loaded when the portal starts; panels come in the order of the apps."""

    def register(provider: Provider) -> Provider:
        for reader in readers:
            _providers.setdefault(reader, []).append((template, provider))
        return provider

    return register


def panels_for(actor: Actor | None) -> list[Panel]:
    """The panels of the actor's home; those of the front page where nobody has signed in."""
    providers = _providers.get(actor.duty if actor else PUBLIC, [])
    return [Panel(template, provider(actor)) for template, provider in providers]
