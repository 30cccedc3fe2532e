"""An enterprise with two people and an open invitation."""

from collections.abc import Callable

import pytest

from accounts.actors import actor_from
from accounts.duties import Duty
from accounts.models import Invitation
from accounts.tenancy import Actor, acting_as, system_scope
from people.actions.save_invitations import invite_person
from tests.enterprises.entries import entry
from tests.factories import membership

INVITEE = "zhaoqiang@portal.example"


@pytest.fixture
def administrator(db: None) -> Actor:
    """Of a confirmed enterprise in 崂山区."""
    enterprise = entry()
    with system_scope(reason="test"):
        return actor_from(
            membership(
                Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation, is_administrator=True
            )
        )


@pytest.fixture
def colleague(administrator: Actor, as_actor: Callable[..., Actor]) -> Actor:
    from accounts.models import Organisation

    with system_scope(reason="test"):
        organisation = Organisation.objects.get(pk=administrator.organisation_id)
    return as_actor(Duty.ENTERPRISE_STAFF, organisation=organisation)


@pytest.fixture
def invitation(administrator: Actor) -> Invitation:
    with acting_as(administrator):
        return invite_person(
            administrator,
            email=INVITEE,
            name="赵强",
            duty=Duty.ENTERPRISE_STAFF,
            is_administrator=False,
        )
