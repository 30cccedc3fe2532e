"""Figures of districts over a period, such as an assessment goes by: each app registers what it
can tell, in its `district_figures.py`, which is loaded at the start."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Measured:
    """What a district has in a period: a count or sum, and what it is to be divided by (None
    where the figure is no ratio)."""

    numerator: Decimal
    denominator: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """The figure, not rounded; None where there is nothing to divide by."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row behind a figure: what it is, where it is shown ("" for nowhere), and what it adds to
    numerator and denominator, so that all rows of a district make up its figure."""

    label: str
    url: str
    numerator: Decimal
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DistrictFigure:
    """A figure that can be told for each district and any period.

    `numerator` and `denominator` define in Chinese words what is counted and what it is divided
    by ("" for no ratio). `by_district` tells it by district id for the local days from the first
    up to and with the last; districts without anything to count may be left out. `rows` lists what
    is behind one district's figure. Both read within the active scope.
    """

    key: str
    label: str
    unit: str
    numerator: str
    denominator: str
    by_district: Callable[[date, date], Mapping[int, Measured]]
    rows: Callable[[int, date, date], Iterable[FigureRow]]


_figures: dict[str, DistrictFigure] = {}


def register_district_figures(*figures: DistrictFigure) -> None:
    """Add what an app can tell of districts."""
    _figures.update((one.key, one) for one in figures)


def district_figures() -> dict[str, DistrictFigure]:
    """Key -> figure, in the order of the installed apps."""
    return dict(_figures)
