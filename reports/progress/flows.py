"""The flows of the pyramid: how many came, left and stayed, by the published sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from pages.metrics import Metric, rungs
from reports.models import DistrictFact
from reports.progress.reading import CITY, NOTHING, Reading, Sums


@dataclass(frozen=True, slots=True)
class Flow:
    """A metric over some time: `before` counted at its beginning, `now` at its end; the others
    make the difference. `moved` is the balance of moves between districts, 0 of the city."""

    metric: Metric
    before: int
    came: int
    left: int
    taken: int
    now: int
    moved: int = 0

    @property
    def adds_up(self) -> bool:
        return self.before + self.came - self.left - self.taken + self.moved == self.now


def flows_of(reading: Reading, place: int = CITY) -> list[Flow]:
    """The flows of the time that is shown, of the city or a district, from the summit down. No
    query."""
    start = reading.since - timedelta(days=1)
    return [
        _flow(metric, reading.at(key, start, place), reading.at(key, reading.day, place))
        for key, metric in reversed(rungs().items())
    ]


def flows_of_year(day: date) -> list[Flow]:
    """The flows from the beginning of the year up to and with the local `day`, from the summit
    down, over the districts of the active scope. One query."""
    start = date(day.year, 1, 1) - timedelta(days=1)
    rows = (
        DistrictFact.objects.filter(snapshot__day__in=(start, day), snapshot__is_current=True)
        .order_by()
        .values_list("metric", "snapshot__day")
        .annotate(*(Sum(name) for name in Sums._fields))
    )
    found: Mapping[tuple[str, date], Sums] = {
        (metric, on): Sums(*numbers) for metric, on, *numbers in rows
    }
    return [
        _flow(metric, found.get((key, start), NOTHING), found.get((key, day), NOTHING))
        for key, metric in reversed(rungs().items())
    ]


def _flow(metric: Metric, before: Sums, now: Sums) -> Flow:
    return Flow(
        metric=metric,
        before=before.stock,
        came=now.entered - before.entered,
        left=now.left - before.left,
        taken=now.taken - before.taken,
        now=now.stock,
        moved=now.moved_in - before.moved_in - now.moved_out + before.moved_out,
    )
