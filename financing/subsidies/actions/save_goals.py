"""The performance goals of a claim."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from financing.models import SubsidyClaim, SubsidyGoal
from financing.subsidies.locking import locked_claim
from pages.stale import refuse_stale

MOST_GOALS = 20


def save_goals(
    actor: Actor, case_id: int, goals: Sequence[Mapping[str, Any]], *, version: int | None = None
) -> SubsidyClaim:
    """Let the claim have exactly these goals. Their weights make 100 (domain-2 A11), or nothing is
    saved."""
    if len(goals) > MOST_GOALS:
        raise RuleViolation(f"最多 {MOST_GOALS} 个指标。")
    total = sum((Decimal(one["weight"]) for one in goals), Decimal(0))
    if goals and total != 100:
        raise RuleViolation(f"权重合计应为 100，现为 {total.normalize():f}。")
    names = [one["name"] for one in goals]
    if len(set(names)) != len(names):
        raise RuleViolation("有两个指标同名，请区分。")
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        refuse_stale(claim, version)
        SubsidyGoal.objects.filter(claim=claim).delete()
        SubsidyGoal.objects.bulk_create(
            SubsidyGoal(**claim.home, claim=claim, number=number, **one)
            for number, one in enumerate(goals, 1)
        )
        claim.version += 1
        claim.save(update_fields=["version"])
    return claim
