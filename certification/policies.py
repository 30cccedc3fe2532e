"""Who may do what to a certificate. Pure: the actor and the certificate, no questions asked."""

from accounts.duties import Duty
from accounts.tenancy import Actor
from certification.models import Certificate

OVERSIGHT = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
READERS = (Duty.ENTERPRISE_STAFF, *OVERSIGHT)


def decides_its_case(actor: Actor | None, certificate: Certificate) -> bool:
    """Whoever decides the case that brings the change about; the case's own machine asked."""
    return actor is None or actor.is_city


def is_holder(actor: Actor, certificate: Certificate) -> bool:
    return actor.is_enterprise and actor.organisation_id == certificate.organisation_id
