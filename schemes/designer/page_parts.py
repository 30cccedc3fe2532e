"""What the apps above add to the designer's pages: each part is a template and its values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from schemes.checking.problems import Reading
from schemes.models import SchemeVersion


class Place(StrEnum):
    """Where a part stands: beside the content of a version, among what may be done with a
    published one, or below the expression of an indicator."""

    ASIDE = "aside"
    PUBLISHED = "published"
    INDICATOR = "indicator"


@dataclass(frozen=True)
class PagePart:
    """`template` is included with `values` and with the version."""

    template: str
    values: dict[str, object] = field(default_factory=dict)


# The version and what was read of its content -> a part, or None for nothing to show.
Maker = Callable[[SchemeVersion, Reading], PagePart | None]
_makers: dict[Place, list[Maker]] = {place: [] for place in Place}


def register_part(place: Place, maker: Maker) -> None:
    """Let `maker` add a part at `place` of the designer's pages."""
    _makers[place].append(maker)


def parts_at(place: Place, version: SchemeVersion, reading: Reading) -> list[PagePart]:
    """The parts that stand at `place` for `version`, in the order of their registration."""
    made = (maker(version, reading) for maker in _makers[place])
    return [part for part in made if part is not None]
