"""The services' entries of the side navigation."""

from accounts.navigation import NavItem, register
from accounts.tenancy import Actor


@register
def items(actor: Actor) -> list[NavItem]:
    return [NavItem("惠企政策", "services:policies", group="服务", order=600)]
