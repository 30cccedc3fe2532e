"""Lists of the people themselves: notifications, who read what of theirs, how they signed in."""

import re
from functools import cached_property

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.duties import Duty
from accounts.models import Notification
from audit.models import ReadEntry, SignInEvent
from documents.written.sql import found_in
from pages.lists import Column, Empty, ListPage, OpenListPage
from pages.lists.filters import choice, date_range, search

_ADDRESS = re.compile(rf"{re.escape(settings.PUBLIC_URL)}(/(?!/)[\w/?#=&.%-]*)", re.ASCII)


def _with_links(line: str) -> SafeString:
    """A line of a message, each address of the portal in it a link; no other is made one."""
    parts = _ADDRESS.split(line)  # text, address, text, …
    links = [
        format_html('{}<a href="{}">打开<span class="sr-only">：{}</span></a>', text, path, text)
        for text, path in zip(parts[::2], parts[1::2], strict=False)
    ]
    return format_html_join("", "{}", ((one,) for one in (*links, parts[-1])))


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
                mark_safe("<br>"), "{}", ((_with_links(line),) for line in row.body.splitlines())
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
    return (
        found_in("reader_organisation", text)
        | found_in("reader_name", text)
        | found_in("what", text)
    )


class OwnSignIns(OpenListPage[SignInEvent]):
    """How one signed in lately, and who failed to in one's name (登录记录), newest first."""

    key, title, noun, counter = "own_sign_ins", "我的登录记录", "登录记录", "条"
    signed_in = True
    columns = (
        Column("at", "时间"),
        Column("kind", "事件"),
        Column("ip", "来源地址"),
        Column("device", "浏览器", long=True),
    )
    filters = (
        choice("kind", "事件", SignInEvent.Kind.choices),
        date_range("at", is_moment=True),
    )
    empty = Empty("还没有登录记录", "每次登录、退出和修改密码都会记在这里。")
    not_found = Empty("没有符合条件的登录记录", "换一个事件或日期，或清空筛选查看全部。")

    def rows(self) -> QuerySet[SignInEvent]:
        return SignInEvent.objects.filter(user_id=self.request.user.pk)
