"""Who may carry a transition out, where the answer is the same for rows of every kind."""

from django.db.models import Model

from accounts.tenancy import Actor, TenantModel


def is_the_portal(actor: Actor | None, row: Model) -> bool:
    return actor is None


def is_city_officer(actor: Actor | None, row: Model) -> bool:
    return actor is not None and actor.is_city


def is_reviewer_of_its_district(actor: Actor | None, row: TenantModel) -> bool:
    return actor is not None and actor.is_district and row.district_id in actor.district_ids


def is_its_enterprise(actor: Actor | None, row: TenantModel) -> bool:
    """The staff of the enterprise that the row belongs to."""
    return (
        actor is not None and actor.is_enterprise and actor.organisation_id == row.organisation_id
    )
