"""What a case's state is called for its reader."""

from typing import Any

from accounts.tenancy import Actor
from procedures.cases.lifecycle import MACHINE
from procedures.cases.parts import state_word


def labelled(actor: Actor, rows: Any) -> Any:
    """Give each case its label and tone for the reader."""
    for row in rows:
        label = MACHINE.label_for(actor, row.state)
        row.state_label = state_word(row, row.state, label)
        row.state_tone = MACHINE.tone_of(row.state)
    return rows
