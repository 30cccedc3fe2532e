"""Figures that are counted over districts, such as those that a plan has targets for: each app
registers what it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value

# (key of a metric, district id) -> how many
Counts = dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Metric:
    """What is counted: `rows` are there once for each that counts today (local), in their
    `district_id`, over the districts of the active scope; `unit` is what one of them is."""

    key: str
    label: str
    unit: str
    rows: Callable[[], QuerySet[Any]]


_metrics: dict[str, Metric] = {}


def register_metrics(*metrics: Metric) -> None:
    """Add what an app counts; it does so in its `metrics.py`, which is loaded at the start."""
    _metrics.update((one.key, one) for one in metrics)


def metrics() -> dict[str, Metric]:
    """Key -> metric, in the order of the installed apps."""
    return dict(_metrics)


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
