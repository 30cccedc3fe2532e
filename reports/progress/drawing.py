"""What the page draws itself: small figures without script, each beside the numbers it shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reports.progress.outlook import Prospect

WIDTH, FLOOR, GOAL = 226, 96, 32  # the zero and the target stand at the same height on all cards
TILE, STEP = (86, 72), (92, 78)


def path_svg(one: Prospect) -> SafeString:
    """A target's path: what counted, what was due, and the band of the forecast to the end."""
    plan = one.target.plan
    start = plan.starts_on - timedelta(days=1)
    scale = _Scale(start, plan.ends_on, one.target.value)
    done = [(day, actual) for day, actual, _ in one.path if actual is not None]
    actual = [(start, one.start), *done, (one.day, one.actual)]
    due = [(start, one.start), *one.target.path, (plan.ends_on, one.target.value)]
    now = scale.at(one.day, one.actual)
    parts = [
        f'<path class="c-t" d="M0 {GOAL}H{WIDTH}"/><path class="c-x" d="M0 {FLOOR}H{WIDTH}'
        f'M{now[0]} {GOAL + 10}V{FLOOR}"/><text y="112">{_year(plan.starts_on, "初")}</text>',
        f'<text class="e" x="{WIDTH}" y="112">{_year(plan.ends_on, "底")}</text>',
        f'<text y="{GOAL - 6}">目标 {one.target.value:,}</text>',
    ]
    if WIDTH * 0.24 < now[0] < WIDTH * 0.76:
        parts.append(f'<text class="m" x="{now[0]}" y="112">今日</text>')
    if one.forecast and one.day < plan.ends_on:
        low, middle, high = (
            scale.at(plan.ends_on, value)
            for value in (one.forecast.low, one.forecast.middle, one.forecast.high)
        )
        here = f"{now[0]} {now[1]}"
        parts.append(
            f'<path class="b" d="M{here} {high[0]} {high[1]}V{low[1]}z"/>'
            f'<path class="f" d="M{here} {middle[0]} {middle[1]}"/>'
        )
    parts.append(f'<path class="p" d="M{scale.line(due)}"/>')
    parts.append(f'<path class="a" d="M{scale.line(actual)}"/>')
    parts.append(f'<circle cx="{now[0]}" cy="{now[1]}" r="4"/>')
    return format_html(
        '<svg class="path tone-{}" viewBox="0 0 {} 116" role="img" aria-label="{}"'
        " data-chart-tiles>{}</svg>",
        one.tone, WIDTH, sentence_of(one), mark_safe("".join(parts)),  # noqa: S308  numbers alone
    )  # fmt: skip


def sentence_of(one: Prospect) -> str:
    """What the picture of a target says."""
    unit = one.target.unit
    said = f"{one.label}：现有 {one.actual:,} {unit}，今日应达 {one.due:,} {unit}"
    if one.forecast:
        said += f"，期末预计 {one.forecast.low:,} 至 {one.forecast.high:,} {unit}"
    return f"{said}，目标 {one.target.value:,} {unit}。"


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date
    goal: int

    def at(self, day: date, value: int) -> tuple[float, float]:
        x = WIDTH * (day - self.first).days / max(1, (self.last - self.first).days)
        y = FLOOR - (FLOOR - GOAL) * value / max(1, self.goal)
        return round(min(max(x, 0), WIDTH), 1), round(min(max(y, 2), FLOOR), 1)

    def line(self, points: Iterable[tuple[date, int]]) -> str:
        return " ".join(f"{x} {y}" for x, y in (self.at(*point) for point in points))


def _year(day: date, word: str) -> str:
    at_edge = (day.month, day.day) in ((1, 1), (12, 31))
    return f"{day:%y} 年{word}" if at_edge else f"{day:%y-%m}"


def bar_svg(percent: float | None, due: float | None, *, is_late: bool) -> SafeString:
    """A bar of what is reached of a share, with a mark where it should be today."""
    if percent is None:
        return SafeString("")
    mark = (
        format_html('<rect class="due" x="{}%" width="2" height="16"/>', f"{min(due, 99.0):.1f}")
        if due is not None
        else ""
    )
    return format_html(
        '<svg class="bar-svg task{}" aria-hidden="true"><rect class="track" y="4" width="100%"'
        ' height="8"/><rect class="fill" y="4" width="{}%" height="8"/>{}</svg>',
        " late" if is_late else "", f"{min(percent, 100):.1f}", mark,
    )  # fmt: skip


