"""How a score grew: the line of the last weeks, drawn on the server, and its change in a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from reports.models import DistrictScore

WEEKS = 8
WIDTH, HEIGHT, TOP, FOOT = 304, 104, 22, 24


@dataclass(frozen=True)
class Point:
    """A place on the drawing, with the day and the score that it stands for."""

    x: Decimal
    y: Decimal
    day: date
    total: Decimal


def weekly(scores: Sequence[DistrictScore], today: date) -> list[DistrictScore]:
    """Of the scores by day, the one that stood at the end of each of the last weeks, the present
    one last; weeks before the first score are left out."""
    ends = [today - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    found: list[DistrictScore] = []
    for end in ends:
        standing = [one for one in scores if one.day <= end]
        if standing and (not found or standing[-1] is not found[-1] or end == today):
            found.append(standing[-1])
    return found


def week_before(scores: Sequence[DistrictScore]) -> DistrictScore | None:
    """The score that stood a week before the last one; None where there is none so old."""
    if not scores:
        return None
    until = scores[-1].day - timedelta(weeks=1)
    return next((one for one in reversed(scores) if one.day <= until), None)


def points(scores: Sequence[DistrictScore]) -> list[Point]:
    """Where the scores stand on a drawing of WIDTH by HEIGHT."""
    totals = [one.total for one in scores]
    low, high = min(totals), max(totals)
    span = (high - low) or Decimal(1)
    tall = Decimal(HEIGHT - TOP - FOOT)
    step = Decimal(WIDTH - 12) / max(len(scores) - 1, 1)
    return [
        Point(
            round(4 + step * place, 1),
            round(TOP + tall - tall * (one.total - low) / span, 1),
            one.day,
            one.total,
        )
        for place, one in enumerate(scores)
    ]
