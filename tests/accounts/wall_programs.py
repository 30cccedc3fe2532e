"""What an organisation of the two sides has at the interface of the bank line."""

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.tenancy import Actor
from financing.models import (
    BankClient,
    ClientSecret,
    Webhook,
    WebhookDelivery,
    WebhookSecret,
)
from financing.models.webhook import new_key, sealed


def program(actor: Actor, home: dict[str, int]) -> dict[str, int]:
    """A program of the actor's organisation, and an old secret of it."""
    client = BankClient.objects.create(
        **home, client_id=uuid.uuid4().hex, name="示例", scopes=[], created_by_id=actor.user_id,
        membership_id=actor.membership_id, client_type="confidential",
        authorization_grant_type="client-credentials", client_secret="", hash_client_secret=False,
    )  # fmt: skip
    secret = ClientSecret.objects.create(
        **home, client=client, sha256="0" * 64, hint="0000", created_by_id=actor.user_id,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    return {"client": client.pk, "secret": secret.pk}


def webhook(actor: Actor, home: dict[str, int]) -> dict[str, int]:
    """A webhook of the actor's organisation, an old key of it and a message that was given up."""
    row = Webhook.objects.create(
        **home, name="示例", url="https://bank.example/hook", created_by_id=actor.user_id
    )
    key = WebhookSecret.objects.create(
        **home, webhook=row, sealed=sealed(new_key()), hint="0000",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    message = WebhookDelivery.objects.create(
        **home, webhook=row, event="ping", body="{}", state="dead"
    )
    return {"webhook": row.pk, "webhook_key": key.pk, "delivery": message.pk}
