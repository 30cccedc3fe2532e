"""A table of sums as arithmetic: groups, subtotals, totals, and what is left of the first groups.

No total is an average of averages: a mean is a sum and a number until it is shown. Everything is
exact; rounding is for the page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reports.builder.definition import Function

# What a group is known by: the values of the row dimensions, up to some depth.
Path = tuple[Any, ...]
Figure = Any  # int, Decimal, date or datetime


@dataclass(frozen=True, slots=True)
class Part:
    """What is known of one measure in one cell: its figure (None: of nothing), and of how many
    rows it was made."""

    figure: Figure | None
    filled: int


class _Mark:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


# In place of a value: all columns together, and all groups but the first ones.
ALL, REST = _Mark("ALL"), _Mark("REST")
Parts = tuple[Part, ...]
Place = tuple[Path, Any]
NOTHING = Part(None, 0)


def merged(function: Function, one: Part, other: Part) -> Part:
    """What two disjoint sets of rows have together. What is distinct cannot be merged."""
    filled = one.filled + other.filled
    if one.figure is None or other.figure is None:
        return Part(other.figure if one.figure is None else one.figure, filled)
    match function:
        case Function.MIN:
            return Part(min(one.figure, other.figure), filled)
        case Function.MAX:
            return Part(max(one.figure, other.figure), filled)
    return Part(one.figure + other.figure, filled)


def value_of(function: Function, part: Part | None) -> Figure | None:
    """The figure of a part as it is read; None where there is nothing."""
    if function in (Function.COUNT, Function.DISTINCT):
        return part.figure if part else 0
    if part is None or part.figure is None:
        return None
    return Decimal(part.figure) / part.filled if function == Function.MEAN else part.figure


@dataclass
class Cube:
    """The parts of every cell, subtotal and total. A path shorter than `depth` is a subtotal, the
    empty one the total of all; the column `ALL` is the total of a line."""

    functions: Sequence[Function]
    depth: int
    parts: dict[Place, Parts] = field(default_factory=dict)
    columns: list[Any] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        functions: Sequence[Function],
        depth: int,
        atoms: Iterable[tuple[Path, Any, Parts]],
        distinct: Mapping[Place, Parts] | None = None,
    ) -> "Cube":
        """The cube of disjoint groups `atoms`: path, column (`ALL` without any), and parts.

        `distinct` has the parts of distinct counts for every place, which cannot be added up; the
        parts of an atom hold anything in their place.
        """
        cube, columns = cls(functions, depth), dict[Any, None]()
        for path, column, parts in atoms:
            if column is not ALL:
                columns[column] = None
            for place in cube._places(path, column):
                known = cube.parts.get(place)
                cube.parts[place] = cube._merged(known, parts) if known else parts
        cube.columns = list(columns)
        for place, counts in (distinct or {}).items():
            cube.parts[place] = cube._with_distinct(cube.parts.get(place), counts)
        return cube

    def _places(self, path: Path, column: Any) -> Iterator[Place]:
        columns = {ALL: None} if column is ALL else {column: None, ALL: None}
        for length in range(self.depth + 1):
            for one in columns:
                yield path[:length], one

    def _merged(self, one: Parts, other: Parts) -> Parts:
        pairs = zip(self.functions, one, other, strict=True)
        return tuple(merged(function, first, second) for function, first, second in pairs)

    def _with_distinct(self, parts: Parts | None, counts: Parts) -> Parts:
        triples = zip(self.functions, parts or counts, counts, strict=True)
        return tuple(
            count if function == Function.DISTINCT else part for function, part, count in triples
        )

    # --- reading --------------------------------------------------------------------------------

    def value(self, path: Path, column: Any, measure: int) -> Figure | None:
        """A figure of the table. Of a place without rows it is 0 for what counts, else None; of
        what is left of the first groups it is None for what is distinct."""
        function = self.functions[measure]
        parts = self.parts.get((path, column))
        if function == Function.DISTINCT and REST in path:
            return None
        return value_of(function, parts[measure] if parts else None)

    def below(self, path: Path) -> list[Any]:
        """The values of the groups right below a path, in the order of their first coming."""
        length = len(path)
        found = (
            one[length]
            for one, column in self.parts
            if column is ALL and len(one) == length + 1 and one[:length] == path
        )
        return list(dict.fromkeys(found))

    def ordered(
        self, path: Path, sort_key: Callable[[Any], Any], measure: int | None, *, descending: bool
    ) -> list[Any]:
        """The groups below a path: by `sort_key`, or by a measure with what has none last."""
        values = sorted(self.below(path), key=sort_key)
        if measure is None:
            return values[::-1] if descending else values
        figures: dict[Any, Any] = {one: self.value((*path, one), ALL, measure) for one in values}
        filled = [one for one in values if figures[one] is not None]
        filled.sort(key=figures.__getitem__, reverse=descending)
        return [*filled, *(one for one in values if figures[one] is None)]

    def leave(self, first: Sequence[Any]) -> int:
        """Make all groups but `first` of the first level into one, `REST`; how many those are."""
        left = [one for one in self.below(()) if one not in first]
        for column in (*self.columns, ALL):
            rest: Parts | None = None
            for one in left:
                parts = self.parts.get(((one,), column))
                if parts is not None:
                    rest = self._merged_rest(rest, parts)
            if rest is not None:
                self.parts[((REST,), column)] = rest
        gone = set(left)
        self.parts = {
            place: parts
            for place, parts in self.parts.items()
            if not place[0] or place[0][0] not in gone
        }
        return len(left)

    def _merged_rest(self, rest: Parts | None, parts: Parts) -> Parts:
        if rest is None:
            return parts
        return tuple(
            NOTHING if function == Function.DISTINCT else merged(function, one, other)
            for function, one, other in zip(self.functions, rest, parts, strict=True)
        )
