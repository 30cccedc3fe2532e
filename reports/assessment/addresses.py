"""Where a round's page is for whoever reads."""

from django.urls import reverse

from accounts.tenancy import Actor
from reports.models import AssessmentRound


def page_of(actor: Actor, one: AssessmentRound) -> str:
    """A district reads its own score, or the indicators while there is none; all others the table
    of all districts."""
    if not actor.is_district:
        return reverse("reports:round", args=[one.pk])
    if one.is_scored:
        return reverse("reports:round_district", args=[one.pk, actor.district_ids[0]])
    return reverse("reports:round_indicators", args=[one.pk])
