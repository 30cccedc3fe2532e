"""The size class of an enterprise (中小企业划型标准).

Source: 工信部联企业〔2011〕300号, 四 (一)-(十六). Large, medium and small need every lower bound of
their row; an enterprise that misses one lower bound of 小型 is 微型.
"""

from dataclasses import dataclass
from decimal import Decimal

from enterprises.rules.industry import section_of_division

LABELS = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
MEASURES = {
    "staff": ("从业人员", "人"),
    "revenue": ("营业收入", "万元"),
    "assets": ("资产总额", "万元"),
}


@dataclass(frozen=True)
class SizeStandard:
    """One row: lower bounds of large, medium and small, by measure (persons, 万元)."""

    name: str
    large: dict[str, int]
    medium: dict[str, int]
    small: dict[str, int]


def _row(name: str, **bounds: tuple[int, int, int]) -> SizeStandard:
    large, medium, small = (
        {measure: values[place] for measure, values in bounds.items()} for place in range(3)
    )
    return SizeStandard(name, large, medium, small)


STANDARDS = {
    "agriculture": _row("农、林、牧、渔业", revenue=(20000, 500, 50)),
    "industry": _row("工业", staff=(1000, 300, 20), revenue=(40000, 2000, 300)),
    "construction": _row("建筑业", revenue=(80000, 6000, 300), assets=(80000, 5000, 300)),
    "wholesale": _row("批发业", staff=(200, 20, 5), revenue=(40000, 5000, 1000)),
    "retail": _row("零售业", staff=(300, 50, 10), revenue=(20000, 500, 100)),
    "transport": _row("交通运输业", staff=(1000, 300, 20), revenue=(30000, 3000, 200)),
    "storage": _row("仓储业", staff=(200, 100, 20), revenue=(30000, 1000, 100)),
    "post": _row("邮政业", staff=(1000, 300, 20), revenue=(30000, 2000, 100)),
    "lodging": _row("住宿业", staff=(300, 100, 10), revenue=(10000, 2000, 100)),
    "catering": _row("餐饮业", staff=(300, 100, 10), revenue=(10000, 2000, 100)),
    "telecommunication": _row("信息传输业", staff=(2000, 100, 10), revenue=(100000, 1000, 100)),
    "software": _row("软件和信息技术服务业", staff=(300, 100, 10), revenue=(10000, 1000, 50)),
    "real_estate": _row("房地产开发经营", revenue=(200000, 1000, 100), assets=(10000, 5000, 2000)),
    "property": _row("物业管理", staff=(1000, 300, 100), revenue=(5000, 1000, 500)),
    "leasing": _row("租赁和商务服务业", staff=(300, 100, 10), assets=(120000, 8000, 100)),
    "other": _row("其他未列明行业", staff=(300, 100, 10)),
}  # fmt: skip
_BY_SECTION = {
    "A": "agriculture", "B": "industry", "C": "industry", "D": "industry", "E": "construction",
    "L": "leasing", "M": "other", "O": "other", "R": "other", "N": "other",
}  # fmt: skip
_BY_DIVISION = {
    "51": "wholesale", "52": "retail", "54": "transport", "55": "transport", "56": "transport",
    "57": "transport", "58": "transport", "59": "storage", "60": "post", "61": "lodging",
    "62": "catering", "63": "telecommunication", "64": "telecommunication", "65": "software",
    "85": "other",
}  # fmt: skip
# Groups (中类) that do not follow their division. Source for 591 and 703-709: 统计上大中小微型企业
# 划分办法（2017）, which applies 300号 to GB/T 4754-2017.
_BY_GROUP = {
    "591": "transport", "701": "real_estate", "702": "property", "703": "other", "709": "other",
}  # fmt: skip
_NEEDS_GROUP = {"70": "房地产业按中类划型，请选择 701 房地产开发经营、702 物业管理等中类。"}


YEAR_END = ("staff", "revenue", "assets")  # what an enterprise is classed by


@dataclass(frozen=True)
class SizeVerdict:
    """The size class ("large", "medium", "small", "micro"; None when it cannot be told) and why."""

    size_class: str | None
    reason: str


def standard_of(industry_code: str) -> SizeStandard | None:
    """The row for an industry; None for industries the standard does not cover."""
    division = industry_code[:2]
    section = section_of_division().get(division, "")
    key = _BY_GROUP.get(industry_code[:3]) or _BY_DIVISION.get(division) or _BY_SECTION.get(section)
    return STANDARDS[key] if key else None


def size_class_of(
    industry_code: str,
    staff: Decimal | int | None,
    revenue: Decimal | int | None,
    assets: Decimal | int | None,
) -> SizeVerdict:
    """Class an enterprise by industry, staff (persons), revenue and assets (万元)."""
    if not industry_code:
        return SizeVerdict(None, "未填写行业，无法划型。")
    standard = standard_of(industry_code)
    if standard is None:
        uncovered = "划型标准（工信部联企业〔2011〕300号）未覆盖该行业。"
        return SizeVerdict(None, _NEEDS_GROUP.get(industry_code, uncovered))
    given = {"staff": staff, "revenue": revenue, "assets": assets}
    missing = [MEASURES[measure][0] for measure in standard.small if given[measure] is None]
    if missing:
        return SizeVerdict(None, f"缺少{'、'.join(missing)}，无法划型。")
    for size in ("large", "medium", "small"):
        bounds: dict[str, int] = getattr(standard, size)
        if all(Decimal(given[measure] or 0) >= bound for measure, bound in bounds.items()):
            return SizeVerdict(size, _reason(standard, size, bounds, given))
    return SizeVerdict("micro", _reason(standard, "micro", standard.small, given))


def _reason(
    standard: SizeStandard,
    size: str,
    bounds: dict[str, int],
    given: dict[str, Decimal | int | None],
) -> str:
    parts = []
    for measure, bound in bounds.items():
        label, unit = MEASURES[measure]
        value = Decimal(given[measure] or 0)
        sign = "≥" if value >= bound else "＜"
        parts.append(f"{label} {value.normalize():,f}{unit} {sign} {bound:,}{unit}")
    return f"{LABELS[size]}：按{standard.name}标准，{'，'.join(parts)}。"
