"""Warnings about figures that are possible but unlikely; they ask, they do not forbid.

One set of rules for every way in which a figure comes: form, import, filing. What banks and
enterprises tell each other of loans is asked about by the same (financing/doubts.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Figures = Mapping[str, Decimal | int | None]
JUMP = 10
LAST_YEAR = "上年"
TAX_SHARE = Decimal("0.5")
ASSETS_OVER_REVENUE, LIABILITIES_UNDER_ASSETS = 100, 1000
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


def comparable(
    reported: Mapping[int, Figures], year: int, registered: Figures
) -> tuple[Figures, Mapping[str, str]]:
    """With what the figures of `year` are compared, and what each of these is called: the last one
    that was `reported` for a year before, by year; where there is none, the `registered` one, or
    else the first that was reported for a year after."""
    figures: dict[str, Decimal | int | None] = {}
    called: dict[str, str] = {}
    for name in _JUMPING:
        years = [one for one in reported if reported[one].get(name) is not None]
        before = max((one for one in years if one < year), default=None)
        after = min((one for one in years if one > year), default=None)
        if before is None and registered.get(name) is not None:
            figures[name], called[name] = registered[name], "登记的数据"
        elif (known := before or after) is not None:
            figures[name] = reported[known][name]
            called[name] = LAST_YEAR if known == year - 1 else f" {known} 年度"
    return figures, called


def doubts(
    figures: Figures,
    earlier: Figures | None = None,
    called: Mapping[str, str] | None = None,
) -> list[Warning]:
    """What looks wrong in `figures` (万元, persons), compared with the `earlier` ones where known:
    those of the year before, or what `called` says.

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
    found += _beside_revenue(figures) + _beside_assets(figures)
    for name, label in _JUMPING.items():
        now, before = figures.get(name), (earlier or {}).get(name)
        # Three people who become thirty are growth; figures this small do not jump.
        if now and before and max(now, before) >= 2 * JUMP and jumps(now, before):
            than = (called or {}).get(name, LAST_YEAR)
            found.append(Warning(name, f"{label}与{than}相差十倍以上，请核对单位。"))
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
    if market_share is not None and (text := doubt_about_share(market_share)):
        found.append(Warning("market_share", text))
    return found


def doubt_about_share(share: Decimal, label: str = "占有率") -> str:
    """What is asked about a share in per cent that may be a fraction: 0.35 for 35 %; "" for
    nothing."""
    if not 0 < share < 1:
        return ""
    shown, likely = as_typed_and_meant(share)
    return f"请核对{label}是 {shown}%，还是 {likely}%。"


def as_typed_and_meant(percent: Decimal) -> tuple[str, str]:
    """A percentage as it was typed, and as it is meant where it was typed as a fraction."""
    return f"{percent.normalize():f}", f"{(percent * 100).normalize():f}"


def unexplained(doubts: Iterable[Warning], note: str = "") -> dict[str, str]:
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


def _beside_assets(figures: Figures) -> list[Warning]:
    found = []
    revenue, assets = figures.get("revenue"), figures.get("assets")
    liabilities = figures.get("liabilities")
    if revenue and assets and revenue > 0 and assets > revenue * ASSETS_OVER_REVENUE:
        found.append(
            Warning(
                "assets", f"资产总额超过营业收入的 {ASSETS_OVER_REVENUE} 倍，请核对单位是否为万元。"
            )
        )
    if assets and liabilities and 0 < liabilities < assets / LIABILITIES_UNDER_ASSETS:
        found.append(
            Warning("liabilities", "负债总额不到资产总额的千分之一，请核对单位是否为万元。")
        )
    return found


def jumps(now: Decimal | int, before: Decimal | int) -> bool:
    """Whether one of two figures is ten times the other or more; what differs so much is often in
    another unit."""
    size_now, size_before = abs(Decimal(now)), abs(Decimal(before))
    return size_now >= size_before * JUMP or size_now * JUMP <= size_before
