"""What the designer's pages show as tables."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from pages.links import row_url
from pages.lists import Cell, Column
from pages.lists.cells import shown
from pages.lists.table import table_html
from schemes.models import SchemeVersion

TONES = {"draft": "wait", "review": "calm", "published": "ok", "retired": "bad"}


def _term(row: SchemeVersion) -> Cell:
    end = f"，至 {row.valid_to.isoformat()}" if row.valid_to else ""
    return f"{row.valid_from.isoformat()} 起{end}"


def _last_edit(row: SchemeVersion) -> Cell:
    return f"{row.edited_by} {shown(row.edited_at)}" if row.edited_by else "随平台提供"


VERSIONS: tuple[Column[SchemeVersion], ...] = (
    Column("label", "版本", link=lambda row: row_url("schemes:version", row.pk)),
    Column("state", "状态", pill=TONES),
    Column("term", "适用期", _term),
    Column("source_document", "依据", long=True),
    Column("edit", "最后修改", _last_edit),
)


def version_table(versions: Iterable[SchemeVersion], label: str) -> SafeString:
    return table_html(VERSIONS, versions, label=label, css="stack")
