"""Sheets of the page on which bureaus read an enterprise: apps above bring what they know of it."""

from collections.abc import Callable
from typing import Any

from accounts.tenancy import Actor
from enterprises.models import Enterprise
from pages.panels import Panel

Provider = Callable[[Actor, Enterprise], dict[str, Any]]
_providers: list[tuple[str, Provider]] = []


def part_of_enterprise(*, template: str) -> Callable[[Provider], Provider]:
    """Register what gives the content of a sheet, which its `template` finds as `panel`. Apps do
    so in their `panels.py`; the sheets come in the order of the apps."""

    def register(provider: Provider) -> Provider:
        _providers.append((template, provider))
        return provider

    return register


def parts_of(actor: Actor, enterprise: Enterprise) -> list[Panel]:
    """The sheets of the enterprise's page for this reader."""
    return [Panel(template, provider(actor, enterprise)) for template, provider in _providers]
