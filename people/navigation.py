"""Members, reads and the trail in the side navigation."""

from functools import partial

from accounts.duties import Duty
from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from people.todo import to_approve


@register
def items(actor: Actor) -> list[NavItem]:
    rows = []
    if actor.is_administrator:
        rows.append(NavItem("成员与授权", "people:members", group="机构", order=900))
    if actor.is_administrator and (actor.is_district or actor.is_city):
        rows.append(NavItem("对外联系方式", "people:contact", group="机构", order=910))
    if actor.is_enterprise:
        rows.append(NavItem("查阅记录", "people:reads", group="本企业", order=290))
    if actor.is_city:
        waiting = partial(to_approve, actor)
        rows.append(NavItem("两人办理", "people:proposals", count=waiting, group="工作", order=245))
    if actor.duty == Duty.AUDITOR:
        rows.append(NavItem("审计记录", "people:trail", order=10))
        rows.append(NavItem("查阅与导出", "people:audited_reads", order=20))
        rows.append(NavItem("登录记录", "people:sign_ins", order=30))
    if actor.duty == Duty.OPERATOR:
        rows += [
            NavItem("待送达", "people:deliveries", group="运行", order=20),
            NavItem("后台任务", "people:all_jobs", group="运行", order=30),
        ]
    return rows