def span_svg(
    median: float | None, ninth: float | None, limit: float, most: float, *, is_late: bool
) -> SafeString:
    """From the median to the ninth decile, with a mark at the term; `most` is the whole width."""
    if median is None or ninth is None:
        return SafeString("")
    a, b, c = (f"{100 * min(value, most) / most:.1f}%" for value in (median, ninth, limit))
    return format_html(
        '<svg class="span{}" aria-hidden="true"><line class="rail" x1="0" x2="100%" y1="12" y2="12"'
        '/><line class="reach" x1="{}" x2="{}" y1="12" y2="12"/><circle cx="{}" cy="12" r="5"/>'
        '<line class="term" x1="{}" x2="{}" y1="2" y2="22"/></svg>',
        " late" if is_late else "", a, b, a, c, c,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DistrictTile:
    """A district on the map: two lines of figures, where they lead, how it stands."""

    name: str
    value: str
    below: str
    tone: str
    column: int
    row: int
    url: str = ""
    is_own: bool = False


def tiles_svg(tiles: Sequence[DistrictTile], title: str) -> SafeString:
    """Districts by place and not by border; each is a link where it leads somewhere."""
    width = (max((one.column for one in tiles), default=1) - 1) * STEP[0] + TILE[0]
    height = (max((one.row for one in tiles), default=1) - 1) * STEP[1] + TILE[1]
    return format_html(
        '<svg class="tiles map" viewBox="-2 -2 {} {}" role="group" aria-label="{}"'
        " data-chart-tiles>{}</svg>",
        width + 4, height + 4, title,
        format_html_join("", "{}", ((_tile(one),) for one in tiles)),
    )  # fmt: skip


def _tile(one: DistrictTile) -> SafeString:
    late = "◆ " if one.tone == "late" else ""
    shape = format_html(
        '<g class="{}{}"><rect width="{}" height="{}" rx="4"/><text x="43" y="22">{}</text>'
        '<text class="value" x="43" y="43">{}</text><text class="small" x="43" y="61">{}</text>'
        "</g>",
        one.tone, " own" if one.is_own else "", *TILE, one.name, one.value,
        f"{late}{one.below}" if one.below else "",
    )  # fmt: skip
    if one.url:
        label = f"{one.name}：{one.value}，{one.below}" if one.below else f"{one.name}：{one.value}"
        shape = format_html('<a href="{}" aria-label="{}">{}</a>', one.url, label, shape)
    return format_html(
        '<svg x="{}" y="{}" width="{}" height="{}">{}</svg>',
        (one.column - 1) * STEP[0], (one.row - 1) * STEP[1], *TILE, shape,
    )  # fmt: skip


LAYERS = (
    "M108 2 134 60H82z",
    "M80 66h56l24 58H56z",
    "M53 130h110l25 58H28z",
    "M25 194h166l24 58H1z",
)
MOST_LAYERS = len(LAYERS)


def pyramid_svg(labels: Sequence[str]) -> SafeString:
    """The ladder, from the summit down, a layer beside each row of a table of up to four."""
    names = list(labels)[:MOST_LAYERS]
    layers = LAYERS[MOST_LAYERS - len(names) :]
    lines = (54, 101, 165, 229)[MOST_LAYERS - len(names) :]
    top = 64 * (MOST_LAYERS - len(names))
    shapes = format_html_join(
        "", '<path class="layer-{}" d="{}"/>',
        ((MOST_LAYERS - len(names) + n, shape) for n, shape in enumerate(layers)),
    )  # fmt: skip
    words = format_html_join(
        "", '<text class="layer-{}" x="108" y="{}">{}</text>',
        (
            (MOST_LAYERS - len(names) + n, y, name)
            for n, (y, name) in enumerate(zip(lines, names, strict=True))
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="ladder" viewBox="0 {} 216 {}" aria-hidden="true">{}{}</svg>',
        top, 256 - top, shapes, words,
    )  # fmt: skip
