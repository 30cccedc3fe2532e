"""Districts as tiles, by place and not by border: drawn on the server, each tile a link."""

from collections.abc import Iterator
from dataclasses import dataclass

from pages.charts.data import LATE_MARK, ChartData, DataRow, with_unit
from pages.charts.declaration import Role, Tone

TILE = (86, 58)
STEP = (92, 64)
SHARES = (
    (Tone.FAR, 0.75, "最大值的 75% 以上"),
    (Tone.GOOD, 0.5, "50%—75%"),
    (Tone.NEAR, 0.0, "50% 以下"),
)


@dataclass(frozen=True)
class Tile:
    """A tile with the corner where it is drawn, in units of the drawing."""

    name: str
    value: str
    url: str
    tone: str
    x: int
    y: int


@dataclass(frozen=True)
class TileMap:
    """The tiles with the size of their drawing, and what each tone means."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    legend: tuple[tuple[str, str], ...]


def tile_map(data: ChartData) -> TileMap:
    """The drawing of a chart of kind TILES."""
    tiles = tuple(_tiles(data))
    legend = data.chart.legend
    if data.chart.tone is None:
        used = {tile.tone for tile in tiles}
        legend = tuple((tone, words) for tone, _, words in SHARES if tone in used)
    return TileMap(
        tiles,
        width=max((tile.x for tile in tiles), default=0) + TILE[0],
        height=max((tile.y for tile in tiles), default=0) + TILE[1],
        legend=legend,
    )


def _tiles(data: ChartData) -> Iterator[Tile]:
    place, _ = data.chart.columns_of(Role.VALUE)[0]
    most = max((value for _, value in data.numbers(place)), default=0.0)
    for row in data.drawn:
        column, line = row.place
        if column is None or line is None:
            continue
        tone = row.tone if data.chart.tone else _share_tone(row, place, most)
        mark = LATE_MARK if tone == Tone.LATE else ""
        value = mark + with_unit(row.texts[place], data.chart.unit)
        x, y = (column - 1) * STEP[0], (line - 1) * STEP[1]
        yield Tile(row.label, value, row.url, tone or "", x, y)


def _share_tone(row: DataRow, place: int, most: float) -> Tone | None:
    """The darker, the larger the share of the largest value; none for nothing."""
    value = row.number(place)
    if value is None or value <= 0 or most <= 0:
        return None
    return next(tone for tone, share, _ in SHARES if value / most >= share)
