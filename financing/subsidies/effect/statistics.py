"""Medians and percentiles: pure and exact."""

from collections.abc import Sequence
from decimal import Decimal

SMALLEST = 5  # fewer cases than this are not shown: single enterprises could be told (示例)


def percentile(values: Sequence[Decimal | int], percent: int) -> Decimal | None:
    """By linear interpolation between the two nearest, as PostgreSQL's `percentile_cont`; None
    without values."""
    if not values:
        return None
    ordered = sorted(Decimal(one) for one in values)
    place = Decimal(percent) * (len(ordered) - 1) / 100
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (place - lower)


def median(values: Sequence[Decimal | int]) -> Decimal | None:
    return percentile(values, 50)


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """In per cent; None where there is nothing to divide by."""
    return Decimal(part) * 100 / Decimal(whole) if whole else None


def hidden_keys(sizes: dict[str, int]) -> set[str]:
    """Which groups are too small to be shown; where that is one alone, the next smallest too, since
    it could be told from the total."""
    small = {key for key, size in sizes.items() if size < SMALLEST}
    others = sorted((size, key) for key, size in sizes.items() if key not in small)
    if len(small) == 1 and others and any(sizes[key] for key in small):
        small.add(others[0][1])
    return small
