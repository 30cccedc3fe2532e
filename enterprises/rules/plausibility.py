"""Warnings about figures that are possible but unlikely; they ask, they do not forbid.

One set of rules for every way in which a figure comes: form, import, filing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Figures = Mapping[str, Decimal | int | None]
JUMP = 10
TAX_SHARE = Decimal("0.5")
REVENUE_A_HEAD = 1000  # 万元; more for one person usually means that 元 was typed for 万元

_JUMPING = {
    "revenue": "营业收入",
    "main_revenue": "主营业务收入",
    "rd_cost": "研发费用",
    "assets": "资产总额",
    "liabilities": "负债总额",
    "tax": "实缴税金",
    "export": "出口额",
    "staff": "从业人员",
}
_NEVER_NEGATIVE = {
    **_JUMPING,
    "rd_staff": "研发人员",
    "invention_patents": "有效发明专利",
    "utility_patents": "实用新型专利",
    "design_patents": "外观设计专利",
    "software_copyrights": "软件著作权",
}
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
    """What looks wrong in `figures` (万元, persons), compared with `last_year` where known.

    A missing figure is never doubted; a loss (negative profit) is no doubt either.
    """
    found = [
        Warning(name, f"{label}为负数。")
        for name, label in _NEVER_NEGATIVE.items()
        if (figures.get(name) or 0) < 0
    ]
    for part, whole, text in _NOT_ABOVE:
        small, large = figures.get(part), figures.get(whole)
        if small is not None and large is not None and small > large:
            found.append(Warning(part, text))
    found += _beside_revenue(figures)
    for name, label in _JUMPING.items():
        now, before = figures.get(name), (last_year or {}).get(name)
        # Three people who become thirty are growth; figures this small do not jump.
        if now and before and max(now, before) >= 2 * JUMP and _jumps(now, before):
            found.append(Warning(name, f"{label}与上年相差十倍以上，请核对单位。"))
    return found


def doubts_about_product(
    sales: Decimal | None, market_share: Decimal | None, revenue: Decimal | None
) -> list[Warning]:
    """What looks wrong in a product's figures (万元, %) beside the enterprise's yearly revenue."""
    found = []
    if sales is not None and revenue is not None and sales > revenue:
        found.append(
            Warning(
                "sales", f"产品销售额大于营业收入（{revenue:,.0f} 万元），请核对单位是否为万元。"
            )
        )
    if market_share is not None and 0 < market_share < 1:
        shown = f"{market_share.normalize():f}"
        as_fraction = f"{(market_share * 100).normalize():f}"
        found.append(Warning("market_share", f"请核对占有率是 {shown}%，还是 {as_fraction}%。"))
    return found


def unexplained(doubts: Iterable[Warning], note: str) -> dict[str, str]:
    """What is asked about each field while nobody has said that it is so; once it was said, it is
    kept and nothing is asked again."""
    if note.strip():
        return {}
    asked: dict[str, str] = {}
    for doubt in doubts:
        asked[doubt.field] = f"{asked.get(doubt.field, '')}{doubt.text}"
    return asked


def _beside_revenue(figures: Figures) -> list[Warning]:
    found = []
    revenue, tax, staff = figures.get("revenue"), figures.get("tax"), figures.get("staff")
    if revenue and tax and tax > revenue * TAX_SHARE:
        found.append(Warning("tax", "实缴税金超过营业收入的一半。"))
    if revenue == 0 and (figures.get("net_profit") or 0) > 0:
        found.append(Warning("revenue", "有净利润而营业收入为 0。"))
    if revenue and staff and revenue > staff * REVENUE_A_HEAD:
        found.append(
            Warning("revenue", f"人均营业收入超过 {REVENUE_A_HEAD} 万元，请核对单位是否为万元。")
        )
    if staff == 0 and revenue:
        found.append(Warning("staff", "有营业收入而从业人员为 0。"))
    return found


def _jumps(now: Decimal | int, before: Decimal | int) -> bool:
    size_now, size_before = abs(Decimal(now)), abs(Decimal(before))
    return size_now >= size_before * JUMP or size_now * JUMP <= size_before
