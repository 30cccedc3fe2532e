"""The chart of the results: a bar for each bank, district, rung or industry."""

from collections.abc import Sequence

from financing.feedback.results import Result
from pages.charts import Chart, ChartColumn, Kind

# Unit and decimals of each figure, as the table of the page has them.
FIGURES = {
    "credited": ("家", 0),
    "paid_out": ("万元", 0),
    "approval": ("%", 1),
    "days": ("天", 1),
    "margin": ("百分点", 2),
    "without_share": ("%", 1),
}


def result_chart(
    name: str, measure: str, dimension: str, rows: Sequence[Result], period: str
) -> Chart:
    """The figure `name`, called `measure`, of each row in the order of `rows`."""
    unit, digits = FIGURES[name]
    heading = measure.partition("（")[0]
    return Chart(
        key="results",
        title=f"按{dimension}：{heading}",
        kind=Kind.BAR,
        columns=(ChartColumn("label", dimension), ChartColumn(name, heading, digits=digits)),
        rows=rows,
        unit=unit,
        stamp=period,
        source="银行授信反馈",
        empty="这项指标还没有数据",
    )
