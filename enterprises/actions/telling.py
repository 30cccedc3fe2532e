"""Whom the registry tells, and with which words."""

from django.urls import reverse

from accounts.duties import Duty
from accounts.models import District
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from enterprises.models import Enterprise


def reviewers_of(district: District) -> list[int]:
    """The people who decide for a district; the city's where no district is known yet."""
    if district.kind == District.Kind.CITY:
        return people_of(duty=Duty.CITY_OFFICER)
    return people_of(duty=Duty.DISTRICT_REVIEWER, district_id=district.pk) or people_of(
        duty=Duty.CITY_OFFICER
    )


def tell_enterprise(enterprise: Enterprise, title: str, body: str, dedupe_key: str) -> None:
    """Tell everybody who works for the enterprise."""
    notify(
        people_of(organisation_id=enterprise.pk),
        title=title,
        body=body,
        link=reverse("enterprises:profile"),
        dedupe_key=dedupe_key,
    )


def signature(actor: Actor) -> str:
    """Who signs a decision: the bureau, not the person."""
    return actor.organisation_name
