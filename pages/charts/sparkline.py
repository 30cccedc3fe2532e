"""A small drawing for a table's cell or a card: drawn on the server, without any script."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.charts.data import text_of

WIDTH = 72
HEIGHT = 20
GAP = 2
Figure = int | float | Decimal


def sparkline(
    values: Sequence[Figure | None],
    label: str,
    *,
    unit: str = "",
    digits: int = 0,
    as_line: bool = False,
) -> SafeString:
    """An SVG of `values` in their order, the latest last; bars from zero, or a line.

    `label` says what they are; the values and the unit follow it for those who do not see the
    drawing. A missing value is a gap. Empty text where nothing is known.
    """
    known = [float(value) for value in values if value is not None]
    if not known:
        return SafeString("")
    low, high = min(0.0, *known), max(0.0, *known)
    if as_line:
        low, high = min(known), max(known)
    spoken = "、".join(text_of(value, digits, unit) for value in values)
    after = f"（{unit}）" if unit and unit != "%" else ""
    return format_html(
        '<svg class="spark" role="img" aria-label="{}{}：{}" width="{}" height="{}"'
        ' viewBox="0 0 {} {}">{}</svg>',
        label, after, spoken, WIDTH, HEIGHT, WIDTH, HEIGHT,
        _line(values, low, high) if as_line else _bars(values, low, high),
    )  # fmt: skip


def _bars(values: Sequence[Figure | None], low: float, high: float) -> SafeString:
    """Bars from a common zero; a zero is a hairline, so that it differs from a gap."""
    span = high - low or 1.0
    step = WIDTH / len(values)
    zero = high / span * HEIGHT
    rectangles = []
    for place, value in enumerate(values):
        if value is None:
            continue
        length = max(abs(float(value)) / span * HEIGHT, 1.0)
        top = zero if value < 0 else min(zero - length, HEIGHT - length)
        name = "last" if place == len(values) - 1 else "below" if value < 0 else ""
        rectangles.append(
            (name, f"{place * step:.1f}", f"{max(top, 0):.1f}", f"{max(step - GAP, 1):.1f}",
             f"{length:.1f}")
        )  # fmt: skip
    return format_html_join(
        "", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', rectangles
    )


def _line(values: Sequence[Figure | None], low: float, high: float) -> SafeString:
    """A line through the known values, broken at gaps, with a dot at the last one."""
    span = high - low or 1.0
    step = (WIDTH - 6) / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    last = ("0", "0")
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        last = (f"{3 + place * step:.1f}", f"{3 + (high - float(value)) / span * (HEIGHT - 6):.1f}")
        runs[-1].append(",".join(last))
    lines = format_html_join(
        "", '<polyline points="{}"/>', ((" ".join(run),) for run in runs if len(run) > 1)
    )
    return format_html('{}<circle cx="{}" cy="{}" r="2.5"/>', lines, *last)
