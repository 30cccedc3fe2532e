"""A transition of a case, and one on its way."""

from dataclasses import dataclass
from typing import TypeAlias

from lifecycle.transitions import Change, Effect, Transition, TransitionInput
from procedures.models import Application


@dataclass(frozen=True)
class CaseInput(TransitionInput):
    """What is said about a case. Its submission also says that the declaration of truthfulness
    was made, that what came back unchanged is meant so, and which `revision` of the answers was
    on the screen (None: they were not on one)."""

    declared: bool = False
    untouched_confirmed: bool = False
    revision: int | None = None


CaseTransition: TypeAlias = Transition[Application, CaseInput]
CaseChange: TypeAlias = Change[Application, CaseInput]
CaseEffect: TypeAlias = Effect[Application, CaseInput]
