"""The financing whitelist in the side navigation."""

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from financing.ledger import registered as registered
from financing.listings import navigation as of_listings  # noqa: F401  registers itself
from financing.models import DemandHandling, WhitelistEntry
from financing.subsidies.auto import registered as of_grants  # noqa: F401  registers itself
from financing.subsidies.effect import registered as of_effect  # noqa: F401  registers itself
from financing.subsidies.review import navigation as of_reviews  # noqa: F401  registers itself


@register
def items(actor: Actor) -> list[NavItem]:
    handlings = DemandHandling.objects
    if actor.is_enterprise:
        mine = handlings.waiting_for_enterprise
        return [
            NavItem("资金申报", "financing:own_claims", group="资金", order=226),
            NavItem("名单库与授权", "financing:own", group="融资", order=240),
            NavItem("融资需求", "financing:own_demands", group="融资", count=mine, order=245),
            NavItem("授信与续贷", "financing:own_credits", group="融资", order=247),
        ]
    if actor.is_operator:
        return [NavItem("未送达的银行消息", "financing:undelivered", group="运行", order=40)]
    if actor.duty == Duty.BANK_OFFICER:
        desk = handlings.waiting_for_bank
        of_administrators = [
            NavItem("接口程序", "financing:programs", group="银企专线", order=210),
            NavItem("变化通知", "financing:webhooks", group="银企专线", order=215),
            NavItem("接口用量", "financing:usage", group="银企专线", order=220),
        ]
        return [
            NavItem("支持企业名单", "financing:bank_list", group="银企专线", order=200),
            NavItem("融资需求", "financing:bank_demands", group="银企专线", count=desk, order=205),
            NavItem("授信反馈", "financing:feedback", group="银企专线", order=207),
            *(of_administrators if actor.is_administrator else ()),
        ]
    if actor.is_city or actor.is_district or actor.is_leader:
        proposed = WhitelistEntry.objects.proposed if actor.is_city else None
        return [
            NavItem("资金申报", "financing:claims", group="资金", order=261),
            NavItem("融资名单库", "financing:entries", group="融资", count=proposed, order=250),
            NavItem("融资需求", "financing:demands", group="融资", order=255),
            NavItem("授信反馈", "financing:credits", group="融资", order=257),
            NavItem("专线成效", "financing:results", group="融资", order=259),
        ]
    if actor.duty == Duty.AUDITOR:
        return [
            NavItem("资金申报", "financing:claims", group="资金", order=235),
            NavItem("重算申报", "financing:claims_replay", group="资金", order=236),
        ]
    return []
