"""The columns of tables of entries of the financing whitelist."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from financing.models import WhitelistEntry
from financing.whitelist.actions.decide_entries import Prospect
from financing.whitelist.machine import MACHINE
from pages.lists import Column, On


def entry_page(row: WhitelistEntry) -> str:
    return reverse("financing:entry", args=[row.pk])


def _code_and_past(row: WhitelistEntry) -> SafeString:
    """The code, and how an earlier stay ended where the list has found that out."""
    told = getattr(row, "before", "")
    before = format_html("<br>{}", told) if told else ""
    return format_html('<span class="num">{}</span>{}', row.credit_code, before)


NAME: Column[WhitelistEntry] = Column(
    "enterprise_name", "企业名称", fixed=True, long=True, link=entry_page, below=_code_and_past
)
CODE: Column[WhitelistEntry] = Column("credit_code", "统一社会信用代码", on=On.FILE, width=22)
DISTRICT: Column[WhitelistEntry] = Column("district__short_name", "区市", many_districts=True)
ORIGIN: Column[WhitelistEntry] = Column("origin", "来源")
STATE: Column[WhitelistEntry] = Column("state", "状态", pill=lambda row: MACHINE.tone_of(row.state))
VALID_TO: Column[WhitelistEntry] = Column("valid_to", "有效期止")
# What a decision over many is shown with, and what it was not carried out on.
CHOSEN = (NAME, DISTRICT, ORIGIN, STATE)
DECIDED = (NAME, DISTRICT, STATE, VALID_TO)
REFUSED: tuple[Column[Prospect], ...] = (
    Column(
        "name", "企业", lambda row: row.row.enterprise_name, long=True,
        link=lambda row: entry_page(row.row),
    ),
    Column("row__district__short_name", "区市"),
    Column("reasons", "原因", lambda row: " ".join(row.reasons), long=True),
)  # fmt: skip
# Of what an enterprise lets a bank see.
CERTIFICATES: tuple[Column[dict[str, str]], ...] = (
    Column("kind_name", "类别", lambda one: one["kind_name"]),
    Column("number", "编号", lambda one: one["number"]),
    Column("title", "名称", lambda one: one["title"], long=True),
    Column("valid_to", "有效期止", lambda one: one["valid_to"]),
)
