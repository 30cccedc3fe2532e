"""A life as a diagram and a table for the docs, drawn from its table of transitions."""

from lifecycle.table import TransitionTable
from lifecycle.transitions import ComputedTarget, Input, Row, Transition

HEADING = """# The life of: {name}

Drawn from the table of transitions by `manage.py draw_lifecycles`; a test compares the two.
"""


def mermaid(table: TransitionTable[Row, Input]) -> str:
    """A Mermaid state diagram; every arrow is a transition that changes the state, named as its
    button is."""
    places = list(table.states)
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {state}" for state in places if state in table.first]
    lines += [f'    state "{label}" as {state}' for state, label in table.states.items()]
    for one in table.rows:
        targets = sorted(one.targets, key=places.index)
        if not one.sources:
            lines += [f"    [*] --> {target}: {one.label}" for target in targets]
        for source in sorted(one.sources, key=places.index):
            lines += [f"    {source} --> {target}: {one.label}" for target in targets]
    lines += [f"    {state} --> [*]" for state in places if state in table.final]
    return "\n".join(lines)


def document(table: TransitionTable[Row, Input]) -> str:
    """The page of docs: the diagram, and what each transition asks for."""
    rows = ["| Transition | Button | From | To | Reason | In bulk |", "|---|---|---|---|---|---|"]
    for one in table.rows:
        sources = "、".join(table.states[state] for state in table.states if state in one.sources)
        rows.append(
            f"| `{one.name}` | {one.label} | {sources} | {_target(table, one)} |"
            f" {'required' if one.reason_required else ''} | {'yes' if one.bulk else ''} |"
        )
    drawn = f"```mermaid\n{mermaid(table)}\n```"
    return f"{HEADING.format(name=table.name)}\n{drawn}\n\n" + "\n".join(rows) + "\n"


def _target(table: TransitionTable[Row, Input], one: Transition[Row, Input]) -> str:
    if isinstance(one.target, ComputedTarget):
        return one.target.label
    return table.states[one.target] if one.target is not None else "as before"
