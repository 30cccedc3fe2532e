"""Conflicts of interest: nobody decides about an enterprise that they work for."""

from accounts.duties import OrganisationKind
from accounts.errors import NotPermitted
from accounts.models import Membership
from accounts.tenancy import Actor

OWN_ENTERPRISE = "不能审核自己任职的企业。"


def own_enterprises(actor: Actor) -> frozenset[int]:
    """The organisations of the enterprises that the actor's person works for, in any duty."""
    return frozenset(
        Membership.objects.filter(
            user_id=actor.user_id,
            is_active=True,
            organisation__kind=OrganisationKind.ENTERPRISE,
        ).values_list("organisation_id", flat=True)
    )


def works_for(actor: Actor, organisation_id: int) -> bool:
    return organisation_id in own_enterprises(actor)


def refuse_own_enterprise(actor: Actor, organisation_id: int) -> None:
    """Raise `NotPermitted` for an enterprise that the actor works for."""
    if works_for(actor, organisation_id):
        raise NotPermitted(OWN_ENTERPRISE)
