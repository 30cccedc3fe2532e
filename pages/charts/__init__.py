"""Charts: declared in Python, drawn by ECharts or the server, each with its table and its file.

See docs/kit.md.
"""

from pages.charts.declaration import Chart, ChartColumn, Kind, Role, Tone
from pages.charts.responses import chart_file, render_with_charts
from pages.charts.sparkline import sparkline

__all__ = [
    "Chart",
    "ChartColumn",
    "Kind",
    "Role",
    "Tone",
    "chart_file",
    "render_with_charts",
    "sparkline",
]
