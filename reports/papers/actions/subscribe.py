"""A person's subscriptions to kinds of papers."""

from django.db import transaction
from django.utils import timezone

from accounts.tenancy import Actor
from reports.models import PaperSubscription


def subscribe(actor: Actor, kind: str, *, form: str, by_mail: bool) -> PaperSubscription:
    """Have oneself told of each issue of a kind: as a file of `form` ("" for its page), by mail
    too where wanted. Subscribing again changes both."""
    row, _ = PaperSubscription.objects.update_or_create(
        recipient_id=actor.user_id,
        kind=kind,
        defaults={"form": form, "by_mail": by_mail},
        create_defaults={"form": form, "by_mail": by_mail, "since": timezone.now()},
    )
    return row


def unsubscribe(actor: Actor, kind: str) -> bool:
    """Leave a subscription; whether there was one."""
    with transaction.atomic():
        rows = PaperSubscription.objects.filter(recipient_id=actor.user_id, kind=kind)
        return bool(rows.delete()[0])
