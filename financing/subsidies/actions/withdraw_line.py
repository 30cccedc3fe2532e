"""Taking a line out of a claim, and back: it stays in its place, greyed, with its number."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from financing.models import SubsidyLine
from financing.subsidies.counting import recount
from financing.subsidies.keys import keep_keys
from financing.subsidies.locking import line_of, locked_claim
from pages.stale import refuse_stale


def withdraw_line(
    actor: Actor, case_id: int, number: int, version: int | None = None
) -> SubsidyLine:
    return _set(actor, case_id, number, version, withdrawn=True)


def restore_line(
    actor: Actor, case_id: int, number: int, version: int | None = None
) -> SubsidyLine:
    return _set(actor, case_id, number, version, withdrawn=False)


def _set(
    actor: Actor, case_id: int, number: int, version: int | None, *, withdrawn: bool
) -> SubsidyLine:
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        line = line_of(claim, number)
        refuse_stale(line, version)
        if (line.withdrawn_at is not None) == withdrawn:
            raise RuleViolation("这一行已经撤下。" if withdrawn else "这一行没有撤下。")
        line.withdrawn_at = timezone.now() if withdrawn else None
        line.version += 1
        line.save(update_fields=["withdrawn_at", "version"])
        keep_keys([line])
        recount(claim)
    return line
