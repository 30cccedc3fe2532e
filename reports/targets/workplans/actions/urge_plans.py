"""The city reminds several districts at once."""

from collections.abc import Collection

from django.db import transaction

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from reports.models import WorkPlan
from reports.targets.workplans.machine import MACHINE


def urge_plans(actor: Actor, ids: Collection[int]) -> int:
    """Urge those of the work plans that are to be filed; returns how many. Raises `NotPermitted`,
    and `RuleViolation` where there is none of them."""
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("由市级主管部门催报。")
    with transaction.atomic():
        rows = WorkPlan.objects.visible_to(actor).to_file().filter(pk__in=ids)
        found = list(rows.order_by("id").values_list("pk", flat=True))
        if not found:
            raise RuleViolation("选中的工作计划都已报送，不用催报。")
        for pk in found:
            MACHINE.execute(actor, pk, "urge")
    return len(found)
