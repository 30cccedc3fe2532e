"""What the page of a plan shows: its targets, its measures, the districts' work plans, and how it
ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import District
from accounts.tenancy import Actor
from reports.models import Plan, WorkPlan
from reports.targets.measures.tree import Branch, in_order, tree_of
from reports.targets.rules import split_problem
from reports.targets.standing import Standing, figures_for, one_plan_is_current, standings
from reports.targets.workplans.machine import MACHINE


@dataclass(frozen=True, slots=True)
class Line:
    """A target on the plan's page; `problem` is what is wrong with its split, in words."""

    standing: Standing | None
    target: object
    label: str
    problem: str


@dataclass(frozen=True, slots=True)
class Filing:
    """A district's work plan; `row` is None where the city has not asked for one."""

    name: str
    row: WorkPlan | None

    @property
    def tone(self) -> str:
        return MACHINE.tone_of(self.row.state) if self.row else ""


def context_of(actor: Actor, plan: Plan) -> dict[str, object]:
    """Everything that the page needs besides the row. A fixed number of queries."""
    targets = list(
        plan.targets.filter(retired_at=None).select_related("plan").prefetch_related("shares")
    )
    found = {one.target.pk: one for one in standings(targets, figures_for(plan))}
    is_over = plan.ends_on < timezone.localdate()
    # Of a time that the portal has no record of, no figure is shown.
    shown = {pk: one for pk, one in found.items() if one.by_district or not is_over}
    branches = tree_of(plan)
    day = next((one.day for one in found.values()), None)
    districts = _districts(actor, plan)
    return {
        "lines": [
            Line(
                standing=shown.get(one.pk),
                target=one,
                label=str(one.get_measure_display()),
                problem=split_problem((s.value for s in one.shares.all()), one.value, one.unit),
            )
            for one in targets
        ],
        "day": day,
        "ending": ending(plan, list(found.values())),
        "no_plan_runs": not plan.is_current and not one_plan_is_current(),
        "branches": branches,
        "progress": _progress(branches),
        "districts": districts,
        "asked": any(one.row for one in districts),
        "may_ask": actor.is_city and plan.ends_on >= timezone.localdate() and not plan.is_retired,
    }


def ending(plan: Plan, found: Sequence[Standing]) -> str:
    """That a past plan is over, and how it ended; "" while it runs."""
    if plan.ends_on >= timezone.localdate():
        return ""
    said = f"计划已于 {plan.ends_on:%Y年%-m月%-d日}结束"
    if not found:
        return f"{said}。平台没有计划期内的统计数据，不能说明各项目标是否达成。"
    if found[0].day < plan.ends_on:
        said += f"，平台的数据到 {found[0].day:%Y-%m-%d}"
    known = [one for one in found if one.by_district]
    reached = [one for one in known if not one.missing]
    parts = [f"{len(found)} 项目标中 {len(reached)} 项达成"]
    parts += [
        f"{one.label}未达成，差 {one.missing:,} {one.target.unit}" for one in known if one.missing
    ]
    if unknown := [one.label for one in found if not one.by_district]:
        parts.append(f"{'、'.join(unknown)}没有当时的数据，不能说明是否达成")
    both = [
        f"{one.label}{one.target.get_counting_display()} {one.actual:,} {one.target.unit}、"
        f"{one.other_label} {one.other:,} {one.target.unit}"
        for one in known
        if one.other != one.actual
    ]
    also = f"两种口径不同的：{'；'.join(both)}。" if both else ""
    return f"{said}。按平台登记的数据，{'；'.join(parts)}。{also}"


def _progress(branches: list[Branch]) -> list[tuple[str, int]]:
    """How many measures stand where; nothing where there are none."""
    nodes = [node.measure for node in in_order(branches) if not node.children]
    counts = Counter(str(one.get_progress_display()) for one in nodes)
    return counts.most_common()


def _districts(actor: Actor, plan: Plan) -> list[Filing]:
    rows = {one.district_id: one for one in plan.work_plans.select_related("district")}
    places = District.objects.exclude(kind=District.Kind.CITY).order_by("sort")
    if actor.is_district:
        places = places.filter(pk__in=actor.district_ids)
    for one in rows.values():
        one.plan = plan
    return [Filing(one.short_name, rows.get(one.pk)) for one in places]
