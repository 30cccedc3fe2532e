"""The districts in order: what each has of its share, how it went, and what is to be expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from accounts.models import District
from reports.facts.snapshots import year_before
from reports.progress.headline import DistrictStanding
from reports.progress.outlook import Prospect, losses
from reports.progress.reading import CITY, QUARTERS, Reading
from reports.targets.months import quarters_before
from reports.targets.parts import parts_of
from reports.targets.standing import Counting

ELSEWHERE = "区市待定"


@dataclass(frozen=True, slots=True)
class DistrictRow(DistrictStanding):
    """A district with its place (the same for the same share of its task), the acts of recognition
    of each of the last quarters, the present one last, and of twelve months (None where a day of
    them has no figures). The row of the city has no place and is the sum of the others."""

    place: int | None = None
    quarters: tuple[int | None, ...] = ()
    recent: int | None = None
    stock: int = 0
    is_city: bool = False

    @property
    def ahead(self) -> int | None:
        """By how many it is ahead of its path; None where nothing is due from it."""
        return None if self.share is None else self.actual - self.due

    @property
    def is_late(self) -> bool:
        """More than a tenth below what is due."""
        return bool(self.share) and self.behind * 10 > self.due


@dataclass(frozen=True, slots=True)
class Ranking:
    """The districts in their order, and the closing row of the city."""

    rows: Sequence[DistrictRow]
    city: DistrictRow

    @property
    def split(self) -> int:
        """The sum of the shares."""
        return self.city.share or 0

    @property
    def due_percent(self) -> float | None:
        """Which part of the shares is due by now, in per cent."""
        return 100 * self.city.due / self.split if self.split else None


def ranking(
    one: Prospect,
    reading: Reading,
    places: Sequence[District],
    shares: Mapping[int, int],
) -> Ranking:
    """The districts by their part of a target. No query.

    What the forecast adds until the end is laid on the districts by their acts of the last twelve
    months, so that the rows add up to what is expected of the city.
    """
    metric = one.target.measure
    due = parts_of(one.due, shares)
    recent = _recent(metric, reading, [place.pk for place in places])
    at_end = _at_end(one, reading, recent or {}, shares)
    names = {place.pk: place.short_name for place in places}
    unplaced = [pk for pk, count in one.by_district.items() if count and pk not in names]
    names |= dict.fromkeys(unplaced, ELSEWHERE)
    rows = [
        DistrictRow(
            pk=pk,
            name=name,
            actual=one.by_district.get(pk, 0),
            share=shares.get(pk),
            due=due.get(pk, 0),
            at_end=at_end.get(pk),
            quarters=_quarters(metric, reading, pk),
            recent=None if recent is None else recent.get(pk, 0),
            stock=reading.at(metric, reading.day, pk).stock,
        )
        for pk, name in names.items()
    ]
    ordered = sorted(rows, key=lambda row: (row.percent is None, -(row.percent or 0), -row.actual))
    return Ranking(_with_places(ordered), _closing(one, reading, ordered, shares))


def _with_places(rows: Sequence[DistrictRow]) -> list[DistrictRow]:
    placed: list[DistrictRow] = []
    for number, row in enumerate(rows, 1):
        by = (row.percent, row.actual if row.percent is None else 0)
        former = placed[-1] if placed else None
        same = former and (former.percent, former.actual if former.percent is None else 0) == by
        place = former.place if former and same else number
        placed.append(replace(row, place=None if row.name == ELSEWHERE else place))
    return placed


def _closing(
    one: Prospect, reading: Reading, rows: Sequence[DistrictRow], shares: Mapping[int, int]
) -> DistrictRow:
    at_ends = [row.at_end for row in rows if row.at_end is not None]
    recent = [row.recent for row in rows if row.recent is not None]
    return DistrictRow(
        pk=CITY,
        name="全市",
        actual=sum(row.actual for row in rows),
        share=sum(shares.values()) if shares else None,
        due=one.due,
        at_end=sum(at_ends) if at_ends else None,
        quarters=_quarters(one.target.measure, reading, CITY),
        recent=sum(recent) if recent else None,
        stock=sum(row.stock for row in rows),
        is_city=True,
    )


def _recent(metric: str, reading: Reading, places: Sequence[int]) -> dict[int, int] | None:
    former = year_before(reading.day)
    if not reading.has(former):
        return None
    known = {place for key, place, _ in reading.sums if key == metric and place != CITY}
    return {
        place: reading.at(metric, reading.day, place).recognised
        - reading.at(metric, former, place).recognised
        for place in {*places, *known}
    }


def _quarters(metric: str, reading: Reading, place: int) -> tuple[int | None, ...]:
    """The acts of the quarters that are over, and of the present one, `QUARTERS` in all."""
    days = [*quarters_before(reading.day, QUARTERS), reading.day]
    found: list[int | None] = []
    for former, day in pairwise(days):
        if reading.has(former) and reading.has(day):
            new, old = reading.at(metric, day, place), reading.at(metric, former, place)
            found.append(new.recognised - old.recognised)
        else:
            found.append(None)
    return tuple(found)


def _at_end(
    one: Prospect, reading: Reading, recent: Mapping[int, int], shares: Mapping[int, int]
) -> dict[int, int]:
    """District -> what is expected to be left over of its share at the end, or to be missing."""
    if one.forecast is None or not shares:
        return {}
    by_acts = one.target.counting == Counting.RECOGNISED
    lost = {} if by_acts else losses(reading, one.target.measure)
    new = max(0, one.forecast.middle - one.actual + sum(lost.values()))
    weights = recent if any(recent.values()) else shares
    added = parts_of(new, weights)
    places = {*shares, *one.by_district, *added, *lost}
    return {
        place: one.by_district.get(place, 0)
        + added.get(place, 0)
        - lost.get(place, 0)
        - shares.get(place, 0)
        for place in places
    }
