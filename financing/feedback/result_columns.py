"""The columns of the results of the bank line, on their page and in a file, and of market rates."""

from dataclasses import replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from financing.feedback.results import Result
from financing.models import MarketRate
from financing.templatetags.rates import as_rate, margin_text, margin_tone
from pages.lists import Cell, Column, On
from pages.lists.cells import NOTHING


def _figure(
    key: str, heading: str, unit: str = "", *, digits: int = 1, shown: int = 1, on: On = On.BOTH
) -> Column[Result]:
    """A figure that may be missing: of `digits` in a file, of `shown` on the page."""

    def value(row: Result) -> Cell:
        found = getattr(row, key)
        return None if found is None else round(found, digits)

    def html(row: Result) -> SafeString:
        found = getattr(row, key)
        return format_html("{}", NOTHING if found is None else f"{found:.{shown}f}")

    return Column(key, heading, value, unit=unit, number=True, html=html, on=on)


def _without(row: Result) -> str:
    return f"{row.without_repayment} / {row.renewed}" if row.renewed else ""


COLUMNS: tuple[Column[Result], ...] = (
    Column("place", "名次", number=True, width=6),
    Column("label", "名称", long=True),
    Column("listed", "在库企业", number=True, on=On.FILE),
    Column("contacted", "已对接企业", number=True, on=On.FILE),
    Column("credited", "获授信企业", number=True),
    _figure("coverage", "覆盖率", "%"),
    Column("reported", "反馈笔数", number=True, on=On.FILE),
    Column("approved", "通过笔数", number=True, on=On.FILE),
    _figure("approval", "通过率", "%"),
    Column("credit_line", "授信额度", unit="万元", on=On.FILE),
    Column("paid_out", "放款金额", unit="万元"),
    _figure("days", "对接到放款平均天数"),
    _figure("rate", "加权平均年利率", "%", digits=3, shown=2),
    Column(
        "compared", "与 LPR 比",
        lambda row: "" if row.margin is None else margin_text(row.margin),
        pill=lambda row: "" if row.margin is None else margin_tone(row.margin), on=On.PAGE,
    ),
    _figure("margin", "与一年期LPR之差", "百分点", digits=3, on=On.FILE),
    Column("without", "无还本续贷", _without, number=True, on=On.PAGE),
    Column("renewed", "续贷笔数", number=True, on=On.FILE),
    Column("without_repayment", "无还本续贷笔数", number=True, on=On.FILE),
    _figure("without_share", "无还本续贷占比", "%", on=On.FILE),
    Column("overdue", "逾期笔数", number=True),
)  # fmt: skip
FILE_COLUMNS = tuple(one for one in COLUMNS if one.on is not On.PAGE)
MARKET_RATES: tuple[Column[MarketRate], ...] = (
    Column("valid_from", "公布日期"),
    Column("rate", "一年期 LPR", lambda row: as_rate(row.rate), number=True),
)
# Shorter than in a file, where a heading stands alone.
_ON_PAGE = {"days": "平均天数", "rate": "平均利率", "paid_out": "放款", "overdue": "逾期"}


def page_columns(dimension: str) -> list[Column[Result]]:
    """The columns of the page, whose lines are banks, districts, rungs or industries."""
    headings = {**_ON_PAGE, "label": dimension}
    shown = (one for one in COLUMNS if one.on is not On.FILE)
    return [replace(one, heading=headings.get(one.key, one.heading)) for one in shown]
