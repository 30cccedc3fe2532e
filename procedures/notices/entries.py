"""The lines of a public notice as its page shows them."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.links import row_url
from pages.lists import Column
from procedures.cases.parts import in_yuan
from procedures.models import NoticeEntry, PublicNotice


def _objection(row: NoticeEntry) -> SafeString:
    return format_html(
        '<a href="{}" aria-label="对{}提出异议">提出异议</a>',
        row_url("procedures:objection", row.pk),
        row.title,
    )


ENTRIES: tuple[Column[NoticeEntry], ...] = (
    Column("position", "序号", number=True),
    Column("enterprise_name", "企业名称", long=True),
    Column("district_name", "区市", fit=True),
)
AMOUNT: Column[NoticeEntry] = Column(
    "amount", "拟支持金额（元）", lambda row: in_yuan(row.amount), number=True
)
OBJECTION: Column[NoticeEntry] = Column("objection", "异议", html=_objection, fit=True)


def entry_columns(
    notice: PublicNotice, entries: Iterable[NoticeEntry]
) -> tuple[Column[NoticeEntry], ...]:
    """The columns of the notice's lines; whoever objects does it from the line, while it runs."""
    heading = notice.batch.version.parsed.title_label
    *first, district = ENTRIES
    columns = (*first, Column[NoticeEntry]("title", heading, long=True), district)
    if total_of(entries) is not None:
        columns = (*columns, AMOUNT)
    return (*columns, OBJECTION) if notice.takes_objections else columns


def total_of(entries: Iterable[NoticeEntry]) -> Decimal | None:
    """What is to be paid in all, in 元; None where the notice is not about money."""
    amounts = [one.amount for one in entries if one.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None
