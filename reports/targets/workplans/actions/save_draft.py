"""A district works on its work plan before it is filed."""

from collections.abc import Callable

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.models import WorkPlan
from reports.targets.workplans.content import Content
from reports.targets.workplans.machine import State, is_its_bureau

OPEN = (State.DRAFT, State.RETURNED, State.REVISING)


def save_draft(
    actor: Actor, pk: int, change: Callable[[Content], Content], version: int | None
) -> WorkPlan:
    """Let the content of a work plan be what `change` makes of it; it may be incomplete.

    Raises `WorkPlan.DoesNotExist`, `NotPermitted`, `StaleVersion`, and `RuleViolation` for one that
    is with the city.
    """
    with transaction.atomic():
        row = WorkPlan.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=pk)
        if not is_its_bureau(actor, row):
            raise NotPermitted("工作计划由本区市主管部门填写。")
        refuse_stale(row, version)
        if row.state not in OPEN:
            raise RuleViolation(f"现在是“{row.get_state_display()}”，不能修改。")
        content = change(Content.of(row.content)).as_json()
        if content != row.content:
            row.content = content
            row.version += 1
            row.save(update_fields=["content", "version"])
    return row
