"""A paper on a page of the portal: the same document, with its pictures as SVG."""

from dataclasses import dataclass

from reports.papers.document import PaperDocument, PrintedBars, PrintedTable

WIDTH, REACH, ROOM, FOOT = 624, 90, 20, 24  # units of the drawing


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """Where a bar, its figure and its name stand."""

    label: str
    text: str
    marked: bool
    left: float
    top: float
    width: float
    height: float
    middle: float
    text_at: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of bars; `line` is the height of the line between above and below."""

    caption: str
    source: str
    said: str
    width: int
    height: float
    line: float
    names_at: float
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True)
class ShownHeading:
    title: str
    paragraphs: tuple[str, ...]
    remark: str
    items: tuple[tuple[str, object], ...]


def shown_headings(document: PaperDocument) -> list[ShownHeading]:
    """The headings with what stands below each: ("table", cells) or ("bars", drawing)."""
    return [
        ShownHeading(
            one.title,
            one.paragraphs,
            one.remark,
            tuple(
                ("bars", drawing_of(item))
                if isinstance(item, PrintedBars)
                else ("table", cells_of(item))
                for item in one.items
            ),
        )
        for one in document.headings
    ]


def cells_of(item: PrintedTable) -> dict[str, object]:
    """A table with each cell and whether it is a figure."""
    last = len(item.rows) - 1
    return {
        "caption": item.caption,
        "source": item.source,
        "headings": list(zip(item.headings, item.numeric, strict=True)),
        "rows": [
            (list(zip(row, item.numeric, strict=True)), item.total and number == last)
            for number, row in enumerate(item.rows)
        ],
    }


def drawing_of(item: PrintedBars) -> Drawing:
    above = max([0, *(value for _, value, _, _ in item.bars)])
    below = max([0, *(-value for _, value, _, _ in item.bars)])
    unit = REACH / max(1, above + below)
    line = ROOM + above * unit
    slot = WIDTH / max(1, len(item.bars))
    thick = min(36.0, slot * 0.6)
    bars = []
    for number, (label, value, text, marked) in enumerate(item.bars):
        long = abs(value) * unit
        top = line - long if value > 0 else line
        middle = slot * number + slot / 2
        at = top - 5 if value > 0 else line + long + 14
        left = middle - thick / 2
        bars.append(DrawnBar(label, text, marked, left, top, thick, long, middle, at))
    whole = ROOM * 2 + REACH
    said = "；".join(f"{label} {text}" for label, _, text, _ in item.bars)
    return Drawing(
        item.caption, item.source, said, WIDTH, whole + FOOT, line, whole + 16, tuple(bars)
    )
