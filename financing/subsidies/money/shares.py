"""What a claim gets of a short budget: kept with its sums, good while its amount is the same."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from financing.models import SubsidyClaim
from financing.subsidies.review.standing import amount_to_decide

BUDGET = "budget"


def share_of(claim: SubsidyClaim) -> Mapping[str, Any] | None:
    """The share of the budget that two officers gave the claim, if it is of the amount that stands
    now: a claim that was worked out anew needs a new one."""
    kept: Mapping[str, Any] | None = claim.sums.get(BUDGET)
    if kept is None or Decimal(kept["before"]) != amount_to_decide(claim):
        return None
    return kept


def amount_to_propose(claim: SubsidyClaim) -> Decimal:
    """What the city proposes, in 元: the share of a short budget, or else the amount worked out."""
    kept = share_of(claim)
    return amount_to_decide(claim) if kept is None else Decimal(kept["amount"])
