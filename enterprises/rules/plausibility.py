"""Warnings about yearly figures that are possible but unlikely; they ask, they do not forbid."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Figures = Mapping[str, Decimal | int | None]
JUMP = 10
_JUMPING = {"revenue": "营业收入", "rd_cost": "研发费用", "assets": "资产总额", "staff": "从业人员"}
_NOT_ABOVE = (
    ("rd_cost", "revenue", "研发费用大于营业收入，请核对单位是否为万元。"),
    ("main_revenue", "revenue", "主营业务收入大于营业收入。"),
    ("export", "revenue", "出口额大于营业收入。"),
    ("net_profit", "revenue", "净利润大于营业收入。"),
    ("liabilities", "assets", "负债大于资产（资不抵债），请核对。"),
    ("rd_staff", "staff", "研发人员多于从业人员。"),
)


@dataclass(frozen=True)
class Warning:
    """A doubt about one figure."""

    field: str
    text: str


def doubts(figures: Figures, last_year: Figures | None = None) -> list[Warning]:
    """What looks wrong in `figures` (万元, persons), compared with `last_year` where known."""
    found = []
    for part, whole, text in _NOT_ABOVE:
        small, large = figures.get(part), figures.get(whole)
        if small is not None and large is not None and small > large:
            found.append(Warning(part, text))
    for name, label in _JUMPING.items():
        now, before = figures.get(name), (last_year or {}).get(name)
        if now and before and (now >= before * JUMP or now * JUMP <= before):
            found.append(Warning(name, f"{label}与上年相差十倍以上，请核对单位。"))
    return found
