"""Members, reads and the trail in the side navigation."""

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor


@register
def items(actor: Actor) -> list[NavItem]:
    rows = []
    if actor.is_administrator:
        rows.append(NavItem("成员与授权", "people:members", group="机构", order=900))
    if actor.is_enterprise:
        rows.append(NavItem("查阅记录", "people:reads", group="本企业", order=290))
    if actor.duty == Duty.AUDITOR:
        rows.append(NavItem("审计记录", "people:trail", order=10))
        rows.append(NavItem("查阅与导出", "people:audited_reads", order=20))
        rows.append(NavItem("登录记录", "people:sign_ins", order=30))
    return rows
