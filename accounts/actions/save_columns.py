"""Keeping which columns of a list a person wants to see, and in which order."""

from django.db import transaction

from accounts.actors import home_of
from accounts.models import ListPreference
from accounts.tenancy import Actor


def save_columns(actor: Actor, page: str, keys: list[str]) -> None:
    """Keep the columns of `page` for the actor's present duty; none means the usual ones."""
    with transaction.atomic():
        if not keys:
            ListPreference.objects.filter(membership_id=actor.membership_id, page=page).delete()
            return
        ListPreference.objects.update_or_create(
            membership_id=actor.membership_id,
            page=page,
            defaults={"columns": keys, **home_of(actor)},
        )


def columns_of(actor: Actor, page: str) -> list[str]:
    """The kept columns in their order; empty where the actor chose none."""
    kept = ListPreference.objects.filter(membership_id=actor.membership_id, page=page)
    return list(kept.values_list("columns", flat=True).first() or [])
