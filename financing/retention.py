"""What the bank line keeps for a time only."""

from datetime import timedelta

from django.utils import timezone
from oauth2_provider.models import AccessToken

from accounts.retention import RetentionRule, register_retention
from financing.models import (
    ClientRefusal,
    ClientUsage,
    FeedRow,
    IdempotentAnswer,
    WebhookDelivery,
)
from financing.whitelist.feed import note_purge

register_retention(
    RetentionRule(
        AccessToken, timedelta(0), "know a bank's program",
        lambda before: AccessToken.objects.filter(expires__lt=before),
    ),
    RetentionRule(
        IdempotentAnswer, timedelta(days=7), "answer a repeated request alike",
        lambda before: IdempotentAnswer.objects.filter(at__lt=before),
    ),
    RetentionRule(
        WebhookDelivery, timedelta(days=90), "show a bank its messages",
        lambda before: WebhookDelivery.objects.filter(created_at__lt=before).exclude(
            state=WebhookDelivery.State.WAITING
        ),
    ),
    RetentionRule(
        FeedRow, timedelta(days=90), "tell banks what left the list",
        lambda before: FeedRow.objects.filter(left_at__lt=before), note_purge,
    ),
    RetentionRule(
        ClientUsage, timedelta(days=400), "show how the interface is used",
        lambda before: ClientUsage.objects.filter(day__lt=timezone.localdate(before)),
    ),
    RetentionRule(
        ClientRefusal, timedelta(days=90), "show a bank who was refused",
        lambda before: ClientRefusal.objects.filter(last_at__lt=before),
    ),
)  # fmt: skip
