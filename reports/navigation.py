"""The entries of reports in the side navigation."""

from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from reports.models import Story
from reports.supervision.navigation import orders
from reports.assessment.todo import open_appeals


@register
def items(actor: Actor) -> list[NavItem]:
    if not (actor.is_district or actor.is_city or actor.is_leader or actor.is_auditor):
        return []
    screen = NavItem("大屏", "reports:big_screen", group="目标", order=790)
    return [
        *orders(actor),
        NavItem("目标进度", "reports:progress", group="目标", order=690),
        NavItem("行动计划", "reports:plans", group="目标", order=700),
        NavItem("计划目标", "reports:targets", group="目标", order=701),
        NavItem("自助报表", "reports:report_list", group="报告", order=730),
    ]


@register
def casebook_items(actor: Actor) -> list[NavItem]:
    """The casebook: for bureaus, and for an enterprise that has a story."""
    if actor.is_enterprise:
        own = NavItem(
            "我的案例",
            "reports:own_stories",
            group="本企业",
            order=225,
            only_where=Story.objects.all,
        )
        return [own]
    if not (actor.is_district or actor.is_city or actor.is_leader or actor.is_auditor):
        return []
    return [
        NavItem("案例集", "reports:stories", group="报告", order=760),
        NavItem("编印案例集", "reports:editions", group="报告", order=761),
        *([screen] if actor.is_city or actor.is_leader else []),
        NavItem("行动计划", "reports:plans", group="目标", order=700),
        NavItem("计划目标", "reports:targets", group="目标", order=701),
        NavItem("任务和措施", "reports:measures", group="目标", order=702),
        NavItem("区市工作计划", "reports:work_plans", group="目标", order=703),
    ]


@register
def assessment_items(actor: Actor) -> list[NavItem]:
    if not (actor.is_district or actor.is_city or actor.is_leader or actor.is_auditor):
        return []
    waiting = (lambda: open_appeals(actor)) if actor.is_city else None
    return [NavItem("综合评价", "reports:assessments", group="考核", count=waiting, order=720)]
