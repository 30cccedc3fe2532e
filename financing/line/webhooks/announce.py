"""Messages that banks are owed: written with the change that they tell of."""

import json
from collections.abc import Iterable, Mapping
from uuid import uuid4

from django.utils import timezone

from accounts.outbox import post
from accounts.tenancy import system_scope
from financing.demands import listeners
from financing.json_values import moment_text
from financing.models import DemandHandling, Webhook, WebhookDelivery
from financing.whitelist import feed

DELIVER = "financing.deliver"
MOST_NAMED = 100  # enterprises in one message
Event = WebhookDelivery.Event


def announce_changes(changed: Iterable[tuple[int, str, bool]]) -> None:
    """Owe the banks a message on changes of their lists, in the present transaction, which is in a
    system scope: (id of the bank, credit code, whether it is listed) each.

    A message is a bell and no copy of the list: it names enterprises and whether they are listed,
    which every bank may know, and what the bank may see of them it fetches.
    """
    by_bank: dict[int, list[dict[str, str]]] = {}
    for bank_id, credit_code, is_listed in changed:
        status = "listed" if is_listed else "left"
        by_bank.setdefault(bank_id, []).append({"credit_code": credit_code, "status": status})
    if by_bank:
        for webhook in _of_banks(by_bank):
            rows = by_bank[webhook.organisation_id]
            data = {
                "count": len(rows),
                "complete": len(rows) <= MOST_NAMED,
                "enterprises": rows[:MOST_NAMED],
            }
            owe(webhook, Event.CHANGED, data)


def announce_demand(handling: DemandHandling) -> None:
    """Owe the bank a message on a loan demand put to it, in the present transaction."""
    data = {
        "handling": handling.pk,
        "demand": handling.demand.number,
        "credit_code": handling.demand.credit_code,
        "state": handling.state,
    }
    if handling.due_on:
        data["due_on"] = handling.due_on.isoformat()
    with system_scope(reason="owe a bank a message"):
        for webhook in _of_banks([handling.bank_id]):
            owe(webhook, Event.DEMAND, data)


def owe(webhook: Webhook, event: str, data: Mapping[str, object]) -> WebhookDelivery:
    """A message to one webhook, to be sent after the present transaction."""
    body = {"type": str(event), "timestamp": moment_text(timezone.now()), "data": data}
    delivery: WebhookDelivery = WebhookDelivery.objects.create(
        organisation_id=webhook.organisation_id,
        district_id=webhook.district_id,
        webhook=webhook,
        event=event,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    )
    ring(webhook.pk)
    return delivery


def ring(webhook_id: int) -> None:
    """Have what waits for a webhook delivered, after the present transaction."""
    post(DELIVER, {"webhook_id": webhook_id}, f"webhook:{webhook_id}:{uuid4().hex}")


def _of_banks(bank_ids: Iterable[int]) -> list[Webhook]:
    rows = Webhook.objects.filter(
        organisation_id__in=list(bank_ids), organisation__is_active=True, disabled_at=None
    )
    return list(rows.order_by("pk"))


def register_announcements() -> None:
    """Have banks owed a message on every change of their lists and every demand put to them."""
    feed.register_listener(announce_changes)
    listeners.register_listener(announce_demand)
