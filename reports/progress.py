"""Progress to target: counted now, compared with where the plan should be today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from pages.metrics import Counts, counted_now, metrics
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


def progress_of_current_plan() -> tuple[Plan | None, list[Progress]]:
    """The current plan with its targets, over the districts of the active scope."""
    return progress_by(counted_now())


def progress_by(counts: Counts) -> tuple[Plan | None, list[Progress]]:
    """The same, by what was counted already. One query."""
    targets = list(Target.objects.filter(plan__is_current=True).select_related("plan"))
    plan = targets[0].plan if targets else Plan.objects.filter(is_current=True).first()
    if plan is None:
        return None, []
    due = elapsed_percent(plan, timezone.localdate())
    sums: Counter[str] = Counter()
    for (key, _), number in counts.items():
        sums[key] += number
    known = metrics()
    return plan, [
        Progress(
            measure=target.measure,
            label=known[target.measure].label,
            value=sums[target.measure],
            target=target.value,
            unit=target.unit,
            due=due,
        )
        for target in targets
        if target.measure in known
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
