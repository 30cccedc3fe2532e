"""Messages to banks that were given up, for the operator."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.duties import Duty
from accounts.tenancy import Actor
from financing.line.actions.send_dead_messages import send_dead_messages
from financing.models import WebhookAttempt, WebhookDelivery
from pages.lists import BulkAct, Column, Empty, ListPage
from pages.lists.bulk import on_chosen
from pages.lists.filters import choice, date_range


def dead_messages(actor: Actor) -> QuerySet[WebhookDelivery]:
    """Messages that were given up, to webhooks that are in use."""
    rows: QuerySet[WebhookDelivery] = WebhookDelivery.objects.filter(
        state=WebhookDelivery.State.DEAD, webhook__disabled_at=None
    )
    return rows


class UndeliveredMessages(ListPage[WebhookDelivery]):
    """Messages of the bank line that were given up (银行消息), the newest first."""

    key, title, noun, counter = "bank_messages", "未送达的银行消息", "消息", "条"
    readers = (Duty.OPERATOR,)
    order = ("-created_at", "-id")
    columns = (
        Column("created_at", "时间", fixed=True),
        Column("organisation__name", "银行", long=True),
        Column("webhook__name", "回调地址"),
        Column(
            "usable", "地址状态", lambda row: "已停用" if row.webhook.disabled_at else "使用中",
            pill=lambda row: "bad" if row.webhook.disabled_at else "ok",
        ),
        Column("event", "事件"),
        Column("attempts", "尝试", unit="次"),
        Column("last_error", "最近的错误", long=True),
    )  # fmt: skip
    filters = (
        choice("event", "事件", WebhookDelivery.Event.choices),
        date_range("created_at", is_moment=True),
    )
    bulk = (
        BulkAct(
            "send_again", "重新发送", on_chosen(
                send_dead_messages, done=lambda number: f"{number} 条将重新发送。",
                back="financing:undelivered",
            ),
            css="go",
            selectable=lambda actor, row: row.webhook.disabled_at is None,
            confirm="重新发送选中的消息？",
        ),
    )  # fmt: skip
    empty = Empty("没有未送达的消息", "多次未能送达、已停止发送的消息会列在这里。")
    not_found = Empty("没有符合条件的消息", "换一个条件，或清空筛选查看全部。")

    def rows(self) -> QuerySet[WebhookDelivery]:
        last = WebhookAttempt.objects.filter(delivery_id=OuterRef("pk")).order_by("-id")
        rows: QuerySet[Any] = WebhookDelivery.objects.visible_to(self.actor).filter(
            state=WebhookDelivery.State.DEAD
        )
        return (
            rows.select_related("organisation", "webhook")
            .defer("body")
            .annotate(last_error=Subquery(last.values("error")[:1]))
        )
