"""The yearly review of the cultivation pool: members who go on being cultivated."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import own_enterprises
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from enterprises.actions.enter_cultivation_pool import record_pool_event
from enterprises.models import PoolEvent
from enterprises.policies import BUREAUS
from enterprises.pool import due_for_review

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Kept:
    """How many were kept, and the names of those about whom the actor may not decide."""

    number: int
    conflicts: list[str]


def keep_in_pool(actor: Actor, enterprise_ids: Iterable[int]) -> Kept:
    """Record for each member that this year's review keeps it; who was reviewed already, or is in
    another district, is passed over.

    Raises `NotPermitted`; `RuleViolation` for nobody or more than `MOST_AT_ONCE`.
    """
    if actor.duty not in BUREAUS:
        raise NotPermitted("只有主管部门可以评估培育库企业。")
    wanted = set(enterprise_ids)
    if not wanted:
        raise RuleViolation("请先选择要继续培育的企业。")
    if len(wanted) > MOST_AT_ONCE:
        raise RuleViolation(f"一次最多选择 {MOST_AT_ONCE} 家。")
    with transaction.atomic():
        own = own_enterprises(actor)
        due = due_for_review(timezone.localdate().year).filter(pk__in=wanted)
        members = list(due.select_for_update(of=("self",)).order_by("pk"))
        kept = [one for one in members if one.pk not in own]
        for enterprise in kept:
            record_pool_event(enterprise, PoolEvent.Kind.KEPT, actor)
    return Kept(len(kept), [one.name for one in members if one.pk in own])
