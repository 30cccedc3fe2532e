"""Delivering messages: signed as Standard Webhooks says, tried again with growing pauses."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
from django.urls import reverse
from django.utils import timezone
from ssrfguard.errors import SSRFGuardError
from ssrfguard.httpx import AsyncClient
from standardwebhooks import Webhook as Signature

from accounts.duties import Duty
from accounts.notifications import notify, people_of
from accounts.tenancy import system_scope
from financing.line.webhooks.addresses import policy
from financing.models import Webhook, WebhookAttempt, WebhookDelivery, WebhookSecret
from financing.models.webhook import DeliveryQuerySet

logger = logging.getLogger(__name__)

# After each failed attempt; after the last one the message is given up. Two days and a half.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=18),
    timedelta(hours=24),
)
LONGEST_WISH = timedelta(hours=24)  # that a receiver may ask for in Retry-After
DEADLINE = 15.0  # seconds from connecting to the head of the answer
LEASE = timedelta(minutes=1)  # longer than an attempt can take
GONE = 410
State = WebhookDelivery.State


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt: `status` is None when there was no answer."""

    status: int | None
    error: str
    wish: timedelta | None = None

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_of_receiver(self) -> bool:
        """Whether other messages would fare no better just now."""
        status = self.status
        return status is None or 300 <= status < 400 or status == 429 or status >= 500


@dataclass(frozen=True)
class _Message:
    delivery_id: int
    url: str
    body: str
    headers: dict[str, str]


def deliver_next(webhook_id: int) -> bool:
    """Try the message that waits longest for a webhook; returns whether another is due now.

    No transaction is open while the receiver is waited for. Should the process be killed then,
    the message is tried again after `LEASE`: a message is delivered at least once, always with
    the same `webhook-id`.
    """
    message = _take(webhook_id)
    if message is None:
        return False
    begun = time.monotonic()
    outcome = asyncio.run(_send(message))
    _note(message.delivery_id, outcome, round((time.monotonic() - begun) * 1000))
    with system_scope(reason="deliver webhooks"):
        return _due().filter(webhook_id=webhook_id).exists()


def due_webhooks() -> list[int]:
    """The webhooks that a message is due for now."""
    with system_scope(reason="deliver webhooks"):
        return list(_due().order_by().values_list("webhook_id", flat=True).distinct())


def _due() -> DeliveryQuerySet:
    return WebhookDelivery.objects.waiting().filter(
        webhook__disabled_at=None,
        organisation__is_active=True,
        next_attempt_at__lte=timezone.now(),
    )


def _take(webhook_id: int) -> _Message | None:
    with system_scope(reason="deliver webhooks"):
        delivery = (
            _due()
            .filter(webhook_id=webhook_id)
            .select_related("webhook")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("next_attempt_at", "id")
            .first()
        )
        if delivery is None:
            return None
        now = timezone.now()
        headers = signed_headers(delivery, now)
        if not headers["webhook-signature"]:
            disable(delivery.webhook, "签名密钥已无法使用，请更换签名密钥。")
            return None
        delivery.next_attempt_at = now + LEASE
        delivery.save(update_fields=["next_attempt_at"])
        return _Message(delivery.pk, delivery.webhook.url, delivery.body, headers)


def signed_headers(delivery: WebhookDelivery, at: datetime) -> dict[str, str]:
    """The headers of a message sent at a moment (aware), signed with every valid key; without a
    signature where there is none."""
    at = at.astimezone(UTC)
    message_id = f"msg_{delivery.message_id.hex}"
    rows = WebhookSecret.objects.filter(webhook_id=delivery.webhook_id).order_by("-id")
    keys = [key for row in rows if row.is_valid and (key := row.key)]
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "qingdao-portal-webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(
            Signature(key).sign(message_id, at, delivery.body) for key in keys
        ),
    }


async def _send(message: _Message) -> Outcome:
    """Post it, and read no more of the answer than its head. Redirects are not followed."""
    try:
        async with asyncio.timeout(DEADLINE):
            async with (
                AsyncClient(policy=policy(), timeout=DEADLINE, trust_env=False) as client,
                client.stream(
                    "POST", message.url, content=message.body.encode(), headers=message.headers
                ) as answer,
            ):
                return _outcome(answer)
    except TimeoutError:
        return Outcome(None, f"对方 {DEADLINE:.0f} 秒内没有应答。")
    except SSRFGuardError:
        return Outcome(None, "地址指向内网或转向别处，平台拒绝发送。")
    except httpx.TimeoutException:
        return Outcome(None, f"对方 {DEADLINE:.0f} 秒内没有应答。")
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as failed:
        return Outcome(None, _why_not_connected(failed))


def _why_not_connected(failed: Exception) -> str:
    """In the words of whoever looks after the bank's server; the log has the library's."""
    text = _said_along_the_way(failed)
    logger.info("webhook not delivered: %s", text)
    for sign, said in (
        ("Name or service not known", "域名解析失败，请核对地址。"),
        ("No address associated", "域名解析失败，请核对地址。"),
        ("Temporary failure in name resolution", "域名暂时无法解析。"),
        ("CERTIFICATE_VERIFY_FAILED", "对方的 https 证书无法验证。"),
        ("SSL", "与对方的 https 握手失败，请检查证书和协议设置。"),
        ("Connection refused", "对方拒绝连接，请确认服务已启动、端口开放。"),
    ):
        if sign in text:
            return f"无法连接：{said}"
    return "无法连接：连接没有建立，请确认服务已启动、端口开放、https 设置正确。"


