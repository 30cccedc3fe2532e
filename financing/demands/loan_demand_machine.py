"""The life of an enterprise's loan demand as a whole, declared once; `demand_machine` has that of
each bank's part in it."""

from typing import TypeAlias

from django.utils import timezone

from financing.models import LoanDemand, LoanDemandEvent
from lifecycle.machine import Machine
from lifecycle.policies import is_its_enterprise
from lifecycle.transitions import Change, Transition, TransitionInput

State = LoanDemand.State
Step: TypeAlias = Transition[LoanDemand, TransitionInput]
DemandChange: TypeAlias = Change[LoanDemand, TransitionInput]


def note_end(change: DemandChange) -> None:
    change.row.ended_at = timezone.now()


TRANSITIONS = (
    Step(
        name="settle",
        label="选定银行",
        sources=frozenset({State.OPEN}),
        target=State.SETTLED,
        may=is_its_enterprise,
        effects=(note_end,),
        by_hand=False,
    ),
    Step(
        name="close",
        label="结束需求",
        sources=frozenset({State.OPEN}),
        target=State.CLOSED,
        may=is_its_enterprise,
        effects=(note_end,),
    ),
)

MACHINE = Machine(
    name="loan_demand",
    model=LoanDemand,
    noun="项需求",
    rows=TRANSITIONS,
    first=frozenset({State.OPEN}),
    final=frozenset({State.SETTLED, State.CLOSED}),
    events=LoanDemandEvent,
    parent="demand",
    takes=TransitionInput,
)
