"""Conflicts of interest: nobody decides about an enterprise that they work for."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.errors import NotPermitted
from accounts.models import Membership
from accounts.tenancy import Actor

OWN_ENTERPRISE = "不能审核自己任职或离职不满一年的企业。"
COOLING_OFF = timedelta(days=365)


def own_enterprises(actor: Actor) -> frozenset[int]:
    """The organisations of the enterprises that the actor's person works for, in any duty, or has
    left less than a year ago: leaving for an afternoon must not open the way."""
    return enterprises_of(actor.user_id)


def enterprises_of(user_id: int) -> frozenset[int]:
    """The same of anybody whose memberships the active scope shows."""
    lately = Q(is_active=True) | Q(left_at__gt=timezone.now() - COOLING_OFF)
    return frozenset(
        Membership.objects.filter(
            lately,
            user_id=user_id,
            organisation__kind=OrganisationKind.ENTERPRISE,
        ).values_list("organisation_id", flat=True)
    )


def works_for(actor: Actor, organisation_id: int) -> bool:
    return organisation_id in own_enterprises(actor)


def refuse_own_enterprise(actor: Actor, organisation_id: int) -> None:
    """Raise `NotPermitted` for an enterprise that the actor works for."""
    if works_for(actor, organisation_id):
        raise NotPermitted(OWN_ENTERPRISE)
