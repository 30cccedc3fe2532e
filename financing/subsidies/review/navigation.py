"""The review of claims in the side navigation."""

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor


@register
def items(actor: Actor) -> list[NavItem]:
    if actor.duty == Duty.AUDIT_FIRM_STAFF:
        return [NavItem("我的审计", "financing:audits", group="审计", order=10)]
    reading = [
        NavItem("初审与核定", "financing:claim_reviews", group="资金", order=262),
        NavItem("抽查", "financing:samples", group="资金", order=268),
        NavItem("审核规则", "financing:review_terms_list", group="资金", order=269),
    ]
    if actor.is_city:
        return [
            *reading,
            NavItem("资金审定", "financing:claim_decisions", group="资金", order=264),
            NavItem("预算分配", "financing:budget_shares", group="资金", order=265),
            NavItem("收到的函询", "financing:letters", group="资金", order=266),
            NavItem("审计机构", "financing:audit_firms", group="资金", order=267),
        ]
    if actor.is_district:
        return [*reading, NavItem("收到的函询", "financing:letters", group="资金", order=266)]
    return reading if actor.is_leader or actor.is_auditor else []
