"""The auditor's lists: the trail, who read whose data, and who signed in."""

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.duties import Duty
from accounts.models import Organisation, User
from accounts.trail_words import named_tables, reason_word, table_word
from audit.models import ReadEntry, Seal, SignInEvent, TrailEntry
from audit.trail import broken_seals
from documents.written.sql import found_in
from pages.lists import Column, Empty, ListPage, On
from pages.lists.filters import Filters, choice, date_range, search
from people.organisation_search import organisations_called
from people.trail_display import Told, names_in, told

MOST_PEOPLE = 200
LONGEST_CELL = 32_000


def _people_called(text: str) -> list[int]:
    text = text.strip()
    found = User.objects.filter(
        found_in("name", text) | Q(username__iexact=text) | Q(email__iexact=text)
    )
    return list(found.values_list("pk", flat=True)[:MOST_PEOPLE])


def _by_organisation(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(organisation_id__in=organisations_called(text))


def _by_person(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(user_id__in=_people_called(text))


def of_organisation() -> Filters:
    """Rows about an enterprise or authority, by its name or credit code."""
    return search(
        "企业或机构", _by_organisation, placeholder="名称或统一社会信用代码", name="organisation"
    )


def _moment(row: Any) -> str:
    return f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"


def _changes(row: Any) -> SafeString:
    lines: list[Told] = row.told
    return format_html(
        '<details><summary>{} 项</summary><dl class="kv">{}</dl></details>',
        len(lines), format_html_join("", "<dt>{}</dt><dd>{}</dd>", lines),
    )  # fmt: skip


def _why(row: TrailEntry) -> str:
    return reason_word(row.scope_reason)


def _name(row: TrailEntry) -> str:
    return row.object_name or f"编号 {row.object_id}"


class TrailList(ListPage[TrailEntry]):
    """The trail (审计记录), newest first; with `check=1` every seal is computed again."""

    key, title, noun, counter = "trail", "审计记录", "记录", "条"
    readers = (Duty.AUDITOR,)
    template = "people/trail.html"
    other_parameters = ("check",)
    columns = (
        Column("at", "时间", _moment, fixed=True, width=20),
        Column("who", "人员", below=_why),
        Column("why", "系统操作", _why, on=On.FILE),
        Column("ip", "来源地址", lambda row: row.ip or "后台"),
        Column("operation", "操作"),
        Column("what", "对象", lambda row: table_word(row.table_name), below=_name),
        Column("object_name", "对象名称", _name, on=On.FILE),
        Column("object_id", "对象编号", hidden=True),
        Column("organisation", "所属企业或机构", long=True),
        Column(
            "changes", "变更",
            lambda row: "；".join(f"{name}：{value}" for name, value in row.told)[:LONGEST_CELL],
            html=_changes, long=True,
        ),
    )  # fmt: skip
    filters = (
        of_organisation(),
        search("人员", _by_person, placeholder="姓名、账号或邮箱", name="who"),
        Filters(
            {"user_id": django_filters.NumberFilter(label="人员编号", widget=forms.HiddenInput)}
        ),
        choice("table_name", "对象", named_tables),
        Filters({"object_id": django_filters.CharFilter(label="对象编号")}),
        choice("operation", "操作", TrailEntry.Operation.choices),
        Filters({"ip": django_filters.CharFilter(label="来源地址")}),
        date_range("at", is_moment=True),
    )
    empty = Empty("没有符合条件的记录", "请放宽筛选条件。")

    def rows(self) -> QuerySet[TrailEntry]:
        return TrailEntry.objects.all()

    def prepare(self, rows: list[Any]) -> None:
        names = names_in(rows)
        for row in rows:
            row.who = names[User].get(row.user_id, "平台")
            row.organisation = names[Organisation].get(row.organisation_id, "")
            row.told = told(row, names)

    @cached_property
    def broken(self) -> list[Seal] | None:
        """The seals that do not hold; None where nobody asked."""
        return broken_seals() if self.request.GET.get("check") else None

    def heading(self) -> str:
        if self.broken is None:
            return super().heading()
        return f"有 {len(self.broken)} 个封存与记录不符" if self.broken else "全部封存完好"

    def subheading(self) -> str:
        seal = Seal.objects.order_by("-id").first()
        if seal is None:
            return "尚未封存"
        at = timezone.localtime(seal.sealed_at)
        return f"最近封存 {at:%Y-%m-%d %H:%M}，{seal.entry_count} 条，{seal.hash[:12]}"


class AuditedReadList(ListPage[ReadEntry]):
    """Who read or exported which enterprise's data (查阅与导出), newest first."""

    key, title, noun, counter = "audited_reads", "查阅与导出", "查阅", "次"
    readers = (Duty.AUDITOR,)
    columns = (
        Column("at", "时间", _moment, fixed=True, width=20),
        Column("organisation", "被查阅企业", long=True),
        Column("reader_name", "查阅人"),
        Column("reader_organisation", "查阅单位", long=True),
        Column("what", "内容", long=True),
    )
    filters = (
        of_organisation(),
        search("查阅人", _by_person, placeholder="姓名、账号或邮箱", name="who"),
        search(
            "查阅单位或内容",
            lambda rows, text: rows.filter(
                found_in("reader_organisation", text) | found_in("what", text)
            ),
        ),
        date_range("at", is_moment=True),
    )
    empty = Empty("没有查阅记录", "有人查看或导出企业资料后，会在这里列出。")
    not_found = Empty("没有符合条件的查阅", "请放宽筛选条件。")

    def rows(self) -> QuerySet[ReadEntry]:
        return ReadEntry.objects.all()

    def prepare(self, rows: list[Any]) -> None:
        found = Organisation.objects.in_bulk({row.organisation_id for row in rows})
        for row in rows:
            row.organisation = str(found.get(row.organisation_id, ""))


_TONES: dict[str, str] = {
    SignInEvent.Kind.SIGNED_IN: "ok",
    SignInEvent.Kind.FAILED: "no",
    SignInEvent.Kind.LOCKED: "no",
    SignInEvent.Kind.FACTOR_FAILED: "no",
}


class SignInList(ListPage[SignInEvent]):
    """Sign-ins, failures, and changes of how people sign in (登录记录), newest first."""

    key, title, noun, counter = "sign_ins", "登录记录", "登录记录", "条"
    readers = (Duty.AUDITOR,)
    columns = (
        Column("at", "时间", _moment, fixed=True, width=20),
        Column("who", "人员"),
        Column("account", "账号", long=True),
        Column("kind", "事件", pill=lambda row: _TONES.get(row.kind, "wait")),
        Column("ip", "来源地址"),
        Column("device", "浏览器", long=True, hidden=True),
        Column("detail", "说明", hidden=True),
    )
    filters = (
        search("人员", _by_person, placeholder="姓名、账号或邮箱", name="who"),
        Filters({"account": django_filters.CharFilter(label="账号", lookup_expr="iexact")}),
        choice("kind", "事件", SignInEvent.Kind.choices),
        Filters({"ip": django_filters.CharFilter(label="来源地址")}),
        date_range("at", is_moment=True),
    )
    empty = Empty("没有登录记录", "有人登录、退出或修改密码后，会在这里列出。")
    not_found = Empty("没有符合条件的登录记录", "请放宽筛选条件。")

    def rows(self) -> QuerySet[SignInEvent]:
        return SignInEvent.objects.all()

    def prepare(self, rows: list[Any]) -> None:
        people = User.objects.in_bulk({row.user_id for row in rows if row.user_id})
        for row in rows:
            row.who = str(people.get(row.user_id, "—"))
