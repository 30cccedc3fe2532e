"""The bars of the results: one for each line of the table that stands behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from financing.feedback.results import Result

MOST = 20
# Decimals of each figure, as the table has them.
DIGITS = {"credited": 0, "paid_out": 0, "approval": 1, "days": 1, "margin": 2, "without_share": 1}


@dataclass(frozen=True)
class Bar:
    """A bar from `start` to `start` + `width`, in per cent of the chart's width."""

    label: str
    text: str
    start: float
    width: float
    is_below: bool


@dataclass(frozen=True)
class Bars:
    """The chart of one figure. `zero` is where its axis stands; `left_out` lines have no bar, for
    want of room or of a figure."""

    measure: str
    bars: tuple[Bar, ...]
    zero: float
    left_out: int


def bars(name: str, measure: str, rows: Sequence[Result]) -> Bars | None:
    """The bars of the figure `name`, in the order of `rows`; None where no line has it."""
    known = [(row.label, getattr(row, name)) for row in rows]
    shown = [(label, float(value)) for label, value in known if value is not None][:MOST]
    if not shown:
        return None
    low = min(0.0, *(value for _, value in shown))
    high = max(0.0, *(value for _, value in shown))
    span = high - low or 1.0
    zero = -low / span * 100
    return Bars(
        measure,
        tuple(_bar(name, label, value, zero, span) for label, value in shown),
        zero,
        len(rows) - len(shown),
    )


def _bar(name: str, label: str, value: float, zero: float, span: float) -> Bar:
    width = abs(value) / span * 100
    # What rounds to nothing has no sign.
    text = f"{round(value, DIGITS[name]) + 0.0:,.{DIGITS[name]}f}"
    return Bar(label, text, zero - width if value < 0 else zero, width, value < 0)
