"""Certificates in the side navigation."""

from accounts.navigation import NavItem, register
from accounts.tenancy import Actor


@register
def items(actor: Actor) -> list[NavItem]:
    if actor.is_enterprise:
        return [
            NavItem("我的梯队", "certification:ladder", group="本企业", order=205),
            NavItem("证书", "certification:own", group="本企业", order=220),
        ]
    if actor.is_district or actor.is_city or actor.is_leader:
        entries = [NavItem("证书名录", "certification:listing", group="工作", order=240)]
        if actor.is_city:
            entries += [
                NavItem("已发证书登记", "certification:issued_list", group="工作", order=242),
                NavItem("公布的称号", "certification:titles", group="工作", order=244),
            ]
        return entries
    return []
