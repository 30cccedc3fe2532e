"""The designer in the side navigation."""

from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from schemes.models import SchemeVersion


@register
def items(actor: Actor) -> list[NavItem]:
    if not actor.is_city:
        return []
    waiting = SchemeVersion.objects.filter(state=SchemeVersion.State.REVIEW)
    count = waiting.exclude(submitted_by_id=actor.user_id).count()
    return [NavItem("认定项目设置", "schemes:designer", count=count, order=35)]
