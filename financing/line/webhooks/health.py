"""How deliveries to a bank's webhooks go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from financing.models import Webhook, WebhookAttempt, WebhookDelivery

State = WebhookDelivery.State


@dataclass(frozen=True)
class Health:
    """Messages that wait and that were given up, when one was last taken, and why the last attempt
    failed; "" where it did not."""

    waiting: int = 0
    dead: int = 0
    last: datetime | None = None
    error: str = ""

    @property
    def told(self) -> str:
        parts = [f"{self.dead} 条未能送达"] if self.dead else []
        if self.waiting:
            parts.append(f"{self.waiting} 条等待送达")
        return "，".join(parts) or ("正常" if self.last else "还没有消息")

    @property
    def tone(self) -> str:
        if self.dead or self.error:
            return "bad"
        return "wait" if self.waiting else ("ok" if self.last else "calm")


def health_of(webhooks: Iterable[Webhook]) -> dict[int, Health]:
    """Id of each webhook -> how it goes; two queries."""
    ids = [row.pk for row in webhooks]
    sums = (
        WebhookDelivery.objects.filter(webhook_id__in=ids)
        .order_by()
        .values_list("webhook_id")
        .annotate(
            waiting=Count("pk", filter=Q(state=State.WAITING)),
            dead=Count("pk", filter=Q(state=State.DEAD)),
            last=Max("ended_at", filter=Q(state=State.DELIVERED)),
        )
    )
    attempts = WebhookAttempt.objects.filter(delivery__webhook_id__in=ids)
    last = attempts.order_by("delivery__webhook_id", "-id").distinct("delivery__webhook_id")
    errors = dict(last.values_list("delivery__webhook_id", "error"))
    found = {pk: Health(waiting, dead, at, errors.get(pk, "")) for pk, waiting, dead, at in sums}
    return {pk: found.get(pk, Health()) for pk in ids}
