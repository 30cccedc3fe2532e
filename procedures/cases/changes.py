"""A transition of a case, and one on its way."""

from typing import TypeAlias

from lifecycle.transitions import Change, Effect, Transition, TransitionInput
from procedures.models import Application

CaseTransition: TypeAlias = Transition[Application, TransitionInput]
CaseChange: TypeAlias = Change[Application, TransitionInput]
CaseEffect: TypeAlias = Effect[Application, TransitionInput]
