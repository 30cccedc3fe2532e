"""The corrections that bureaus propose to enterprises: the enterprise's own, and the bureaus'."""

from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.duties import Duty
from enterprises.models import EntryProposal
from enterprises.policies import BUREAUS
from enterprises.proposals.machine import MACHINE
from pages.links import row_url
from pages.lists import Column, Empty, ListPage, On
from pages.lists.cells import button, change_lines
from pages.lists.filters import choice, date_range, district


def _page(row: EntryProposal) -> str:
    return row_url("enterprises:proposal", row.pk)


def _changes(row: EntryProposal) -> str:
    return "\n".join(f"{label}：{old} → {new}" for label, old, new in row.changes)


COLUMNS: tuple[Column[EntryProposal], ...] = (
    Column("organisation__name", "企业", fixed=True, long=True, link=_page),
    Column("district__short_name", "区市", many_districts=True),
    Column("changes", "建议更正", _changes, html=lambda row: change_lines(row.changes), long=True),
    Column("bureau", "提出部门", hidden=True),
    Column("source", "来源", long=True, below=lambda row: row.bureau),
    Column("created_at", "提出时间", sort="created_at"),
    Column("state", "状态", pill=MACHINE.tones),
    Column(
        "act", "操作", html=lambda row: button(_page(row), "查看", str(row)), on=On.PAGE, fit=True
    ),
)


class ProposalList(ListPage[EntryProposal]):
    """The proposals, the newest first."""

    key, title, noun, counter = "entry_proposals", "资料更正建议", "更正建议", "项"
    readers = (Duty.ENTERPRISE_STAFF, *BUREAUS)
    intro = (
        "企业资料由企业自己维护：主管部门导入的名单与企业资料不同的，"
        "在这里列为更正建议，由企业确认，或由主管部门依据文件更正。"
    )
    order = ("-created_at", "-id")
    columns = COLUMNS
    filters = (
        choice("state", "状态", EntryProposal.State.choices),
        district(),
        date_range("created_at", is_moment=True),
    )
    empty = Empty("没有更正建议", "导入的文件与企业自己维护的资料不同时，会在这里列出。")

    def rows(self) -> QuerySet[EntryProposal]:
        return EntryProposal.objects.select_related("organisation", "district")

    def all_columns(self) -> Sequence[Column[EntryProposal]]:
        return COLUMNS[2:] if self.actor.is_enterprise else COLUMNS
