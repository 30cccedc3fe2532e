"""The entries of reports in the side navigation."""

from accounts.navigation import NavItem, register
from accounts.tenancy import Actor
from reports.assessment.todo import open_appeals
from reports.models import Story
from reports.supervision.navigation import orders


@register
def items(actor: Actor) -> list[NavItem]:
    """Plans, assessment and reports, for those who work on them or watch."""
    if not (actor.is_district or actor.is_city or actor.is_leader or actor.is_auditor):
        return []
    screen = NavItem("大屏", "reports:big_screen", group="目标", order=790)
    appeals = (lambda: open_appeals(actor)) if actor.is_city else None
    return [
        NavItem("目标进度", "reports:progress", group="目标", order=690),
        NavItem("行动计划", "reports:plans", group="目标", order=700),
        NavItem("计划目标", "reports:targets", group="目标", order=701),
        NavItem("任务和措施", "reports:measures", group="目标", order=702),
        NavItem("区市工作计划", "reports:work_plans", group="目标", order=703),
        *([screen] if actor.is_city or actor.is_leader else []),
        NavItem("综合评价", "reports:assessments", group="考核", count=appeals, order=720),
        *orders(actor),
        NavItem("工作专报", "reports:papers", group="报告", order=725),
        NavItem("自助报表", "reports:report_list", group="报告", order=730),
        NavItem("案例集", "reports:stories", group="报告", order=760),
        NavItem("编印案例集", "reports:editions", group="报告", order=761),
    ]


@register
def own_story(actor: Actor) -> list[NavItem]:
    """An enterprise's own place in the casebook, where it has one."""
    if not actor.is_enterprise:
        return []
    return [
        NavItem(
            "我的案例",
            "reports:own_stories",
            group="本企业",
            order=225,
            only_where=Story.objects.all,
        )
    ]
