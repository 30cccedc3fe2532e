"""What an enterprise's entry still lacks before its figures can speak for it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enterprises.models import Enterprise

_ENTRY = {
    "address": "注册地址",
    "legal_representative": "法定代表人",
    "industry_code": "行业",
    "established_on": "成立日期",
    "registered_capital": "注册资本",
    "staff": "从业人员",
    "revenue": "营业收入",
    "assets": "资产总额",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
}
YEARS_WANTED = 3


@dataclass(frozen=True)
class Gap:
    """One thing that is missing; `place` names the page where it is filled in."""

    place: str
    text: str


def gaps(
    entry: "Enterprise", submitted_years: Collection[int], latest_year: int, products: int
) -> list[Gap]:
    """What is missing, the most needed first. `latest_year` is the last finished year."""
    missing = [label for name, label in _ENTRY.items() if getattr(entry, name) in (None, "")]
    found = []
    if missing:
        found.append(Gap("profile_edit", f"基本信息缺少{'、'.join(missing)}"))
    wanted = range(latest_year, latest_year - YEARS_WANTED, -1)
    started = entry.established_on.year if entry.established_on else latest_year - YEARS_WANTED
    years = [str(year) for year in wanted if year not in submitted_years and year >= started]
    if years:
        found.append(Gap("reports", f"{'、'.join(years)} 年度数据未上报"))
    if not products:
        found.append(Gap("products", "未登记产品（技术）"))
    return found
