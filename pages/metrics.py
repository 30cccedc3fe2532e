"""Figures that are counted over districts, such as those that a plan has targets for: each app
registers what it counts."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Value

# (key of a metric, district id) -> how many
Counts = dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in which something counted: from `starts_on` up to and without `ends_on` (local
    days; None while nobody knows the end), as the portal knew it from `known_from` up to and
    without `known_until` (None: it still holds).

    `subject` is the key of what counted, one of the metric's kind; `came` and `went` name the
    events that made it begin and end.
    """

    subject: int
    organisation_id: int
    starts_on: date
    ends_on: date | None
    came: str
    went: str
    known_from: datetime
    known_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """What is counted: `rows` are there once for each that counts today (local), in their
    `district_id`, over the districts of the active scope; `unit` is what one of them is.

    `kept` tells of how many, of all whose time was over between two local days, it was extended.
    `stays` tells when each of the given organisations' subjects counted, from their history;
    `changed` names the organisations whose history has changed since a moment, all for None.
    Both need a system scope. `recognised` are the names of events by which a stay begins with an
    act of recognition (认定), which a cumulative target counts; `words` are all of them in Chinese.
    `named` gives the subjects of the given keys a name and an address ("" for none); without it a
    subject is the organisation that counts. `is_rung`: it is a rung of the pyramid, which
    enterprises climb and leave; the others are counted beside it.
    """

    key: str
    label: str
    unit: str
    rows: Callable[[], QuerySet[Any]]
    stays: Callable[[Collection[int]], Iterator[Stay]]
    changed: Callable[[datetime | None], QuerySet[Any]]
    recognised: frozenset[str]
    words: dict[str, str]
    kept: Callable[[date, date], tuple[int, int]] = lambda since, until: (0, 0)
    named: Callable[[Collection[int]], dict[int, tuple[str, str]]] = lambda keys: {}
    is_rung: bool = False


_metrics: dict[str, Metric] = {}


def register_metrics(*metrics: Metric) -> None:
    """Add what an app counts; it does so in its `metrics.py`, which is loaded at the start."""
    _metrics.update((one.key, one) for one in metrics)


def metrics() -> dict[str, Metric]:
    """Key -> metric, in the order of the installed apps."""
    return dict(_metrics)


def rungs() -> dict[str, Metric]:
    """Key -> metric of the pyramid's rungs, from its ground up."""
    return {key: one for key, one in _metrics.items() if one.is_rung}


def counted_now() -> Counts:
    """Every metric by district, where there is anything to count. One query."""
    first, *others = (
        one.rows()
        .order_by()
        .values("district_id")
        .annotate(metric=Value(one.key), n=Count("pk"))
        .values_list("metric", "district_id", "n")
        for one in _metrics.values()
    )
    return {(key, district): n for key, district, n in first.union(*others, all=True)}


def metric_choices() -> list[tuple[str, str]]:
    """The metrics as a form offers them."""
    return [(one.key, one.label) for one in _metrics.values()]
