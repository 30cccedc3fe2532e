"""The stored sums of a claim side by side: as it was declared, and as it counts now."""

from collections.abc import Mapping
from typing import Any

from schemes.amounts.worked_sum import Compared, WorkedSum, side_by_side


def compared(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> list[Compared]:
    """Two stored sums of the same rule, step by step; of one alone its own steps."""
    first, second = (WorkedSum.from_json(one) if one else None for one in (before, now))
    if first and second:
        return side_by_side(first, second)
    if first:
        return [Compared(line, None) for line in first.lines]
    return [Compared(None, line) for line in second.lines] if second else []
