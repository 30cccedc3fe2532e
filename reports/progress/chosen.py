"""What a page of progress shows: the plan, the figures and the time that its address asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import QueryDict
from django.utils import timezone

from accounts.compiled_queries import compiled_once
from reports.models import DailySnapshot, DistrictShare, Plan, Target
from reports.progress.forms import CUSTOM, QUARTER, SHARE, YEAR, ProgressForm
from reports.progress.reading import CITY, Reading, find_snapshot, read, versions_of
from reports.targets.months import quarter_start
from reports.targets.standing import targets_in_use

NO_DAY = "{day} 没有统计数据{hint}。上线前只统计各月末，上线后每天统计。"


@dataclass
class Chosen:
    """`reading` is None where there are no figures, or where the address asks for what is not
    there: then the form has the errors. `versions` are all that was published of a chosen day."""

    form: ProgressForm
    plan: Plan | None
    targets: Sequence[Target]
    reading: Reading | None = None
    versions: Sequence[DailySnapshot] = ()
    said: dict[str, object] = field(default_factory=dict)

    @property
    def shares(self) -> dict[int, dict[int, int]]:
        """Target -> district -> its share."""
        return {
            target.pk: {row["place"]: row["value"] for row in getattr(target, "share_rows", ())}
            for target in self.targets
        }

    @property
    def is_valid(self) -> bool:
        return not self.form.errors

    @property
    def period(self) -> str:
        return str(self.said.get("period") or YEAR)

    @property
    def by(self) -> str:
        return str(self.said.get("by") or SHARE)

    @property
    def is_usual(self) -> bool:
        """Whether it is the present state of the plan that runs, and nothing else was chosen."""
        chosen = (self.said.get(name) for name in ("day", "version", "plan"))
        return self.plan is not None and self.plan.is_current and not any(chosen)

    @property
    def is_over(self) -> bool:
        return self.plan is not None and self.plan.ends_on < timezone.localdate()

    @property
    def period_words(self) -> str:
        """The time of the flows, in words."""
        if self.reading is None:
            return ""
        since, day = self.reading.since, self.reading.day
        if self.period == YEAR:
            return f"{day.year} 年" if day.year != timezone.localdate().year else "今年"
        if self.period == QUARTER:
            return f"{day.year} 年第 {(day.month + 2) // 3} 季度"
        return f"{since:%Y-%m-%d} 至 {day:%Y-%m-%d}"


@compiled_once
def _targets(*, today: date) -> QuerySet[Target]:
    """The targets of all plans that have begun, each with its plan and its shares."""
    shares = DistrictShare.objects.filter(target=OuterRef("pk"))
    rows: QuerySet[Target] = (
        targets_in_use()
        .filter(plan__starts_on__lte=today)
        .annotate(
            share_rows=ArraySubquery(
                shares.values(one=JSONObject(place="district_id", value="value"))
            )
        )
    )
    return rows


def choose(data: QueryDict, of: int = CITY, reader: int | None = None) -> Chosen:
    """Read the address, and the figures that it asks for, with the last visit of the membership
    `reader`: three queries, one more for a day that was chosen."""
    every = _targets(today=timezone.localdate())
    plans = list({target.plan_id: target.plan for target in every}.values())
    plans.sort(key=lambda plan: (plan.is_current, plan.starts_on), reverse=True)
    form = ProgressForm(data, plans)
    if not form.is_valid():
        return Chosen(form, None, [])
    said = form.cleaned_data
    asked = said.get("plan")
    plan = next((one for one in plans if str(one.pk) == asked), plans[0] if plans else None)
    if plan is None:
        return Chosen(form, None, [], said=said)
    chosen = Chosen(form, plan, [one for one in every if one.plan_id == plan.pk], said=said)
    day, version = said.get("day"), said.get("version")
    if day and not plan.starts_on <= day <= plan.ends_on:
        form.add_error("day", f"请选计划期内的日期：{plan.starts_on} 至 {plan.ends_on}。")
        return chosen
    snapshot = find_snapshot(plan, day, version, reader)
    if snapshot is None:
        if version:
            form.add_error("day", f"{day} 没有这个公布版本。")
        elif day:
            form.add_error("day", NO_DAY.format(day=day, hint=_nearest(day)))
        return chosen
    since = _since(said, snapshot.day)
    if since > snapshot.day:
        form.add_error("since", f"起始日应不晚于 {snapshot.day}。")
        return chosen
    reading = read(plan, snapshot, since, of)
    before = since - timedelta(days=1)
    if said.get("period") == CUSTOM and not reading.has(before):
        day_before = f"起始日的前一天 {before}"
        form.add_error("since", NO_DAY.format(day=day_before, hint=_nearest(before)))
        return chosen
    chosen.reading = reading
    chosen.versions = versions_of(day) if day else ()
    return chosen


def _since(said: dict[str, object], day: date) -> date:
    since = said.get("since")
    if isinstance(since, date):
        return since
    return quarter_start(day) if said.get("period") == QUARTER else day.replace(month=1, day=1)


def _nearest(day: date) -> str:
    """The days with figures around `day`, in words."""
    current = DailySnapshot.objects.filter(is_current=True, outlook__isnull=False)
    before = current.filter(day__lt=day).order_by("-day").values_list("day", flat=True).first()
    after = current.filter(day__gt=day).order_by("day").values_list("day", flat=True).first()
    near = [f"{one}" for one in (before, after) if one]
    return f"，最近的有 {'、'.join(near)}" if near else ""
