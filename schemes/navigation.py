"""The designer in the side navigation."""

from accounts.navigation import NavItem, Rows, register
from accounts.tenancy import Actor
from schemes.models import SchemeVersion


@register
def items(actor: Actor) -> list[NavItem]:
    if not actor.is_city:
        return []
    return [NavItem("认定项目设置", "schemes:designer", count=lambda: _to_check(actor), order=35)]


def _to_check(actor: Actor) -> Rows:
    """Versions that wait for a second person to publish them."""
    waiting: Rows = SchemeVersion.objects.filter(state=SchemeVersion.State.REVIEW)
    return waiting.exclude(submitted_by_id=actor.user_id)
