"""Rules of targets and their parts, pure.

Source: action plan 2018-2021, 二 (what is to be reached) and 四(二) (districts' work plans).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

UNSPLIT = "未分解"


def named(day: date) -> str:
    """The end of a quarter or year as people say it."""
    if (day.month, day.day) == (12, 31):
        return f"{day.year} 年底"
    return f"{day.year} 年{'一二三四'[(day.month - 1) // 3]}季度末"


def split_problem(shares: Iterable[int], value: int, unit: str) -> str:
    """What is wrong with the parts of a target, in words; "" where they add up to it."""
    taken = list(shares)
    if not taken:
        return f"{UNSPLIT}到区市"
    total = sum(taken)
    if total == value:
        return ""
    way = "多" if total > value else "少"
    return (
        f"各区市分解合计 {total:,} {unit}，比目标值 {value:,} {unit}{way}"
        f" {abs(total - value):,} {unit}"
    )


def falls(path: Mapping[date, int]) -> str:
    """Where a path of what is due falls, in words; "" where it never does."""
    for (before, less), (day, more) in pairwise(sorted(path.items())):
        if more < less:
            return f"{named(day)} {more:,} 小于{named(before)} {less:,}"
    return ""
