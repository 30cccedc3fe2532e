"""What the options of all kinds have in common: type, colours, patterns, tooltips, axes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.charts.data import LATE_MARK, ChartData, DataRow, with_unit
from pages.charts.declaration import ChartColumn, Role, Tone

Option = dict[str, object]

# Up to this width, in pixels, the narrow form is drawn; the same as in charts.css.
NARROW_UP_TO = 440
SMALL = 12
# Dark and light in turn, so that neighbours differ in brightness.
SERIES_COLOURS = (
    "var(--sea)", "var(--sea-soft)", "var(--sea-mid)", "var(--sea-line)", "var(--ink-3)",
    "var(--line-mid)",
)  # fmt: skip
TONE_COLOURS = {
    Tone.FAR: "var(--sea)",
    Tone.GOOD: "var(--sea-mid)",
    Tone.NEAR: "var(--sea-soft)",
    Tone.LATE: "var(--seal)",
}
_LIGHT, _DARK = "rgba(255, 255, 255, 0.4)", "rgba(8, 64, 79, 0.35)"


@dataclass(frozen=True)
class Drawing:
    """What ECharts draws.

    `narrow` is merged into `option` up to a width of NARROW_UP_TO; heights are in pixels;
    `tooltips` has the lines of text of each drawn row.
    """

    option: Option
    narrow: Option
    height: int
    narrow_height: int
    tooltips: tuple[tuple[str, ...], ...]


def base_option(*, patterns: bool = False, pointer: str = "shadow") -> Option:
    """Type, patterns and tooltip.

    `patterns` tell areas apart without their colours; `pointer` marks the row of the tooltip:
    shadow or line.
    """
    return {
        "animation": False,
        "textStyle": {"fontFamily": "var(--font)", "color": "var(--ink)"},
        "aria": {
            "enabled": True,
            "label": {"enabled": False},
            "decal": {"show": patterns, "decals": _decals()},
        },
        "tooltip": {
            "trigger": "axis",
            # As SVG text: the content security policy refuses the inline styles of HTML tooltips.
            "renderMode": "richText",
            "confine": True,
            "backgroundColor": "var(--sheet)",
            "borderColor": "var(--line-strong)",
            "borderWidth": 1,
            "padding": [8, 12],
            "textStyle": {"color": "var(--ink)", "fontSize": SMALL, "lineHeight": 20},
            "axisPointer": {
                "type": pointer,
                "lineStyle": {"color": "var(--line-strong)"},
                "shadowStyle": {"color": "var(--ink)", "opacity": 0.05},
            },
        },
    }


def with_behaviour(data: ChartData, series: Sequence[Option]) -> list[Option]:
    """The series without a highlight under the pointer, which is a hand over links alone."""
    cursor = "pointer" if data.chart.url else "default"
    return [{**one, "emphasis": {"disabled": True}, "cursor": cursor} for one in series]


def category_axis(data: ChartData) -> Option:
    """The labels of the rows; each is text as it stands."""
    return {
        "type": "category",
        "data": [row.label for row in data.drawn],
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "var(--line-mid)"}},
        "axisLabel": {"color": "var(--ink-2)", "fontSize": SMALL, "hideOverlap": True},
    }


def value_axis(*, shown: bool) -> Option:
    """The axis of figures: hidden where each figure stands at its bar."""
    return {
        "type": "value",
        "axisLabel": {"show": shown, "color": "var(--ink-2)", "fontSize": SMALL},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitNumber": 4,
        "splitLine": {"show": shown, "lineStyle": {"color": "var(--line)"}},
    }


def tooltips_of(data: ChartData, rows: Sequence[DataRow]) -> tuple[tuple[str, ...], ...]:
    """For each row its label, and every figure with its heading and unit."""
    return tuple(
        (
            row.label,
            *(
                f"{column.heading}  {with_unit(row.texts[place], data.chart.unit_of(column))}"
                for place, column in enumerate(data.chart.columns)
                if place
            ),
        )
        for row in rows
    )


def figure_text(row: DataRow, place: int) -> str:
    """The figure at a bar, marked where the row is late."""
    return f"{LATE_MARK if row.tone == Tone.LATE else ''}{row.texts[place]}"


def widest(texts: Sequence[str], *, size: int = SMALL) -> int:
    """About how many pixels the longest text takes; Chinese characters are square."""
    return max(
        (sum(size if ord(one) > 0x2E7F else size * 0.6 for one in text) for text in texts),
        default=0,
    ).__ceil__()


def values_of(data: ChartData) -> tuple[tuple[int, ChartColumn], ...]:
    return data.chart.columns_of(Role.VALUE)


def _decals() -> list[Option]:
    """A pattern for each place of SERIES_COLOURS; the first is plain."""
    hatched: Option = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 6]}
    dotted: Option = {
        "symbol": "circle", "symbolSize": 0.6, "dashArrayX": [[8, 8], [0, 8, 8, 0]],
        "dashArrayY": [6, 0],
    }  # fmt: skip
    return [
        {"color": "rgba(0, 0, 0, 0)"},
        {**hatched, "rotation": -0.785, "color": _DARK},
        {**dotted, "color": _LIGHT},
        {**hatched, "color": _DARK},
        {**hatched, "rotation": 0.785, "color": _LIGHT},
        {**dotted, "color": _DARK},
    ]
