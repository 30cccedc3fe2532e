"""Rules of targets and their parts, pure.

Source: action plan 2018-2021, 二 (what is to be reached) and 四(二) (districts' work plans).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

UNSPLIT = "未分解"


def quarter_ends(first: date, last: date) -> list[date]:
    """The local days at whose end a quarter is over, from `first` up to and with `last`."""
    days: list[date] = []
    year, month = first.year, (first.month - 1) // 3 * 3 + 4
    while True:
        year, month = (year + 1, month - 12) if month > 12 else (year, month)
        day = date(year, month, 1) - timedelta(days=1)
        if day > last:
            return days
        days.append(day)
        month += 3


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
