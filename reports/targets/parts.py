"""Whole numbers in parts that add up."""

from collections.abc import Mapping
from fractions import Fraction


def parts_of(whole: int, weights: Mapping[int, int]) -> dict[int, int]:
    """`whole` in parts by weight, by largest remainder, so that they add up to it; nothing where
    nothing has weight."""
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    exact = {key: Fraction(whole * weight, total) for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    left = whole - sum(parts.values())
    for key in sorted(exact, key=lambda one: parts[one] - exact[one])[:left]:
        parts[key] += 1
    return parts
