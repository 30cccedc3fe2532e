"""Bonuses for honours: the same honour counts once, at its highest level."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    DISTRICT = 1
    CITY = 2
    PROVINCE = 3
    NATION = 4


@dataclass(frozen=True, slots=True)
class Honour:
    """An honour of a district: what for, by whom it is borne ("" for the district itself), at
    which level, and the document that gives it."""

    name: str
    level: Level
    document: str
    bearer: str = ""


def counted_once(honours: Iterable[Honour]) -> tuple[list[Honour], list[Honour]]:
    """Those that count, and those left out because a higher level of the same honour counts."""
    best: dict[tuple[str, str], Honour] = {}
    left_out: list[Honour] = []
    for one in honours:
        key = (one.name, one.bearer)
        held = best.get(key)
        if held is None or one.level > held.level:
            best[key] = one
            left_out += [held] if held is not None else []
        else:
            left_out.append(one)
    return list(best.values()), left_out
