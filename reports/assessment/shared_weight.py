"""The step from the lines to the total where an indicator does not count and its weight goes to the
others."""

from decimal import Decimal

from reports.assessment.indicators import NORMAL
from reports.assessment.lines_of_district import ShownLine
from reports.assessment.written import plain, written
from reports.models import DistrictScore

ZERO, WHOLE = Decimal(0), Decimal(100)


def shared_in_words(lines: list[ShownLine], score: DistrictScore) -> str:
    """ "参评指标合计 78.57 × 100 ÷ 95 = 82.71"; "" where every indicator counts, or none."""
    counted = [
        one
        for one in lines
        if one.indicator.kind == NORMAL and one.line is not None and one.line.points is not None
    ]
    weight = sum((one.indicator.weight for one in counted), ZERO)
    if weight in (ZERO, WHOLE):
        return ""
    reached = sum((one.line.weighted for one in counted if one.line), ZERO)
    return f"参评指标合计 {written(reached)} × 100 ÷ {plain(weight)} = {written(score.base)}"