def _said_along_the_way(failed: BaseException | None) -> str:
    """What the error and those that led to it say."""
    said = []
    while failed is not None:
        said.append(f"{type(failed).__name__}: {failed}")
        failed = failed.__cause__ or failed.__context__
    return "; ".join(said)


def _outcome(answer: httpx.Response) -> Outcome:
    status = answer.status_code
    if 200 <= status < 300:
        return Outcome(status, "")
    if 300 <= status < 400:
        return Outcome(status, "对方要求转向另一个地址，平台不跟随转向。")
    if status == GONE:
        return Outcome(status, "对方答复该地址已停用（410）。")
    wish = answer.headers.get("retry-after", "")
    seconds = int(wish) if wish.isascii() and wish.isdigit() and len(wish) < 9 else 0
    wished = min(timedelta(seconds=seconds), LONGEST_WISH) if seconds else None
    return Outcome(status, f"对方答复 {status}。", wished)


def _note(delivery_id: int, outcome: Outcome, milliseconds: int) -> None:
    """Record what came of an attempt, and what follows from it."""
    with system_scope(reason="deliver webhooks"):
        rows = WebhookDelivery.objects.select_related("webhook")
        delivery = rows.select_for_update(of=("self",)).get(pk=delivery_id)
        now = timezone.now()
        WebhookAttempt.objects.create(
            organisation_id=delivery.organisation_id,
            district_id=delivery.district_id,
            delivery=delivery,
            at=now,
            status=outcome.status,
            error=outcome.error,
            milliseconds=milliseconds,
        )
        delivery.attempts += 1
        if outcome.is_delivered:
            delivery.state, delivery.ended_at = State.DELIVERED, now
            _release(delivery)
        elif outcome.status == GONE:
            delivery.state, delivery.ended_at = State.DEAD, now
            disable(delivery.webhook, "对方答复该地址已停用（410）。")
        elif delivery.attempts > len(PAUSES):
            delivery.state, delivery.ended_at = State.DEAD, now
            _give_up(delivery)
        else:
            pause = max(PAUSES[delivery.attempts - 1], outcome.wish or timedelta())
            delivery.next_attempt_at = now + pause
            delivery.is_held_back = outcome.is_of_receiver
            if outcome.is_of_receiver:
                _hold_back(delivery)
        delivery.save()


def _hold_back(delivery: WebhookDelivery) -> None:
    """What else waits for a receiver that does not answer waits with the message that it failed
    on, instead of each finding out for itself."""
    until = delivery.next_attempt_at
    others = WebhookDelivery.objects.waiting().filter(
        webhook_id=delivery.webhook_id, next_attempt_at__lt=until
    )
    # Not those that another worker notes something of just now: it might wait for this one.
    free = others.exclude(pk=delivery.pk).select_for_update(of=("self",), skip_locked=True)
    others.filter(pk__in=list(free.values_list("pk", flat=True))).update(
        next_attempt_at=until, is_held_back=True
    )


def _release(delivery: WebhookDelivery) -> None:
    """The receiver answers again: what was held back for it waits no longer."""
    held = WebhookDelivery.objects.waiting().filter(
        webhook_id=delivery.webhook_id, is_held_back=True
    )
    free = held.exclude(pk=delivery.pk).select_for_update(of=("self",), skip_locked=True)
    held.filter(pk__in=list(free.values_list("pk", flat=True))).update(
        next_attempt_at=timezone.now(), is_held_back=False
    )


def _give_up(delivery: WebhookDelivery) -> None:
    """Say that a message was given up; and end a webhook that took none all the while."""
    webhook = delivery.webhook
    taken = WebhookDelivery.objects.filter(
        webhook=webhook, state=State.DELIVERED, ended_at__gte=delivery.waiting_since
    )
    if not taken.exists():
        disable(webhook, f"连续 {len(PAUSES) + 1} 次未能送达。")
        return
    _tell(
        webhook,
        f"有消息未能送达：{webhook.name}",
        "多次尝试都没有成功，可在送达记录里查看原因，排除后重新发送。",
        f"webhook:{webhook.pk}:dead:{timezone.localdate()}",
    )


def disable(webhook: Webhook, because: str) -> None:
    """End a webhook that cannot be reached any more, and tell its bank. In a system scope."""
    webhook.disabled_at, webhook.disabled_because = timezone.now(), because
    webhook.save(update_fields=["disabled_at", "disabled_because"])
    _tell(
        webhook,
        f"回调地址已停用：{webhook.name}",
        f"{because}排除故障后可重新启用，未送达的消息可以重新发送。",
        f"webhook:{webhook.pk}:disabled:{webhook.disabled_at:%Y%m%d%H%M}",
    )


def _tell(webhook: Webhook, title: str, body: str, key: str) -> None:
    notify(
        people_of(organisation_id=webhook.organisation_id, duty=Duty.BANK_OFFICER),
        title=title,
        body=body,
        link=reverse("financing:webhook", args=[webhook.pk]),
        dedupe_key=key,
    )
