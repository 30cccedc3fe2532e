"""What a claim gets of a short budget: kept with its sums, good while its amount is the same."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from financing.models import SubsidyClaim
from financing.subsidies.claims import rule_of
from financing.subsidies.review.standing import amount_to_decide
from financing.subsidies.sums import worked_out
from schemes.amounts.exact import to_cent
from schemes.amounts.worked_sum import WorkedSum

BUDGET = "budget"


def share_of(claim: SubsidyClaim) -> Mapping[str, Any] | None:
    """The share of the budget that two officers gave the claim, if it is of the amount that stands
    now: a claim that was worked out anew needs a new one."""
    kept: Mapping[str, Any] | None = claim.sums.get(BUDGET)
    if kept is None or Decimal(kept["before"]) != amount_to_decide(claim):
        return None
    return kept


def needs_a_new_share(claim: SubsidyClaim) -> bool:
    """Whether the claim was worked out anew since it was given its share. One that corrects a
    decision is paid by the share that the decision had."""
    if claim.application.corrects_id is not None:
        return False
    return BUDGET in claim.sums and share_of(claim) is None


def after_share(claim: SubsidyClaim, amount: Decimal) -> Decimal:
    """What the claim gets of its share where the rule gives `amount` by now: what others were paid
    comes off before the budget's factor (domain-2 A1). Never more than was decided, but where a
    correction finds more: it has the same factor, and all where nothing was cut."""
    kept = claim.sums.get(BUDGET)
    if kept is None:
        return amount
    before, given = Decimal(kept["before"]), Decimal(kept["amount"])
    if amount == before:
        return given
    corrects, rule = claim.application.corrects_id is not None, rule_of(claim.application)
    if corrects and given == before:
        return amount
    by_factor = rule and rule.budget and rule.budget.when_short == "pro_rata"
    if by_factor and before and (amount < before or corrects):
        return to_cent(Fraction(amount) * Fraction(given) / Fraction(before))
    return min(amount, given)


def keep_share(claim: SubsidyClaim, given: Decimal, told: Mapping[str, Any]) -> None:
    """Let the claim have `given` of what stands now; `told` are the words of the plan. The caller
    saves the claim."""
    before = amount_to_decide(claim)
    words = {name: told[name] for name in ("way", "available", "wanted", "factor") if name in told}
    kept = {"amount": f"{given:f}", "before": f"{before:f}", **words}
    claim.sums = {
        **claim.sums,
        BUDGET: {**kept, "sum": shared_sum(claim, before, given, words).as_json()},
    }


def shared_sum(
    claim: SubsidyClaim, before: Decimal, given: Decimal, told: Mapping[str, Any]
) -> WorkedSum:
    """The sum of the claim as it is paid: the budget's factor is a line of it."""
    kept = claim.sums.get("audited") or claim.sums.get("district")
    worked = WorkedSum.from_json(kept) if kept else worked_out(claim, "audited")
    if given == before or worked.amount != before or not told:
        return worked
    why = (
        f"预算不足，{told['way']}：可用 {Decimal(told['available']):,.2f} ÷ "
        f"合计 {Decimal(told['wanted']):,.2f}，系数 {told['factor']}"
    )
    rule = rule_of(claim.application)
    return worked.reduced_to(given, why, rule.budget.clause if rule and rule.budget else "")


def amount_to_propose(claim: SubsidyClaim) -> Decimal:
    """What the city proposes, in 元: the share of a short budget, or else the amount worked out."""
    amount = amount_to_decide(claim)
    if share_of(claim) is None and claim.application.corrects_id is None:
        return amount
    return after_share(claim, amount)
