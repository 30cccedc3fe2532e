"""Asking to be told when a scheme's next batch opens."""

from django.db import transaction

from accounts.errors import NotPermitted
from accounts.tenancy import Actor
from enterprises.models import Enterprise
from schemes.models import Scheme, SchemeWatch


def watch_scheme(actor: Actor, scheme_id: int) -> SchemeWatch:
    """Tell the actor when a batch of the scheme opens. Repeatable.

    Raises `NotPermitted`, or `Scheme.DoesNotExist`.
    """
    if not actor.is_enterprise:
        raise NotPermitted("只有企业的填报人可以登记提醒。")
    with transaction.atomic():
        scheme = Scheme.objects.get(pk=scheme_id)
        enterprise = Enterprise.objects.get(pk=actor.organisation_id)
        watch: SchemeWatch
        watch, _ = SchemeWatch.objects.get_or_create(
            scheme=scheme,
            organisation_id=enterprise.pk,
            user_id=actor.user_id,
            defaults={"district_id": enterprise.district_id},
        )
        return watch


def unwatch_scheme(actor: Actor, scheme_id: int) -> None:
    """Tell the actor no more. Repeatable."""
    SchemeWatch.objects.filter(scheme_id=scheme_id, user_id=actor.user_id).delete()
