"""Deadlines of transitions: a clock that starts, stops, or pauses while others have the row.

Each is a value for `Transition.deadline`: given the change, the last day (local) for what is next.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic

from django.utils import timezone

from lifecycle.transitions import Change, Input, Row

PAUSED = "days_left"  # the fact of an event that paused the clock
HELD = "due_before"  # the fact of an event after which the day before may hold again


@dataclass(frozen=True)
class DayCount:
    """How days are counted: `after(day, n)` is the day n days later, negative n included;
    `between(first, last)` is the n that leads from one to the other."""

    after: Callable[[date, int], date]
    between: Callable[[date, date], int]


CALENDAR_DAYS = DayCount(
    after=lambda day, days: day + timedelta(days=days),
    between=lambda first, last: (last - first).days,
)


def no_deadline(change: Change[Row, Input]) -> date | None:
    """Nothing is awaited of anybody; also stops a clock that runs."""
    return None


@dataclass(frozen=True)
class Within(Generic[Row, Input]):
    """A clock that starts anew: `days(change)` from today."""

    days: Callable[[Change[Row, Input]], int]
    count: DayCount = CALENDAR_DAYS

    def __call__(self, change: Change[Row, Input]) -> date:
        return self.count.after(timezone.localdate(), self.days(change))


@dataclass(frozen=True)
class Paused(Generic[Row, Input]):
    """The clock `due_of(row)` stands still while somebody else has the row, who has until
    `meanwhile(change)`. The days that are left are kept with the event."""

    due_of: Callable[[Row], date | None]
    meanwhile: Callable[[Change[Row, Input]], date | None] = no_deadline
    count: DayCount = CALENDAR_DAYS

    def __call__(self, change: Change[Row, Input]) -> date | None:
        due = self.due_of(change.row)
        if due is not None:
            change.facts[PAUSED] = self.count.between(timezone.localdate(), due)
        return self.meanwhile(change)


@dataclass(frozen=True)
class Resumed(Generic[Row, Input]):
    """The clock goes on with the days that were left when it paused last, at least `least`; a row
    whose clock never paused has none."""

    least: int = 0
    count: DayCount = CALENDAR_DAYS

    def __call__(self, change: Change[Row, Input]) -> date | None:
        paused = change.earlier.filter(facts__has_key=PAUSED).order_by("-id").first()
        if paused is None:
            return None
        left = max(self.least, int(paused.facts[PAUSED]))
        return self.count.after(timezone.localdate(), left)


@dataclass(frozen=True)
class Keeping(Generic[Row, Input]):
    """`then(change)`; the day `due_of(row)` that held until now is kept with the event, so that
    an act that takes this one back can let it hold again."""

    due_of: Callable[[Row], date | None]
    then: Callable[[Change[Row, Input]], date | None]

    def __call__(self, change: Change[Row, Input]) -> date | None:
        due = self.due_of(change.row)
        change.facts[HELD] = due.isoformat() if due else None
        return self.then(change)


@dataclass(frozen=True)
class AsKept(Generic[Row, Input]):
    """The day that the last `Keeping` event kept, however late it is by now; `otherwise(change)`
    where none did."""

    otherwise: Callable[[Change[Row, Input]], date | None]

    def __call__(self, change: Change[Row, Input]) -> date | None:
        kept = change.earlier.filter(facts__has_key=HELD).order_by("-id").first()
        if kept is None or kept.facts[HELD] is None:
            return self.otherwise(change)
        return date.fromisoformat(kept.facts[HELD])
