"""When papers of a kind are made."""

from django.db import transaction

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.models import PaperSchedule
from reports.papers.schedule import EARLIEST, LATEST


def save_schedule(
    actor: Actor, kind: str, *, is_on: bool, hour: int, version: int | None
) -> PaperSchedule:
    """Switch the schedule of a kind on or off and set its hour (local).

    Raises `NotPermitted`, `StaleVersion`, and `RuleViolation` for an hour before the facts.
    """
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("报告排期由市级主管部门设定。")
    if not EARLIEST <= hour <= LATEST:
        raise RuleViolation({"hour": f"请填 {EARLIEST} 至 {LATEST} 点。"})
    with transaction.atomic():
        row = PaperSchedule.objects.select_for_update().filter(kind=kind).first()
        if row is None:
            return PaperSchedule.objects.create(kind=kind, is_on=is_on, hour=hour)
        refuse_stale(row, version)
        row.is_on, row.hour, row.version = is_on, hour, row.version + 1
        row.save()
    return row
