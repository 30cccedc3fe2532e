"""The lists of the ground: notifications, who read what, and the trail."""

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.duties import Duty
from accounts.models import Notification, User
from accounts.trail_words import (
    column_word,
    named_tables,
    reason_word,
    table_word,
    value_word,
)
from audit.models import ReadEntry, Seal, TrailEntry
from audit.trail import broken_seals
from pages.lists import Column, Empty, ListPage, On, OpenListPage
from pages.lists.filters import Filters, choice, date_range, search

MOST_PEOPLE = 200
LONGEST_CELL = 32_000


class NotificationList(OpenListPage[Notification]):
    """Own notifications (通知), newest first; somebody without any duty has some too."""

    key, title, noun, counter = "notifications", "通知", "通知", "条"
    signed_in = True
    template = "people/notifications.html"
    order = ("-created_at", "-id")
    size = 30
    columns = (
        Column(
            "state", "状态", lambda row: "已读" if row.read_at else "未读",
            pill=lambda row: "ok" if row.read_at else "wait",
        ),
        Column(
            "title", "内容", link=lambda row: reverse("people:notification", args=[row.pk]),
            below=lambda row: format_html_join(
                mark_safe("<br>"), "{}", zip(row.body.splitlines())
            ),
        ),
        Column("created_at", "时间"),
    )  # fmt: skip
    filters = (
        choice(
            "state", "状态", (("unread", "未读"), ("read", "已读")),
            by=lambda rows, value: rows.filter(read_at__isnull=value == "unread"),
        ),
        date_range("created_at", is_moment=True),
    )  # fmt: skip
    empty = Empty("还没有通知", "申报每走一步，您都会在这里和邮箱里收到通知。")
    not_found = Empty("没有符合条件的通知", "换一个状态或日期，或清空筛选查看全部通知。")

    def rows(self) -> QuerySet[Notification]:
        return Notification.objects.filter(recipient=self.request.user.pk)

    @cached_property
    def unread(self) -> int:
        return self.rows().filter(read_at=None).count()

    def heading(self) -> str:
        if self.is_filtered:
            return super().heading()
        return f"有 {self.unread} 条未读通知" if self.unread else "通知都已读过"


class ReadList(ListPage[ReadEntry]):
    """Who outside the enterprise looked at its data (查阅记录), newest first."""

    key, title, noun, counter = "reads", "查阅记录", "查阅", "次"
    readers = (Duty.ENTERPRISE_STAFF,)
    template = "people/reads.html"
    columns = (
        Column("at", "时间", fixed=True),
        Column("reader_organisation", "查阅单位", long=True),
        Column("reader_name", "查阅人"),
        Column("what", "内容", long=True),
    )
    filters = (
        search("单位、人员或内容", lambda rows, text: rows.filter(_any_of(text))),
        date_range("at", is_moment=True),
    )
    empty = Empty("没有查阅记录", "有人查阅后，会在这里列出时间、单位、人员和内容。")

    def rows(self) -> QuerySet[ReadEntry]:
        return ReadEntry.objects.filter(organisation_id=self.actor.organisation_id)

    def heading(self) -> str:
        rows = self.page_rows.rows
        if not rows or self.is_filtered:
            return super().heading() if self.is_filtered else "还没有人员查阅过本企业资料"
        last = timezone.localtime(rows[0].at)
        return f"本企业资料最近一次被查阅：{last:%Y-%m-%d %H:%M}"


def _any_of(text: str) -> Q:
    text = text.strip()
    return (
        Q(reader_organisation__icontains=text)
        | Q(reader_name__icontains=text)
        | Q(what__icontains=text)
    )


def _by_person(rows: QuerySet[TrailEntry], value: str) -> QuerySet[TrailEntry]:
    text = value.strip()
    found = User.objects.filter(
        Q(name__icontains=text) | Q(username__iexact=text) | Q(email__iexact=text)
    )
    return rows.filter(user_id__in=list(found.values_list("pk", flat=True)[:MOST_PEOPLE]))


def _told(row: TrailEntry) -> list[tuple[str, str]]:
    return [
        (column_word(row.table_name, column), value_word(value))
        for column, value in row.changes.items()
    ]


def _changes(row: TrailEntry) -> SafeString:
    told = _told(row)
    lines = format_html_join("", "<dt>{}</dt><dd>{}</dd>", told)
    return format_html(
        '<details><summary>{} 项</summary><dl class="kv">{}</dl></details>', len(told), lines
    )


def _why(row: TrailEntry) -> str:
    return reason_word(row.scope_reason)


class TrailList(ListPage[TrailEntry]):
    """The trail (审计记录), newest first; with `check=1` every seal is computed again."""

    key, title, noun, counter = "trail", "审计记录", "记录", "条"
    readers = (Duty.AUDITOR,)
    template = "people/trail.html"
    other_parameters = ("check",)
    columns = (
        Column("at", "时间", lambda row: f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
               fixed=True, width=20),
        Column("who", "人员", below=_why),
        Column("why", "系统操作", _why, on=On.FILE),
        Column("ip", "来源地址", lambda row: row.ip or "后台"),
        Column("operation", "操作"),
        Column("what", "对象", lambda row: table_word(row.table_name)),
        Column("object_id", "对象编号"),
        Column(
            "changes", "变更",
            lambda row: "；".join(f"{name}：{value}" for name, value in _told(row))[:LONGEST_CELL],
            html=_changes, long=True,
        ),
    )  # fmt: skip
    filters = (
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
        people = User.objects.in_bulk({row.user_id for row in rows if row.user_id})
        for row in rows:
            row.who = str(people.get(row.user_id) or "平台")

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
