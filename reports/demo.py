"""The plan of the demo city: a period that runs, with targets for a city of its size."""

from datetime import date

from django.utils import timezone

from accounts.demo.city import DemoStep
from reports.models import Plan, Target

FULL_CITY = 2000  # enterprises, for which the targets below are meant
TARGETS = (
    ("pool", 1_800, "家"),
    ("certified_product", 400, "项"),
    ("demonstration_enterprise", 150, "家"),
    ("hidden_champion", 30, "家"),
)


class PlanStep(DemoStep):
    """A plan of four years, of which last year was the first, in place of the one that is over."""

    def begin(self) -> None:
        first = timezone.localdate().year - 1
        Plan.objects.filter(is_current=True).update(is_current=False)
        plan = Plan.objects.create(
            name=f"专精特新中小企业培育行动计划（{first}-{first + 3}，示例）",
            source="演示数据，不是真实文件",
            starts_on=date(first, 1, 1),
            ends_on=date(first + 3, 12, 31),
            is_current=True,
        )
        scale = self.city.enterprises / FULL_CITY
        for sort, (measure, value, unit) in enumerate(TARGETS):
            Target.objects.create(
                plan=plan, measure=measure, value=max(1, round(value * scale)), unit=unit, sort=sort
            )
