"""A chart on a page: `{{ charts.key }}` in a template draws it with all that belongs to it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pages.charts.data import ChartData, read_chart
from pages.charts.declaration import Chart, Kind, Role
from pages.charts.options import drawing_of
from pages.charts.options.shared import NARROW_UP_TO, Drawing
from pages.charts.sentences import sentence_of
from pages.charts.tiles import tile_map
from pages.charts.workbook import headings_of


class ChartPanels(Mapping[str, "ChartPanel"]):
    """The charts of one page by their keys."""

    def __init__(self, request: HttpRequest, charts: Iterable[Chart]) -> None:
        """Raises ValueError where two charts have one key."""
        self._panels: dict[str, ChartPanel] = {}
        # ECharts is loaded once, by the first chart on the page that it draws.
        self.loaded: set[str] = set()
        for chart in charts:
            if chart.key in self._panels:
                raise ValueError(f"two charts are called {chart.key!r}")
            self._panels[chart.key] = ChartPanel(chart, request, self.loaded)

    def __getitem__(self, key: str) -> "ChartPanel":
        return self._panels[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._panels)

    def __len__(self) -> int:
        return len(self._panels)


class ChartPanel:
    """One chart: its rows are queried when it is drawn, once."""

    def __init__(self, chart: Chart, request: HttpRequest, loaded: set[str]) -> None:
        self.chart = chart
        self._request = request
        self._loaded = loaded

    @cached_property
    def data(self) -> ChartData:
        return read_chart(self.chart)

    def __str__(self) -> SafeString:
        return render_to_string("components/chart.html", self._context(), self._request)

    def _context(self) -> dict[str, object]:
        data, chart = self.data, self.chart
        is_tiles = chart.kind == Kind.TILES
        drawing = None if is_tiles or data.is_empty else drawing_of(data)
        unit = f"单位：{chart.unit}" if chart.unit else ""
        return {
            "chart": chart,
            "data": data,
            "aside": " · ".join(part for part in (unit, chart.stamp) if part),
            "sentence": sentence_of(data),
            "drawing": drawing,
            "drawing_json": _json(drawing) if drawing else "",
            "tile_map": tile_map(data) if is_tiles and not data.is_empty else None,
            "legend": () if is_tiles else chart.legend,
            "headings": _headings(data),
            "lines": _lines(data),
            "file_url": self._file_url(),
            "scripts": self._scripts(),
        }

    def _file_url(self) -> str:
        """The address of the file: the page's own with its filter, so that both say the same."""
        query = self._request.GET.copy()
        query["chart"], query["format"] = self.chart.key, "xlsx"
        return f"{self._request.path}?{query.urlencode()}"

    def _scripts(self) -> list[str]:
        wanted = ["js/charts.js"]
        if self.chart.kind != Kind.TILES:
            wanted.insert(0, "vendor/echarts.min.js")
        scripts = [name for name in wanted if name not in self._loaded]
        self._loaded.update(scripts)
        return scripts


def _headings(data: ChartData) -> list[tuple[str, bool]]:
    """Each heading of the table, and whether figures stand below it."""
    return list(zip(headings_of(data), _are_figures(data), strict=True))


def _lines(data: ChartData) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Each row of the table: where it leads, its label, and heading, text and kind of each cell."""
    headings = headings_of(data)[1:]
    figures = _are_figures(data)[1:]
    return [
        (row.url, row.label, list(zip(headings, row.texts[1:], figures, strict=True)))
        for row in (*data.rows, *([data.total] if data.total else []))
    ]


def _are_figures(data: ChartData) -> list[bool]:
    """Whether each column holds figures; one that is not drawn may hold words."""
    words = {
        place
        for place, _ in data.chart.columns_of(Role.EXTRA)
        if any(isinstance(row.cells[place], str) for row in data.rows)
    }
    return [bool(place) and place not in words for place in range(len(data.chart.columns))]


def _json(drawing: Drawing) -> str:
    """What static/js/charts.js reads."""
    return json.dumps(
        {"option": drawing.option, "narrow": drawing.narrow, "narrowUpTo": NARROW_UP_TO,
         "tooltips": drawing.tooltips,
         "height": drawing.height},
        ensure_ascii=False, separators=(",", ":"), allow_nan=False,
    )  # fmt: skip
