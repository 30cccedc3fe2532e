"""The lines of a public notice as its page shows them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pages.links import row_url
from pages.lists import Column
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
    Column("district_name", "区市"),
)
OBJECTION: Column[NoticeEntry] = Column("objection", "异议", html=_objection, number=True)


def entry_columns(notice: PublicNotice) -> tuple[Column[NoticeEntry], ...]:
    """The columns of the notice's lines; whoever objects does it from the line, while it runs."""
    heading = notice.batch.version.parsed.title_label
    *first, district = ENTRIES
    columns = (*first, Column[NoticeEntry]("title", heading, long=True), district)
    return (*columns, OBJECTION) if notice.takes_objections else columns
