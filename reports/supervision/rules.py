"""When the lights of an order change, and when offices feed back: days, no database.

Source of the three colours: 宿迁 督查督办 2025 (blue near the deadline, yellow behind schedule, red
overdue until it is closed); the numbers of days and points are the portal's own, as the city sets
them (docs/decisions/0038).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reports.models import Light, Order

Works = Callable[[date], bool]  # whether offices work on a local day
DAY = timedelta(days=1)
WORST_FIRST = (Light.RED, Light.YELLOW, Light.BLUE, Light.NORMAL)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`blue_days` and `escalate_days` are working days, `behind_points` points of a hundred."""

    blue_days: int = 3
    behind_points: int = 20
    escalate_days: int = 5


@dataclass(frozen=True, slots=True)
class Signals:
    """The local days from which on an order is blue, yellow, red, and put before the leaders, if
    nothing is fed back before; None for never."""

    blue_on: date
    yellow_on: date | None
    red_on: date
    escalates_on: date


def days_after(start: date, end: date) -> Iterator[date]:
    """The days after `start` up to and with `end`."""
    day = start
    while day < end:
        day += DAY
        yield day


def share_gone(assigned_on: date, due_on: date, today: date, works: Works) -> int:
    """How much of the time is over at the end of `today`, in whole points of a hundred, by
    working days; a time without any is over on its last day."""
    if today >= due_on:
        return 100
    whole = sum(map(works, days_after(assigned_on, due_on)))
    gone = sum(map(works, days_after(assigned_on, min(today, due_on))))
    return gone * 100 // whole if whole else 0


def signals_of(
    assigned_on: date, due_on: date, progress: int, rules: Thresholds, works: Works
) -> Signals:
    """When the lights change.

    Blue: at most `blue_days` working days are left. Yellow: the progress is more than
    `behind_points` behind the share of working days that is over. Red: the deadline is over. Put
    before the leaders: more than `escalate_days` working days overdue.
    """
    return Signals(
        blue_on=_days_before(due_on, rules.blue_days, works),
        yellow_on=_falls_behind(assigned_on, due_on, progress + rules.behind_points, works),
        red_on=due_on + DAY,
        escalates_on=_nth_working_day(due_on, rules.escalate_days + 1, works),
    )


def light_on(today: date, signals: Signals) -> Light:
    """The light on the local day `today`: the worst of those that are due."""
    if today >= signals.red_on:
        return Light.RED
    if signals.yellow_on is not None and today >= signals.yellow_on:
        return Light.YELLOW
    return Light.BLUE if today >= signals.blue_on else Light.NORMAL


def _days_before(due_on: date, count: int, works: Works) -> date:
    """The first day after which at most `count` working days are left, the last one included."""
    day, left = due_on, 0
    while True:
        left += works(day)
        if left > count:
            return day
        day -= DAY


def _falls_behind(assigned_on: date, due_on: date, allowed: int, works: Works) -> date | None:
    """The first day whose share of time gone is more than `allowed`, before the deadline is over;
    None for no such day."""
    whole = sum(map(works, days_after(assigned_on, due_on)))
    gone = 0
    for day in days_after(assigned_on, due_on):
        gone += works(day)
        if gone * 100 > allowed * whole:
            return day
    return None


def _nth_working_day(start: date, count: int, works: Works) -> date:
    day = start
    while count:
        day += DAY
        count -= works(day)
    return day


def next_report_day(
    frequency: str, after: date, due_on: date, stages: Sequence[date], works: Works
) -> date | None:
    """The first day after `after` by which offices feed back: each working day, the last one of a
    week or of a month, or the days of the stages and the deadline. None after the last stage."""
    if frequency == Order.Frequency.STAGE:
        return min((day for day in {*stages, due_on} if day > after), default=None)
    if frequency == Order.Frequency.DAY:
        return _nth_working_day(after, 1, works)
    ends = _ends_of_weeks if frequency == Order.Frequency.WEEK else _ends_of_months
    for first, last in ends(after):
        days = [day for day in days_after(first - DAY, last) if works(day)]
        if days and days[-1] > after:
            return days[-1]
    return None


def _ends_of_weeks(day: date) -> Iterator[tuple[date, date]]:
    """First and last day of the week of `day`, and of those after it."""
    first = day - timedelta(days=day.weekday())
    for number in range(8):
        yield first + timedelta(weeks=number), first + timedelta(weeks=number, days=6)


def _ends_of_months(day: date) -> Iterator[tuple[date, date]]:
    """First and last day of the month of `day`, and of those after it."""
    first = day.replace(day=1)
    for _ in range(4):
        following = (first + timedelta(days=31)).replace(day=1)
        yield first, following - DAY
        first = following
