"""Who may do what to a certificate. Pure: the actor and the certificate, no questions asked."""

from accounts.duties import Duty
from accounts.tenancy import Actor
from certification.models import Certificate
from lifecycle.policies import is_city_officer, is_reviewer_of_its_district

OVERSIGHT = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
# The auditor follows a figure down to the certificate, and no further into its case.
BUREAUS_AND_AUDITOR = (*OVERSIGHT, Duty.AUDITOR)
READERS = (Duty.ENTERPRISE_STAFF, *BUREAUS_AND_AUDITOR)


def decides_its_case(actor: Actor | None, certificate: Certificate) -> bool:
    """Whoever decides the case that brings the change about; the case's own machine asked."""
    return actor is None or actor.is_city


def decides_about_the_registry(actor: Actor | None, certificate: Certificate) -> bool:
    """Whoever accepts a change of its holder's entry; the machine of that change asked too."""
    return is_city_officer(actor, certificate) or is_reviewer_of_its_district(actor, certificate)


def is_holder(actor: Actor, certificate: Certificate) -> bool:
    return actor.is_enterprise and actor.organisation_id == certificate.organisation_id


REVOKE = "certificate.revoke"


def subject_of(pk: int) -> str:
    """The certificate as proposals name it."""
    return f"certificate:{pk}"
