"""What the plan asks of each district in a period, for indicators that go by it."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from reports.models import DistrictShare, Plan, Target
from reports.targets.standing import due_on, targets_in_use

Counting = Target.Counting
# A stock says what is to be there, and not what is to be added.
COUNTS_ADDITIONS = (Counting.RECOGNISED, Counting.NET_ADDED)


def plan_tasks(metrics: Collection[str], first: date, last: date) -> dict[int, Decimal]:
    """District id -> how many of the metrics together are to be added in the local days from
    `first` to `last`: of each district's share, the part that the target's path asks for in that
    time, in whole ones. Targets that count a stock ask for nothing; a district without any share is
    left out. Three queries."""
    plan = plan_of(first, last)
    if plan is None:
        return {}
    targets = targets_in_use().filter(plan=plan, measure__in=metrics, counting__in=COUNTS_ADDITIONS)
    parts = {one.pk: path_part(one, first, last) for one in targets}
    tasks: dict[int, Decimal] = {}
    for share in DistrictShare.objects.filter(target__in=parts):
        asked = share.value * parts[share.target_id]
        tasks[share.district_id] = tasks.get(share.district_id, Decimal(0)) + asked
    return {key: value.quantize(Decimal(1), ROUND_HALF_UP) for key, value in tasks.items()}


def plan_of(first: date, last: date) -> Plan | None:
    """The plan that the period lies in: of several that meet it, the current one, then the one that
    began last."""
    meeting = Plan.objects.filter(starts_on__lte=last, ends_on__gte=first, retired_at=None)
    return meeting.order_by("-is_current", "-starts_on").first()


def path_part(target: Target, first: date, last: date) -> Decimal:
    """Which part of the target, 0 to 1, its path asks for in a period."""
    if not target.value:
        return Decimal(0)
    asked = due_on(target, 0, last) - due_on(target, 0, first - timedelta(days=1))
    return Decimal(asked) / target.value
