"""The sheets of the auditor's home."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from pages.lists import Column
from pages.lists.table import table_html
from pages.models import ListExport
from pages.panels import panel_of
from people import trail_signs
from people.trail_signs import Taking

MOST = 8
Figures = dict[str, Any]


def _reads_of(name: str, **more: object) -> str:
    return f"{reverse('people:audited_reads')}?{urlencode({'who': name, **more})}"


def _reads_of_day(row: Taking) -> str:
    day = timezone.localdate(row.at)
    return _reads_of(row.reader_name, since=day, until=day)


READS: tuple[Column[Taking], ...] = (
    Column("at", "时间", fit=True),
    Column("reader_name", "查阅人", below=lambda row: row.reader_organisation),
    Column(
        "organisation", "企业", long=True, link=_reads_of_day,
        value=lambda row: row.organisation if row.number == 1 else f"{row.number} 家企业",
    ),
    Column("what", "内容", long=True),
)  # fmt: skip
EXPORTS: tuple[Column[ListExport], ...] = (
    Column("at", "时间", fit=True),
    Column("user", "导出人", lambda row: str(row.user)),
    Column(
        "title", "列表", long=True,
        link=lambda row: f"{reverse('people:trail')}?"
        + urlencode({"table_name": ListExport._meta.db_table, "object_id": row.pk}),
    ),
    Column("format", "格式"),
)  # fmt: skip
READERS: tuple[Column[Figures], ...] = (
    Column(
        "reader", "人员", lambda row: row["reader_name"],
        link=lambda row: _reads_of(row["reader_name"]),
        below=lambda row: row["reader_organisation"],
    ),
    Column("enterprises", "企业", lambda row: row["enterprises"], unit="家"),
    Column("times", "查阅", lambda row: row["times"], unit="次"),
)  # fmt: skip
REFUSED: tuple[Column[Figures], ...] = (
    Column(
        "account", "账号", lambda row: row["account"] or "（空）",
        link=lambda row: f"{reverse('people:sign_ins')}?"
        + urlencode({"account": row["account"], "ip": row["ip"]}),
    ),
    Column("ip", "来源地址", lambda row: row["ip"]),
    Column("number", "失败", lambda row: row["number"], unit="次"),
)  # fmt: skip


@panel_of(Duty.AUDITOR, template="people/_audit_search.html")
def search(actor: Actor | None) -> dict[str, Any]:
    """Where the trail is asked about an enterprise or a person."""
    return {}


@panel_of(Duty.AUDITOR, template="people/_sealing.html")
def sealing(actor: Actor | None) -> dict[str, Any]:
    """The last seal, and whether all held when they were last checked."""
    return {"sealing": trail_signs.sealing()}


@panel_of(Duty.AUDITOR, template="people/_latest_reads.html")
def reads(actor: Actor | None) -> dict[str, Any]:
    """Who read or exported whose data lately, and which lists were exported."""
    taken = trail_signs.latest_reads(MOST)
    exports = ListExport.objects.select_related("user").order_by("-id")[:MOST]
    return {
        "reads": table_html(READS, taken, label="最近查阅") if taken else "",
        "exports": table_html(EXPORTS, exports, label="最近导出的列表") if exports else "",
    }


@panel_of(Duty.AUDITOR, template="people/_unusual.html")
def unusual(actor: Actor | None) -> dict[str, Any]:
    """Who reads the most, and whose sign-ins fail."""
    reading, refused = trail_signs.most_reading(MOST), trail_signs.most_refused(MOST)
    return {
        "readers": table_html(READERS, reading, label="查阅企业最多的人") if reading else "",
        "refused": table_html(REFUSED, refused, label="登录失败最多的账号") if refused else "",
    }
