"""What apps show on the wall (大屏) besides the targets: each registers it in its `big_screen.py`,
which is loaded at the start."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.tenancy import Actor


@dataclass(frozen=True, slots=True)
class WallFigure:
    """A word and its number; `tone` is "ok", "wait", "near", "bad", or "" for none."""

    label: str
    number: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class WallStrip:
    """Figures in the strip below every page of the wall. With `lines` (tone, text) it has a page of
    its own, too, whose finding is `finding`."""

    title: str
    figures: tuple[WallFigure, ...]
    finding: str = ""
    lines: tuple[tuple[str, str], ...] = ()


Provider = Callable[[Actor], WallStrip | None]
_providers: list[Provider] = []


def wall_strip(provider: Provider) -> Provider:
    """Register what gives a strip to whoever looks at the wall, or None where there is nothing."""
    _providers.append(provider)
    return provider


def wall_strips(actor: Actor) -> list[WallStrip]:
    """All that there is to show, in the order of the installed apps."""
    return [strip for provider in _providers if (strip := provider(actor)) is not None]
