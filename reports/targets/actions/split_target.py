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


def year_ends(plan: Plan) -> list[date]:
    """The days at whose end a milestone may stand: the ends of the years before the plan's end."""
    days = [date(year, 12, 31) for year in range(plan.starts_on.year, plan.ends_on.year + 1)]
    return [day for day in days if plan.starts_on <= day < plan.ends_on]


def split_target(
    actor: Actor,
    target_id: int,
    *,
    milestones: Mapping[date, int | None],
    shares: Mapping[int, int | None],
    version: int | None,
) -> Target:
    """Set what is due at the ends of the years (local day -> count) and the districts' shares
    (district id -> count), instead of what was set before; None is nothing said.

    Raises `NotPermitted`, `StaleVersion`, and `RuleViolation` at the fields `year-<year>` where
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
        f"year-{day.year}": f"不能大于目标值 {target.value:,} {target.unit}。"
        for day, value in due.items()
        if value > target.value
    }
    for (before, less), (day, more) in pairwise(due.items()):
        if more < less:
            errors[f"year-{day.year}"] = f"不能小于 {before.year} 年底应达的 {less:,}。"
    return errors


def _not_adding_up(target: Target, taken: Mapping[int, int]) -> dict[str, str]:
    total, unit = sum(taken.values()), target.unit
    if not taken or total == target.value:
        return {}
    way = "多" if total > target.value else "少"
    gap = abs(total - target.value)
    said = f"各区市合计 {total:,} {unit}，比目标 {target.value:,} {unit}{way} {gap:,} {unit}。"
    return {"shares": said}
