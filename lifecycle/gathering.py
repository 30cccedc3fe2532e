"""Work that rows of a machine ask for: told together, and done once a row has gone on."""

from collections.abc import Callable
from typing import Any

from accounts.notifications import Gathered, work_is_done
from lifecycle.machine import Machine
from lifecycle.transitions import Change


def gathered(sort: str, change: Change[Any, Any], title: str, link: str) -> Gathered:
    """The row of a change as a matter of `sort`; `title` has {} for how many there are."""
    return Gathered(sort, str(change.row.pk), title, link)


def ends_work(machine: Machine[Any, Any, Any], sort: str, *states: str) -> None:
    """Let a row that leaves these states be no matter of `sort` any more."""
    machine.subscribe(_left(sort, frozenset(str(one) for one in states)))


def _left(sort: str, states: frozenset[str]) -> Callable[[Change[Any, Any]], None]:
    def left(change: Change[Any, Any]) -> None:
        if str(change.source) in states and str(change.target) not in states:
            work_is_done(sort, str(change.row.pk))

    return left
