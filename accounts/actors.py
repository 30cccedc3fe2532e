"""From a person's memberships to the actor of a request or task."""

from accounts.duties import CITY_WIDE_DUTIES, Duty, OrganisationKind
from accounts.errors import NotPermitted
from accounts.models import Membership
from accounts.tenancy import Actor, all_district_ids, system_scope


def actor_from(membership: Membership) -> Actor:
    """The actor of `membership`, whose user and organisation are loaded."""
    duty = Duty(membership.duty)
    districts = all_district_ids() if duty in CITY_WIDE_DUTIES else (membership.district_id,)
    return Actor(
        user_id=membership.user_id,
        user_name=str(membership.user),
        membership_id=membership.pk,
        duty=duty,
        is_administrator=membership.is_administrator,
        organisation_id=membership.organisation_id,
        organisation_name=membership.organisation.name,
        organisation_kind=OrganisationKind(membership.organisation.kind),
        district_ids=districts,
    )


def actor_of_membership(membership_id: int) -> Actor:
    """The actor of one membership. Raises `NotPermitted` when the person has left."""
    with system_scope(reason="find a person's duties"):
        membership = (
            Membership.objects.filter(pk=membership_id, is_active=True)
            .select_related("user", "organisation")
            .first()
        )
    if membership is None:
        raise NotPermitted("发起人已不在岗，请由在岗人员重新发起。")
    return actor_from(membership)


def home_of(actor: Actor) -> dict[str, int]:
    """The tenant columns of a row that belongs to the actor's own organisation."""
    membership = Membership.objects.get(pk=actor.membership_id)
    return {"organisation_id": membership.organisation_id, "district_id": membership.district_id}
