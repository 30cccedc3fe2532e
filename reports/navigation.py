"""The entries of reports in the side navigation."""

from accounts.navigation import NavItem, register
from accounts.tenancy import Actor


@register
def items(actor: Actor) -> list[NavItem]:
    if not (actor.is_district or actor.is_city or actor.is_leader or actor.is_auditor):
        return []
    return [
        NavItem("行动计划", "reports:plans", group="目标", order=700),
        NavItem("计划目标", "reports:targets", group="目标", order=701),
    ]
