"""Why a transition is not possible now, where the rule is the same for rows of every kind: a
Chinese reason, or "" for none."""

from accounts.conflicts import OWN_ENTERPRISE, works_for
from accounts.tenancy import Actor, TenantModel


def is_not_own_enterprise(actor: Actor | None, row: TenantModel) -> str:
    """Nobody decides about an enterprise that they work for."""
    own = actor is not None and works_for(actor, row.organisation_id)
    return OWN_ENTERPRISE if own else ""
