"""The life of a case as a diagram, drawn from the table of transitions."""

from procedures.cases.lifecycle import FINAL_STATES, TRANSITIONS
from procedures.models.application import State

RETURNERS = (State.DISTRICT_REVIEW, State.CITY_REVIEW)
HEADING = """# The life of an application

Drawn from `procedures/cases/lifecycle.py` by `manage.py draw_lifecycle`; a test compares the two.
"""


def mermaid() -> str:
    """A Mermaid state diagram; every arrow is a transition, named as its button is."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT.value}"]
    lines += [f'    state "{state.label}" as {state.value}' for state in State]
    for transition in TRANSITIONS.values():
        for source in sorted(transition.sources, key=list(State).index):
            # A correction goes back to whoever returned the case.
            targets = (transition.target,) if transition.target else RETURNERS
            lines += [
                f"    {State(source).value} --> {State(target).value}: {transition.label}"
                for target in targets
            ]
    lines += [f"    {state.value} --> [*]" for state in State if state in FINAL_STATES]
    return "\n".join(lines)


def document() -> str:
    """The page of docs: the diagram, and what each transition asks for."""
    rows = ["| Transition | Button | From | To | Reason | In bulk |", "|---|---|---|---|---|---|"]
    for one in TRANSITIONS.values():
        sources = "、".join(State(source).label for source in sorted(one.sources))
        target = State(one.target).label if one.target else "whoever returned it"
        rows.append(
            f"| `{one.name}` | {one.label} | {sources} | {target} |"
            f" {'required' if one.reason_required else ''} | {'yes' if one.bulk else ''} |"
        )
    return f"{HEADING}\n```mermaid\n{mermaid()}\n```\n\n" + "\n".join(rows) + "\n"
