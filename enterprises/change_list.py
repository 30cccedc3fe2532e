"""The changes that enterprises tell their bureaus of: the enterprise's own, and the bureaus'."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.duties import Duty
from enterprises.identity_change_machine import MACHINE
from enterprises.models import IdentityChange
from enterprises.policies import BUREAUS
from pages.links import row_url
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice, date_range, district

NO_NUMBER = "没有文号"


def _page(row: IdentityChange) -> str:
    return row_url("enterprises:identity_change", row.pk)


def in_words(row: IdentityChange) -> str:
    """Each change on a line of its own."""
    return "\n".join(f"{label}：{old or '（空）'} → {new}" for label, old, new in row.changes)


def _shown(row: IdentityChange) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((one,) for one in in_words(row).split("\n")))


COLUMNS: tuple[Column[IdentityChange], ...] = (
    Column("organisation__name", "企业", fixed=True, long=True, link=_page),
    Column("district__short_name", "区市", many_districts=True),
    Column("changes", "变更", in_words, html=_shown, long=True),
    Column(
        "document_number", "变更登记文号", lambda row: row.document_number or NO_NUMBER, link=_page
    ),
    Column("changed_on", "变更日期"),
    Column("created_at", "提出时间", sort="created_at"),
    Column("state", "状态", pill=MACHINE.tones),
)


class IdentityChangeList(ListPage[IdentityChange]):
    """The changes of names, addresses, legal representatives and licences, the newest first."""

    key, title, noun, counter = "identity_changes", "登记变更", "登记变更", "项"
    readers = (Duty.ENTERPRISE_STAFF, *BUREAUS)
    template = "enterprises/identity_changes.html"
    order = ("-created_at", "-id")
    columns = COLUMNS
    filters = (
        choice("state", "状态", IdentityChange.State.choices),
        district(),
        date_range("created_at", is_moment=True),
    )
    empty = Empty(
        "没有登记变更",
        "名称、地址或法定代表人在登记机关变更后，或换发了营业执照，由企业在这里提出，区市核对。",
    )

    def rows(self) -> QuerySet[IdentityChange]:
        rows = IdentityChange.objects.visible_to(self.actor)
        return rows.select_related("organisation", "district", "new_district")

    def all_columns(self) -> Sequence[Column[IdentityChange]]:
        return COLUMNS[2:] if self.actor.is_enterprise else COLUMNS
