"""The financing whitelist in the side navigation."""

from accounts.duties import Duty
from accounts.navigation import MOST, NavItem, register
from accounts.pagination import counted
from accounts.tenancy import Actor
from financing.models import WhitelistEntry


@register
def items(actor: Actor) -> list[NavItem]:
    if actor.is_enterprise:
        return [
            NavItem("名单库与授权", "financing:own", group="融资", order=240),
        ]
    if actor.duty == Duty.BANK_OFFICER:
        entries = [NavItem("支持企业名单", "financing:bank_list", group="银企专线", order=200)]
        if actor.is_administrator:
            entries.append(NavItem("接口程序", "financing:programs", group="银企专线", order=210))
        return entries
    if actor.is_city or actor.is_district or actor.is_leader:
        waiting = 0
        if actor.is_city:
            proposed = WhitelistEntry.objects.filter(state=WhitelistEntry.State.PROPOSED)
            waiting, _ = counted(proposed, MOST)
        return [NavItem("融资名单库", "financing:entries", group="融资", count=waiting, order=250)]
    return []
