"""The rules by which lights change, as the city sets them."""

from collections.abc import Mapping

from django.db import transaction

from accounts.errors import NotPermitted, refuse
from accounts.tenancy import Actor
from financing.bounds import problems_with
from pages.stale import refuse_stale
from reports.models import LightRules
from reports.supervision.actions.watch_orders import recount_lights


def set_light_rules(actor: Actor, values: Mapping[str, object], *, version: int | None) -> int:
    """Set the rules, and count all orders in work anew by them; returns how many lights' days
    changed. Raises `NotPermitted`, `StaleVersion`, and `RuleViolation` by field."""
    if not actor.is_city:
        raise NotPermitted("亮灯规则由市级主管部门设定。")
    with transaction.atomic():
        LightRules.objects.get_or_create(pk=1)
        row = LightRules.objects.select_for_update().get(pk=1)
        # A page that was opened before there was a row showed the rules as the portal comes.
        refuse_stale(row, version or (row.version if row.version == 1 else 0))
        for name, value in values.items():
            setattr(row, name, value)
        refuse(problems_with(row, list(values)))
        row.version += 1
        row.save()
        return recount_lights()
