"""Figures of departments that are possible but unlikely: asked, and taken with a reason."""

from decimal import Decimal

from reports.assessment.indicators import Indicator
from reports.assessment.written import plain

WHOLE, PERCENT = Decimal(100), "%"


def rate_doubt(indicator: Indicator, value: Decimal | None) -> str:
    """The question about a rate in %; "" for none. A part of a whole is seldom more than the
    whole, and 0.95 is mostly 95 % as a fraction."""
    if value is None or indicator.unit != PERCENT:
        return ""
    if value > WHOLE:
        return f"{plain(value)}% 超过 100%，请核对分子和分母"
    if 0 < value < 1:
        likely = plain(value * WHOLE)
        return f"单位是 %，{plain(value)} 即 {plain(value)}%；如果是 {likely}%，请改填 {likely}"
    return ""
