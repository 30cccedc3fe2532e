"""What apps above add to the cases of the outcomes that they answer for.

A case part brings what the general case does not know, such as the lines and sums of a claim for
money: reasons that keep a transition from being made, a panel on each page of a case, what is
frozen with a submission, and the words of its states. It follows what happens to its cases by
`MACHINE.subscribe`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from accounts.tenancy import Actor
from procedures.models import Application


@dataclass(frozen=True)
class Panel:
    """A piece of a page of the case: `template` with `context`, which it finds as `panel`."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)


class CasePart:
    """The part that an app adds to cases whose scheme names one of `outcomes`.

    Everything is asked in the active scope; a method that is not overridden adds nothing.
    """

    outcomes: frozenset[str] = frozenset()
    # State -> how the page names it, where the case's own word does not fit what is decided.
    state_words: Mapping[str, str] = {}

    def obstacles(self, actor: Actor | None, application: Application, name: str) -> list[str]:
        """Why the transition `name` cannot be made now, a Chinese sentence each."""
        return []

    def on_the_form(self, actor: Actor, application: Application) -> Panel | None:
        """What the form of a draft shows above its declaration."""
        return None

    def in_own_case(self, actor: Actor, application: Application) -> Panel | None:
        """What the enterprise reads on the page of its case."""
        return None

    def in_review(self, actor: Actor, application: Application) -> Panel | None:
        """What whoever reviews the case reads first."""
        return None

    def frozen(self, application: Application) -> dict[str, object]:
        """What is frozen with a submission, as JSON."""
        return {}


_parts: dict[str, CasePart] = {}


def register_part(part: CasePart) -> None:
    """Let `part` be asked about every case of its outcomes."""
    for outcome in part.outcomes:
        _parts[outcome] = part


def part_of(application: Application) -> CasePart | None:
    """The part that an app above adds to the case, if any."""
    return _parts.get(application.scheme_version.parsed.outcome)


def allows(name: str) -> Callable[[Actor | None, Application], str]:
    """A guard that asks the case's part whether the transition `name` can be made."""

    def part_allows(actor: Actor | None, application: Application) -> str:
        part = part_of(application)
        return _joined(part.obstacles(actor, application, name)) if part else ""

    part_allows.__name__ = f"part_allows_{name}"
    return part_allows


def frozen_part(application: Application) -> dict[str, object]:
    """What the case's part freezes with a submission; empty for cases without one."""
    part = part_of(application)
    return part.frozen(application) if part else {}


def _joined(reasons: Iterable[str]) -> str:
    return "".join(reasons)
