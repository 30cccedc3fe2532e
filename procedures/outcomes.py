"""What a decided filing brings about: filled by the apps above when Django starts."""

from collections.abc import Callable
from typing import Protocol

from procedures.models import Application, Snapshot


class Outcome(Protocol):
    """Brings about what an approved case promises, in the transaction of the approval.

    Must be idempotent: a second call for the same case changes nothing.
    """

    def grant(self, application: Application, snapshot: Snapshot) -> None: ...


_outcomes: dict[str, Outcome] = {}

Holdings = Callable[[int], frozenset[str]]
_holdings: list[Holdings] = []


def register(kind: str, outcome: Outcome) -> None:
    """Let `outcome` answer for schemes whose definition names `kind`."""
    _outcomes[kind] = outcome


def register_holdings(holdings: Holdings) -> None:
    """Let `holdings` name the kinds of outcome that an organisation holds and that are valid."""
    _holdings.append(holdings)


def held_kinds(organisation_id: int) -> tuple[str, ...]:
    """The kinds of outcome that the organisation holds today, in the active scope; sorted."""
    return tuple(sorted({kind for holdings in _holdings for kind in holdings(organisation_id)}))


def outcome_of(kind: str) -> Outcome:
    """The outcome for `kind`. Raises `KeyError` when no app registered one."""
    return _outcomes[kind]
