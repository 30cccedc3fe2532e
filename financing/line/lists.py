"""The messages sent to a webhook as a list, and the columns of the line's other tables."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.duties import Duty
from accounts.models import Organisation
from financing.line.actions.save_webhook import OVERLAP
from financing.line.bank_facts import Program
from financing.line.usage import UsageLine
from financing.line.webhooks.health import Health, health_of
from financing.models import (
    ClientRefusal,
    Pull,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookSecret,
)
from financing.models.usage import Answer
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice
from people.first_people import invitation_columns

TONES = {"waiting": "wait", "delivered": "ok", "dead": "bad"}


def _to_the_second(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def next_attempt(one: WebhookDelivery) -> str:
    """When a message is tried next, as its bank reads it."""
    if one.state != WebhookDelivery.State.WAITING:
        return ""
    return "重新启用后" if one.webhook.disabled_at else _to_the_second(one.next_attempt_at)


def use_html(is_ended: object) -> SafeString:
    """The pill of what is in use, or was ended."""
    tone, word = ("bad", "已停用") if is_ended else ("ok", "使用中")
    return format_html('<span class="pill {}">{}</span>', tone, word)


class DeliveryList(ListPage[WebhookDelivery]):
    """One webhook: its keys and what was sent to it, the latest first. `shown` is a new key, which
    is shown this once."""

    key, title, caption, noun = "deliveries", "送达记录", "送达记录", "消息"
    readers = (Duty.BANK_OFFICER,)
    administrators_only = True
    template = "financing/webhook.html"
    columns = (
        Column(
            "created_at", "时间", lambda one: _to_the_second(one.created_at), fixed=True,
            link=lambda one: reverse("financing:delivery", args=[one.pk]), sort="id",
        ),
        Column("event", "事件"),
        Column("state", "状态", pill=TONES),
        Column("attempts", "尝试", unit="次"),
        Column(
            "next_attempt_at", "下次尝试",
            next_attempt,
        ),
    )  # fmt: skip
    filters = (
        choice("state", "状态", WebhookDelivery.State.choices),
        choice("event", "事件", WebhookDelivery.Event.choices, empty="全部事件"),
    )
    empty = Empty("还没有发送过消息", "发送一条测试消息，看看贵行的系统能否收到并验签。")
    not_found = Empty("没有符合条件的消息", "换一个筛选条件，或清空筛选。")
    shown: dict[str, object] | None = None

    @cached_property
    def webhook(self) -> Webhook:
        rows = Webhook.objects.filter(organisation_id=self.actor.organisation_id)
        return rows.get(pk=self.arguments["pk"])

    def rows(self) -> QuerySet[WebhookDelivery]:
        return WebhookDelivery.objects.filter(webhook=self.webhook).select_related("webhook")

    def heading(self) -> SafeString:
        return format_html("{} {}", self.webhook.name, use_html(self.webhook.disabled_at))

    def subheading(self) -> str:
        return self.webhook.url

    def context(self) -> dict[str, object]:
        keys = WebhookSecret.objects.filter(webhook=self.webhook).order_by("-id")
        return {
            "row": self.webhook,
            "keys": [one for one in keys if one.is_valid],
            "health": health_of([self.webhook])[self.webhook.pk],
            "overlap_days": OVERLAP.days,
            "shown": self.shown,
        }

    def page(self, *, status: int = 200, problem: str = "") -> HttpResponse:
        answer = super().page(status=status, problem=problem)
        if self.shown:
            answer["Cache-Control"] = "no-store"
        return answer


def _health_html(health: Health) -> SafeString:
    why = format_html("<br><small>{}</small>", health.error) if health.error else ""
    return format_html('<span class="pill {}">{}</span>{}', health.tone, health.told, why)


WEBHOOKS: tuple[Column[Any], ...] = (
    Column("name", "名称", link=lambda row: reverse("financing:webhook", args=[row.pk])),
    Column("url", "地址", long=True),
    Column("state", "状态", html=lambda row: use_html(row.disabled_at)),
    Column("health", "送达", html=lambda row: _health_html(row.health), long=True),
    Column("last", "最近送达", lambda row: row.health.last or "还没有"),
    Column("created_at", "登记时间"),
)
ATTEMPTS: tuple[Column[WebhookAttempt], ...] = (
    Column("at", "时间", lambda one: _to_the_second(one.at)),
    Column("error", "答复", lambda one: one.error or f"已收到（{one.status}）", long=True),
    Column("milliseconds", "用时", unit="毫秒"),
)
REFUSALS: tuple[Column[ClientRefusal], ...] = (
    Column("last_at", "最近一次", lambda one: _to_the_second(one.last_at)),
    Column("client__name", "程序"),
    Column("because", "原因"),
    Column("address", "调用地址"),
    Column("number", "次数", number=True),
)
USAGE: tuple[Column[UsageLine], ...] = (
    Column("day", "日期"),
    Column("client", "程序"),
    Column("operation", "接口"),
    *(Column[UsageLine](str(one), str(one.label), number=True) for one in Answer),
)
PULLS: tuple[Column[Pull], ...] = (
    Column("begun_at", "开始", lambda pull: _to_the_second(pull.begun_at)),
    Column(
        "ended_at", "结束",
        lambda pull: _to_the_second(pull.ended_at) if pull.ended_at else "没有拉完",
    ),
    Column("client_name", "接口或人员"),
    Column("row_count", "行数", number=True),
)  # fmt: skip


def _bank_name(row: Organisation) -> SafeString:
    pill = "" if row.is_active else format_html(' <span class="pill bad">{}</span>', "已暂停")
    address = reverse("financing:bank", args=[row.pk])
    return format_html('<a href="{}">{}</a>{}', address, row.name, pill)


BANKS: tuple[Column[Any], ...] = (
    Column("name", "银行", html=_bank_name),
    Column("programs", "接口程序", lambda row: row.programs or 0, number=True),
    Column("consents", "企业授权", lambda row: row.consents or 0, number=True),
    Column("last_pull", "最近获取整份名单", lambda row: row.last_pull or "还没有"),
)
INVITATIONS = invitation_columns("financing:bank_invite_again")
PROGRAMS: tuple[Column[Program], ...] = (
    Column("row__name", "程序"),
    Column("created", "登记时间", lambda one: timezone.localdate(one.row.created)),
    Column("last_used", "最近成功调用", lambda one: one.last_used or "还没有"),
    Column("state", "状态", lambda one: one.state[1], pill=lambda one: one.state[0]),
)
