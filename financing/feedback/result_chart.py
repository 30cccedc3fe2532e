"""The figures that results are compared by, and their chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from financing.feedback.results import Result
from pages.charts import Chart, ChartColumn, Kind


@dataclass(frozen=True)
class Measure:
    """A figure of a result: its name, unit and decimals, and how the best come first."""

    name: str
    unit: str
    digits: int
    order: str
    less_is_better: bool = False


MEASURES = {
    "credited": Measure("获授信企业", "家", 0, "获授信企业最多"),
    "paid_out": Measure("放款金额", "万元", 0, "放款金额最多"),
    "approval": Measure("通过率", "%", 1, "通过率最高"),
    "days": Measure("对接到放款平均天数", "天", 1, "放款最快", less_is_better=True),
    "margin": Measure("与一年期 LPR 之差", "百分点", 2, "利率最低", less_is_better=True),
    "without_share": Measure("无还本续贷占比", "%", 1, "无还本续贷占比最高"),
}


def result_chart(by: str, dimension: str, rows: Sequence[Result], period: str) -> Chart:
    """The measure `by` of each row in the order of `rows`."""
    measure = MEASURES[by]
    return Chart(
        key="results",
        title=f"按{dimension}：{measure.name}",
        kind=Kind.BAR,
        columns=(
            ChartColumn("label", dimension), ChartColumn(by, measure.name, digits=measure.digits)
        ),
        rows=rows,
        unit=measure.unit,
        stamp=period,
        source="银行授信反馈",
        empty="这项指标还没有数据",
    )  # fmt: skip
