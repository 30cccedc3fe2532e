"""What services show on the public front page."""

from typing import Any, cast

from accounts.tenancy import Actor
from pages.panels import PUBLIC, panel_of
from services.models import Policy, PolicyQuerySet

MOST_POLICIES = 3


@panel_of(PUBLIC, template="services/_public_policies.html")
def public_policies(actor: Actor | None) -> dict[str, Any]:
    """The newest policies in force, and how many there are. Two queries, in any scope."""
    rows = cast(PolicyQuerySet, Policy.objects.filter(retired_at=None)).in_force()
    return {"number": rows.count(), "newest": list(rows.order_by("-valid_from")[:MOST_POLICIES])}
