"""What a decided filing brings about: filled by the apps above when Django starts."""

from typing import Protocol

from procedures.models import Application, Snapshot


class Outcome(Protocol):
    """Brings about what an approved case promises, in the transaction of the approval.

    Must be idempotent: a second call for the same case changes nothing.
    """

    def grant(self, application: Application, snapshot: Snapshot) -> None: ...


_outcomes: dict[str, Outcome] = {}


def register(kind: str, outcome: Outcome) -> None:
    """Let `outcome` answer for schemes whose definition names `kind`."""
    _outcomes[kind] = outcome


def outcome_of(kind: str) -> Outcome:
    """The outcome for `kind`. Raises `KeyError` when no app registered one."""
    return _outcomes[kind]
