"""Whether a figure of an effect report can be: money hangs on it.

Source: domain-2 A11 (示例): what cannot be is refused, what is ten times off is asked after.
"""

from decimal import Decimal

from enterprises.rules.plausibility import jumps
from financing.models import EffectFigure, SubsidyGoal

FULL = Decimal(100)
SHARES = ("%", "％")
# What may fall below zero, and by more than the whole.
GROWTH = ("增长", "增幅", "增速", "提高", "提升", "下降", "降低", "同比")
MAY_BE_NEGATIVE = (*GROWTH, "利润", "净额", "现金流")


def why_implausible(figure: EffectFigure, actual: Decimal | None, reason: str) -> str:
    """What is wrong with `actual`, or has to be explained first; "" for nothing. A figure that is
    ten times the target, or a tenth of one that it should not exceed, is taken with a `reason`."""
    if actual is None:
        return ""
    if actual < 0 and not _says(figure, MAY_BE_NEGATIVE) and not _is_negative(figure):
        return "不能为负数。"
    if actual > FULL >= figure.target and figure.unit in SHARES and not _says(figure, GROWTH):
        return "这一项以 % 计，不能超过 100。"
    if not reason.strip() and _is_far_off(figure, actual):
        unit = f" {figure.unit}" if figure.unit else ""
        return (
            f"与目标值 {figure.target.normalize():f}{unit} 相差十倍以上，请核对单位；"
            "确实如此的，在“偏差原因”里写明。"
        )
    return ""


def _says(figure: EffectFigure, words: tuple[str, ...]) -> bool:
    return any(word in figure.name for word in words)


def _is_negative(figure: EffectFigure) -> bool:
    return figure.target < 0 or (figure.base is not None and figure.base < 0)


def _is_far_off(figure: EffectFigure, actual: Decimal) -> bool:
    if figure.target <= 0 or actual <= 0:
        return False
    at_most = figure.direction == SubsidyGoal.Direction.AT_MOST
    return (at_most or actual > figure.target) and jumps(actual, figure.target)
