"""The operator has messages to banks that were given up sent once more."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.line.webhooks.announce import ring
from financing.models import WebhookDelivery

State = WebhookDelivery.State


def send_dead_messages(actor: Actor, ids: Sequence[int]) -> int:
    """Let given-up messages wait again, under the same `webhook-id`; returns how many.

    Raises `NotPermitted`, and `RuleViolation` where none of them can be sent: those of a disabled
    webhook wait for their bank, which enables it when the fault is mended.
    """
    if not actor.is_operator:
        raise NotPermitted("只有平台运维可以重新发送。")
    now = timezone.now()
    with transaction.atomic():
        dead = WebhookDelivery.objects.filter(
            pk__in=ids, state=State.DEAD, webhook__disabled_at=None
        ).select_for_update(of=("self",))
        chosen = dict(dead.values_list("pk", "webhook_id"))
        if not chosen:
            raise RuleViolation("选中的消息不能重新发送：回调地址已停用，请银行排除故障后启用。")
        WebhookDelivery.objects.filter(pk__in=chosen).update(
            state=State.WAITING, attempts=0, ended_at=None, next_attempt_at=now, waiting_since=now
        )
        for webhook_id in sorted(set(chosen.values())):
            ring(webhook_id)
    return len(chosen)
