"""Progress to target: counted now, compared with where the plan should be today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from certification.models import Certificate
from enterprises.models import Enterprise
from reports.models import Plan, Target


@dataclass(frozen=True)
class Progress:
    """One target: counted, wanted, and what should be reached by today (0-100 per cent)."""

    measure: str
    label: str
    value: int
    target: int
    unit: str
    due: int

    @property
    def percent(self) -> int:
        return min(100, self.value * 100 // self.target) if self.target else 0

    @property
    def missing(self) -> int:
        return max(0, self.target - self.value)

    @property
    def is_on_course(self) -> bool:
        return self.value * 100 >= self.target * self.due

    @property
    def tone(self) -> str:
        return "ok" if self.is_on_course else "bad"

    @property
    def note(self) -> str:
        if not self.missing:
            return "已达成"
        lack = f"还差 {self.missing:,} {self.unit}"
        return f"进度正常，{lack}" if self.is_on_course else lack


def elapsed_percent(plan: Plan, today: date) -> int:
    """How much of the plan's time has passed on `today`, 0-100."""
    whole = (plan.ends_on - plan.starts_on).days
    passed = (today - plan.starts_on).days
    return max(0, min(100, passed * 100 // whole)) if whole else 100


# (district id, kind of certificate) -> how many of them are valid
Certified = dict[tuple[int, str], int]


def progress_of_current_plan() -> tuple[Plan | None, list[Progress]]:
    """The current plan with its targets, over the districts of the active scope."""
    return progress_by(certified_now(), pool_now().count())


def progress_by(certified: Certified, in_pool: int) -> tuple[Plan | None, list[Progress]]:
    """The same, by figures that were counted already. One query."""
    targets = list(Target.objects.filter(plan__is_current=True).select_related("plan"))
    plan = targets[0].plan if targets else Plan.objects.filter(is_current=True).first()
    if plan is None:
        return None, []
    due = elapsed_percent(plan, timezone.localdate())
    counts: Counter[str] = Counter({Target.Measure.POOL: in_pool})
    for (_, kind), number in certified.items():
        counts[kind] += number
    return plan, [
        Progress(
            measure=target.measure,
            label=target.get_measure_display(),
            value=counts[target.measure],
            target=target.value,
            unit=target.unit,
            due=due,
        )
        for target in targets
    ]


def finding(progress: list[Progress]) -> str:
    """The page's title: how many targets are on course, and which is furthest behind."""
    if not progress:
        return "还没有设定目标"
    late = [one for one in progress if not one.is_on_course]
    if not late:
        return f"{len(progress)} 项目标进度都正常"
    worst = min(late, key=lambda one: one.value / one.target)
    if len(late) == len(progress):
        return f"{len(progress)} 项目标都需要加力，{worst.label}差距最大"
    return f"{len(progress)} 项目标中 {len(progress) - len(late)} 项进度正常，{worst.label}需要加力"


def certified_now() -> Certified:
    """How many certificates are valid, over the districts of the active scope. One query."""
    rows = Certificate.objects.filter(
        state__in=(Certificate.State.VALID, Certificate.State.RECHECK_DUE),
        valid_to__gte=timezone.localdate(),
    )
    counted = rows.values("district_id", "kind").annotate(n=Count("id"))
    return {(one["district_id"], one["kind"]): one["n"] for one in counted}


def pool_now() -> QuerySet[Enterprise]:
    """The enterprises that are in the pool, over the districts of the active scope."""
    rows: QuerySet[Enterprise] = Enterprise.objects.exclude(pool_entered_on=None)
    return rows


def certified_by_district(certified: Certified) -> dict[int, int]:
    """District id -> valid certified products."""
    return {
        district: number
        for (district, kind), number in certified.items()
        if kind == Certificate.Kind.PRODUCT
    }
