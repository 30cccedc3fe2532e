"""The measures of a plan as a tree: parts, tasks, and the measures of each task."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reports.models import Measure, Plan


@dataclass(slots=True)
class Node:
    """A measure in its place; `number` counts it within its part ("3", "3.2")."""

    measure: Measure
    number: str
    is_first: bool
    is_last: bool
    children: list["Node"] = field(default_factory=list)

    @property
    def ways(self) -> tuple[str, ...]:
        """Where it can be moved to, of `move_measure.WAYS`."""
        found = [] if self.is_first else ["up"]
        if not self.is_last:
            found.append("down")
        if self.measure.parent_id is not None:
            found.append("outdent")
        elif not self.is_first and not self.children:
            found.append("indent")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of the plan with its tasks."""

    part: str
    label: str
    nodes: list[Node]


def tree_of(plan: Plan) -> list[Branch]:
    """The plan's measures that are in use. One query."""
    rows = plan.measures.filter(retired_at=None).select_related("target", "plan")
    return grown(rows.order_by("part", "sort", "id"))


def grown(rows: Iterable[Measure]) -> list[Branch]:
    """The tree of `rows`, which are in the order of their places."""
    below: dict[tuple[str, int | None], list[Measure]] = defaultdict(list)
    for one in rows:
        below[one.part, one.parent_id].append(one)
    return [
        Branch(part.value, str(part.label), _nodes(below, part, None, "")) for part in Measure.Part
    ]


def _nodes(
    below: dict[tuple[str, int | None], list[Measure]], part: str, parent: int | None, prefix: str
) -> list[Node]:
    rows = below[part, parent]
    nodes = []
    for place, one in enumerate(rows, 1):
        node = Node(one, f"{prefix}{place}", place == 1, place == len(rows))
        if parent is None:
            node.children = _nodes(below, part, one.pk, f"{node.number}.")
        nodes.append(node)
    return nodes


def in_order(branches: Iterable[Branch]) -> Iterator[Node]:
    """Every node of the tree, each task before its measures."""
    for branch in branches:
        for node in branch.nodes:
            yield node
            yield from node.children


def leaves(branches: Iterable[Branch]) -> list[Node]:
    """What is to be done: the measures, and the tasks that have none."""
    return [node for node in in_order(branches) if not node.children]
