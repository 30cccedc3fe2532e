"""The columns of tables of offers."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from financing.models import LoanOffer
from financing.templatetags.rates import as_rate
from pages.lists import Column
from pages.lists.cells import NOTHING
from pages.lists.table import table_html


def _conditions(offer: LoanOffer) -> SafeString:
    lines = [line for line in (offer.other_costs, *offer.conditions.splitlines()) if line]
    return format_html_join("", "{}<br>", ((line,) for line in lines)) or SafeString(NOTHING)


def _last_day(offer: LoanOffer) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', offer.valid_to.isoformat())


OFFERS: tuple[Column[LoanOffer], ...] = (
    Column(
        "made_at", "提出时间",
        below=lambda offer: "（已被替换）" if getattr(offer, "is_replaced", False) else "",
    ),
    Column("rate", "年利率", lambda offer: as_rate(offer.rate), number=True),
    Column("amount", "额度", unit="万元", below=lambda offer: f"{offer.term_months} 个月"),
    Column("guarantee", "担保和还款", below=lambda offer: offer.get_repayment_display()),
    Column("conditions", "其他费用和放款条件", html=_conditions),
    Column("valid_to", "有效期至", number=True, html=_last_day),
)  # fmt: skip
# What a bank asks of an enterprise besides is between the two.
WATCHED_OFFERS = tuple(one for one in OFFERS if one.key != "conditions")


def offers_html(offers: Sequence[LoanOffer], columns: Sequence[Column[LoanOffer]]) -> SafeString:
    """A table of a bank's offers, the last one first; "" without any."""
    if not offers:
        return SafeString("")
    for former in offers[1:]:
        setattr(former, "is_replaced", True)  # noqa: B010 - a column reads it
    return table_html(columns, offers)
