"""Webhooks of a bank: registered, tried out, given new keys, ended; messages sent once more."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import home_of
from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from financing.line.actions.save_client import CHANGED_ALREADY
from financing.line.webhooks.addresses import refusal
from financing.line.webhooks.announce import owe, ring
from financing.models import Webhook, WebhookDelivery, WebhookSecret
from financing.models.webhook import DeliveryQuerySet, new_key, sealed

OVERLAP = timedelta(days=2)
MOST_WEBHOOKS = 10
State = WebhookDelivery.State


def make_webhook(actor: Actor, name: str, url: str) -> tuple[Webhook, str]:
    """A new webhook of the actor's bank, and its signing key, which is shown this once.

    Raises `NotPermitted`, `RuleViolation` at the fields `name` and `url`.
    """
    name, url = " ".join(name.split()), url.strip()
    with transaction.atomic():
        _refuse_others(actor)
        own = Webhook.objects.filter(organisation_id=actor.organisation_id, disabled_at=None)
        errors = {}
        if not 0 < len(name) <= 60:
            errors["name"] = "请填写 60 字以内的名称。"
        elif own.filter(name=name).exists():
            errors["name"] = "已有同名的回调地址。"
        because = refusal(url)
        if because:
            errors["url"] = because
        elif own.filter(url=url).exists():
            errors["url"] = "这个地址已经登记。"
        if own.count() >= MOST_WEBHOOKS:
            errors[""] = f"一家银行最多 {MOST_WEBHOOKS} 个回调地址，请先停用不用的。"
        refuse(errors)
        webhook: Webhook = Webhook.objects.create(
            **home_of(actor), name=name, url=url, created_by_id=actor.user_id
        )
        return webhook, _add_key(webhook)


def rotate_key(actor: Actor, webhook_id: int, latest_id: int | None = None) -> str:
    """A further signing key, shown this once; messages bear the signatures of both for `OVERLAP`.

    `latest_id` as for `rotate_secret`. Raises `Webhook.DoesNotExist`, `NotPermitted`,
    `RuleViolation` where another key is the present one.
    """
    with transaction.atomic():
        webhook = _own(actor, webhook_id)
        present = WebhookSecret.objects.filter(webhook=webhook, expires_at=None)
        if latest_id is not None and not present.filter(pk=latest_id).exists():
            raise RuleViolation(CHANGED_ALREADY)
        present.update(expires_at=timezone.now() + OVERLAP)
        return _add_key(webhook)


def end_key(actor: Actor, key_id: int) -> None:
    """Sign no more with an old key. Raises `WebhookSecret.DoesNotExist`, `NotPermitted`,
    `RuleViolation` for the one that has no end yet."""
    with transaction.atomic():
        _refuse_others(actor)
        rows = WebhookSecret.objects.visible_to(actor).select_for_update(of=("self",))
        key: WebhookSecret = rows.get(pk=key_id)
        if key.expires_at is None:
            raise RuleViolation("这是现在使用的签名密钥。请先更换，再停用旧的。")
        key.expires_at = timezone.now()
        key.save(update_fields=["expires_at"])


def disable_webhook(actor: Actor, webhook_id: int) -> Webhook:
    """Send nothing more to it; what waits stays. Raises `Webhook.DoesNotExist`, `NotPermitted`,
    `RuleViolation` for one that is disabled already."""
    with transaction.atomic():
        webhook = _own(actor, webhook_id)
        if webhook.disabled_at is not None:
            raise RuleViolation("这个回调地址已停用。")
        webhook.disabled_at = timezone.now()
        webhook.disabled_because = f"由{actor.user_name}停用。"[:200]
        webhook.save(update_fields=["disabled_at", "disabled_because"])
    return webhook


def enable_webhook(actor: Actor, webhook_id: int) -> Webhook:
    """Send to it again, first what has waited. Raises `Webhook.DoesNotExist`, `NotPermitted`,
    `RuleViolation` for one that is in use, or an address that is not permitted any more."""
    with transaction.atomic():
        webhook = _own(actor, webhook_id)
        because = refusal(webhook.url)
        if webhook.disabled_at is None or because:
            raise RuleViolation(because or "这个回调地址正在使用。")
        webhook.disabled_at, webhook.disabled_because = None, ""
        webhook.save(update_fields=["disabled_at", "disabled_because"])
        ring(webhook.pk)
    return webhook


def send_test(actor: Actor, webhook_id: int) -> WebhookDelivery:
    """A message that says nothing, to see whether the receiver takes and verifies it. Raises
    `Webhook.DoesNotExist`, `NotPermitted`, `RuleViolation` for one that is disabled."""
    with transaction.atomic():
        webhook = _in_use(actor, webhook_id)
        return owe(webhook, WebhookDelivery.Event.PING, {"message": "测试消息，无需处理"})


def send_again(actor: Actor, delivery_id: int) -> WebhookDelivery:
    """Send a message that was delivered or given up once more, under the same `webhook-id`.

    Raises `WebhookDelivery.DoesNotExist`, `NotPermitted`, `RuleViolation` for one that waits
    already or whose webhook is disabled.
    """
    with transaction.atomic():
        _refuse_others(actor)
        rows = WebhookDelivery.objects.visible_to(actor).select_for_update(of=("self",))
        delivery: WebhookDelivery = rows.get(pk=delivery_id)
        webhook = _in_use(actor, delivery.webhook_id)
        if delivery.state == State.WAITING:
            raise RuleViolation("这条消息还在等待送达，不必重发。")
        _let_wait(WebhookDelivery.objects.filter(pk=delivery.pk))
        ring(webhook.pk)
    return delivery


def send_dead_again(actor: Actor, webhook_id: int) -> int:
    """Send all that was given up for a webhook once more; returns how many. Raises like
    `send_test`, and `RuleViolation` when there is none."""
    with transaction.atomic():
        webhook = _in_use(actor, webhook_id)
        dead = WebhookDelivery.objects.filter(webhook=webhook, state=State.DEAD)
        count = _let_wait(dead)
        if not count:
            raise RuleViolation("没有未能送达的消息。")
        ring(webhook.pk)
    return count


def send_waiting_now(actor: Actor, webhook_id: int) -> int:
    """Try what waits for a webhook at once, whatever pause it is in; returns how many messages.
    Raises like `send_test`, and `RuleViolation` when none waits."""
    with transaction.atomic():
        webhook = _in_use(actor, webhook_id)
        waiting = WebhookDelivery.objects.waiting().filter(webhook=webhook)
        count = waiting.update(next_attempt_at=timezone.now())
        if not count:
            raise RuleViolation("没有等待送达的消息。")
        ring(webhook.pk)
    return count


def _let_wait(rows: DeliveryQuerySet) -> int:
    now = timezone.now()
    return rows.update(
        state=State.WAITING, attempts=0, ended_at=None, next_attempt_at=now, waiting_since=now,
        is_held_back=False,
    )  # fmt: skip


def _add_key(webhook: Webhook) -> str:
    text = new_key()
    WebhookSecret.objects.create(
        organisation_id=webhook.organisation_id,
        district_id=webhook.district_id,
        webhook=webhook,
        sealed=sealed(text),
        hint=text.rstrip("=")[-4:],
    )
    return text


def _in_use(actor: Actor, webhook_id: int) -> Webhook:
    webhook = _own(actor, webhook_id)
    if webhook.disabled_at is not None:
        raise RuleViolation("这个回调地址已停用，请先启用。")
    return webhook


def _own(actor: Actor, webhook_id: int) -> Webhook:
    _refuse_others(actor)
    rows = Webhook.objects.visible_to(actor).select_for_update(of=("self",))
    return rows.get(pk=webhook_id, organisation_id=actor.organisation_id)


def _refuse_others(actor: Actor) -> None:
    if actor.duty != Duty.BANK_OFFICER or not actor.is_administrator:
        raise NotPermitted("只有银行的管理员可以管理回调地址。")
