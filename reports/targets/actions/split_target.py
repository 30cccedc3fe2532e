"""What of a target is due by when, and which part of it each district takes."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from django.db import transaction

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.models import DistrictShare, Plan, Target
from reports.targets.months import quarter_ends
from reports.targets.rules import named


def milestone_days(plan: Plan) -> list[date]:
    """The days at whose end a milestone may stand: the ends of the quarters and years before the
    plan's end."""
    return [day for day in quarter_ends(plan.starts_on, plan.ends_on) if day < plan.ends_on]


def field_of(day: date) -> str:
    """The form's field of a milestone: `year-2026`, `quarter-2026-2`."""
    if day.month == 12:
        return f"year-{day.year}"
    return f"quarter-{day.year}-{day.month // 3}"


def split_target(
    actor: Actor,
    target_id: int,
    *,
    milestones: Mapping[date, int | None],
    shares: Mapping[int, int | None],
    version: int | None,
) -> Target:
    """Set what is due at the ends of quarters or years (local day -> count) and the districts'
    shares (district id -> count), instead of what was set before; None is nothing said.

    Raises `NotPermitted`, `StaleVersion`, and `RuleViolation` at the fields of `field_of` where
    what is due falls or passes the target, or for shares that do not add up to it. Source: action
    plan 2018-2021, 四 (各区市分解目标任务).
    """
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("目标由市级主管部门分解。")
    with transaction.atomic():
        target = Target.objects.select_for_update(of=("self",)).select_related("plan").get(
            pk=target_id
        )  # fmt: skip
        refuse_stale(target, version)
        due = {day: value for day, value in sorted(milestones.items()) if value is not None}
        taken = {district: value for district, value in shares.items() if value is not None}
        if errors := {**_falling(target, due), **_not_adding_up(target, taken)}:
            raise RuleViolation(errors)
        target.shares.all().delete()
        DistrictShare.objects.bulk_create(
            DistrictShare(target=target, district_id=district, value=value)
            for district, value in taken.items()
        )
        target.milestones = [[day.isoformat(), value] for day, value in due.items()]
        target.version += 1
        target.save(update_fields=["milestones", "version"])
    return target


def _falling(target: Target, due: Mapping[date, int]) -> dict[str, str]:
    errors = {
        field_of(day): f"不能大于目标值 {target.value:,} {target.unit}。"
        for day, value in due.items()
        if value > target.value
    }
    for (before, less), (day, more) in pairwise(due.items()):
        if more < less:
            errors[field_of(day)] = f"不能小于 {named(before)}应达的 {less:,}。"
    return errors


def _not_adding_up(target: Target, taken: Mapping[int, int]) -> dict[str, str]:
    total, unit = sum(taken.values()), target.unit
    if not taken or total == target.value:
        return {}
    way = "多" if total > target.value else "少"
    gap = abs(total - target.value)
    said = f"各区市合计 {total:,} {unit}，比目标 {target.value:,} {unit}{way} {gap:,} {unit}。"
    return {"shares": said}
