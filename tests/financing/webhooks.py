"""Webhooks of tests, and what was sent to them."""

from types import SimpleNamespace

from django.utils import timezone

from accounts.models import OutboxMessage
from accounts.tenancy import acting_as, system_scope
from financing.line.actions import save_webhook
from financing.models import Webhook, WebhookAttempt, WebhookDelivery

State = WebhookDelivery.State


def registered(bank, url="https://bank.example/hook", name="核心系统"):
    with acting_as(bank):
        webhook, key = save_webhook.make_webhook(bank, name, url)
    return SimpleNamespace(pk=webhook.pk, key=key)


def pinged(bank, hook):
    with acting_as(bank):
        return save_webhook.send_test(bank, hook.pk)


def messages(hook, **more):
    with system_scope(reason="test"):
        return list(WebhookDelivery.objects.filter(webhook_id=hook.pk, **more).order_by("id"))


def fresh(delivery):
    with system_scope(reason="test"):
        return WebhookDelivery.objects.get(pk=delivery.pk)


def attempts(delivery):
    with system_scope(reason="test"):
        return list(WebhookAttempt.objects.filter(delivery_id=delivery.pk).order_by("id"))


def pause_over(hook):
    """As if the pause of what waits had ended."""
    with system_scope(reason="test"):
        WebhookDelivery.objects.filter(webhook_id=hook.pk, state=State.WAITING).update(
            next_attempt_at=timezone.now()
        )


def is_disabled(hook):
    with system_scope(reason="test"):
        return Webhook.objects.get(pk=hook.pk).disabled_at is not None


def topics(hook):
    with system_scope(reason="test"):
        rows = OutboxMessage.objects.filter(payload__webhook_id=hook.pk)
        return list(rows.values_list("topic", flat=True))
