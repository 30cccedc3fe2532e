"""What reports bring to the demo city: each wing has its own steps."""

from reports.assessment import demo as assessment  # noqa: F401
from reports.builder import demo as builder  # noqa: F401
from reports.casebook import demo as casebook  # noqa: F401
from reports.supervision import demo as supervision  # noqa: F401
from reports.targets import demo as work_plans  # noqa: F401
from reports.targets import plan_demo as plans  # noqa: F401
from collections import Counter
from datetime import date

from django.utils import timezone

from accounts.demo.city import DemoStep
from certification.demo import CertificateStep, PastCertificateStep
from enterprises.models import Enterprise
from reports.facts.snapshots import run_facts
from reports.models import DistrictShare, Plan, Target
from reports.papers.demo import make_demo_papers
from reports.targets.parts import parts_of

SMALL_CITY = 500  # enterprises, below which there are few reports
FULL_CITY = 2000  # enterprises, for which the targets below are meant
Counting = Target.Counting
TARGETS = (
    ("pool", Counting.STOCK, 1_800, "家"),
    ("certified_product", Counting.RECOGNISED, 400, "项"),
    ("demonstration_enterprise", Counting.RECOGNISED, 150, "家"),
    ("hidden_champion", Counting.STOCK, 30, "家"),
)


class PlanStep(DemoStep):
    """A plan of four years, of which last year was the first, in place of the one that is over."""

    after = (CertificateStep, PastCertificateStep)

    def begin(self) -> None:
        first = timezone.localdate().year - 1
        Plan.objects.filter(is_current=True).update(is_current=False)
        self.plan = Plan.objects.create(
            name=f"专精特新中小企业培育行动计划（{first}-{first + 3}，示例）",
            source="演示数据，不是真实文件",
            starts_on=date(first, 1, 1),
            ends_on=date(first + 3, 12, 31),
            is_current=True,
        )
        scale = self.city.enterprises / FULL_CITY
        for sort, (measure, counting, value, unit) in enumerate(TARGETS):
            self.plan.targets.create(
                measure=measure,
                counting=counting,
                value=max(1, round(value * scale)),
                unit=unit,
                sort=sort,
            )
        self.enterprises: Counter[int] = Counter()

    def grow(self, numbers: range) -> None:
        """The districts take parts of the targets by their enterprises."""
        DistrictShare.objects.filter(target__plan=self.plan).delete()
        self.enterprises = Counter(Enterprise.objects.values_list("district_id", flat=True))
        for target in self.plan.targets.all():
            DistrictShare.objects.bulk_create(
                DistrictShare(target=target, district_id=district, value=value)
                for district, value in parts_of(target.value, self.enterprises).items()
            )

    def finish(self) -> None:
        run_facts()


class PaperStep(DemoStep):
    """The reports that the portal wrote of the last months; of a small city only the last two."""

    after = (PlanStep,)

    def finish(self) -> None:
        make_demo_papers(is_small=self.city.enterprises < SMALL_CITY)
