"""May this actor do this to that entry of the registry?"""

from accounts.duties import Duty
from accounts.tenancy import Actor
from enterprises.models import Enterprise, RegistrationState

BUREAUS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
READERS = (*BUREAUS, Duty.LEADER, Duty.AUDITOR)


def may_edit(actor: Actor, enterprise: Enterprise) -> bool:
    """Staff keep their own enterprise's entry; nobody else writes it."""
    return actor.is_enterprise and actor.organisation_id == enterprise.pk


def may_decide(actor: Actor, enterprise: Enterprise) -> bool:
    """The bureau of the district decides about registrations; the city may stand in for it."""
    return actor.is_city or (actor.is_district and enterprise.district_id in actor.district_ids)


def identity_is_open(enterprise: Enterprise) -> bool:
    """Whether code, name and district may still be corrected by the enterprise itself."""
    return enterprise.registration_state in (RegistrationState.PENDING, RegistrationState.REFUSED)


def guarded_fields(enterprise: Enterprise) -> tuple[str, ...]:
    """What the enterprise itself does not change any more once its registration is confirmed: what
    the authority has on record, where the entry has it; it files a change (登记变更) instead."""
    if identity_is_open(enterprise):
        return ()
    return tuple(name for name in ("address", "legal_representative") if getattr(enterprise, name))


def may_enter_pool(actor: Actor, enterprise: Enterprise) -> bool:
    return (
        may_decide(actor, enterprise)
        and enterprise.registration_state == RegistrationState.CONFIRMED
    )
