"""What apps bring to the reports that the portal writes: named figures, tables and pictures of a
period, each registered once, in an app's `paper_sections.py`, which is loaded at the start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

# Values that JSON holds; dates are told in words. Texts and files are made from them alone.
Value = Any


class Place(StrEnum):
    """The headings of a report, under which parts stand."""

    PROGRESS = "progress"
    CHANGES = "changes"
    DISTRICTS = "districts"
    PROBLEMS = "problems"
    AHEAD = "ahead"


PLACE_LABELS = {
    Place.PROGRESS: "总体进度",
    Place.CHANGES: "变化与原因",
    Place.DISTRICTS: "区市情况",
    Place.PROBLEMS: "问题与督办",
    Place.AHEAD: "下期重点",
}


class Form(StrEnum):
    """How a column's values are printed; in a workbook they are numbers or texts as they are."""

    TEXT = "text"  # codes too: they stay texts
    FIGURES = "figures"  # several figures in words, such as a span
    COUNT = "count"
    SIGNED = "signed"
    PERCENT = "percent"  # 0 to 100, whole


@dataclass(frozen=True, slots=True)
class Period:
    """The local days from `first` up to and with `last`, of a kind of report ("daily", "monthly",
    "quarterly", "yearly"). Figures are those that were known at `as_of`; `moment` is now."""

    kind: str
    first: date
    last: date
    as_of: datetime
    moment: datetime


@dataclass(frozen=True, slots=True)
class Name:
    """A figure that texts may use by its Chinese `name`. With `parts` it is a thing that has names
    of its own (asked as 目标.名称), or, with `is_list`, as many as there are of such."""

    name: str
    meaning: str
    parts: tuple["Name", ...] = ()
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table; `share` is its part of the width."""

    heading: str
    form: Form = Form.TEXT
    share: int = 2


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table with rows of JSON values; with `total` its last row closes it. `source` says where
    its figures are from, where that is not the snapshot."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a picture; `marked` ones are printed bold and dark."""

    label: str
    value: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class PaperBars:
    """A picture of differences, in which bars stand above and below a line."""

    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a part found: the values of its names, its tables and pictures, and for the workbook
    alone raw tables. `printed` are figures that later reports compare with what holds then."""

    values: Mapping[str, Value]
    tables: tuple[PaperTable, ...] = ()
    bars: tuple[PaperBars, ...] = ()
    raw: tuple[PaperTable, ...] = ()
    printed: tuple[Mapping[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class PaperPart:
    """What an app tells of a period: `gather` reads it, in a scope that sees the whole city."""

    key: str
    label: str
    place: Place
    names: tuple[Name, ...]
    gather: Callable[[Period], Gathered]
    order: int = 100
    # Of which kinds of report it is no part of.
    without: frozenset[str] = field(default=frozenset())


_parts: dict[str, PaperPart] = {}


def register_paper_parts(*parts: PaperPart) -> None:
    """Add what an app tells. Raises `ValueError` for a name that another part has already."""
    for part in parts:
        taken = {name.name for one in _parts.values() if one.key != part.key for name in one.names}
        if twice := taken & {name.name for name in part.names}:
            raise ValueError(f"{part.key}: names of other parts: {sorted(twice)}")
        _parts[part.key] = part


def paper_parts(kind: str) -> list[PaperPart]:
    """The parts of a kind of report, in the order of their headings."""
    places = list(Place)
    chosen = [one for one in _parts.values() if kind not in one.without]
    return sorted(chosen, key=lambda one: (places.index(one.place), one.order, one.key))
