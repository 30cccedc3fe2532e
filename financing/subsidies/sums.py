"""The worked sum of a claim at each stage, kept with the amount that it gives."""

from collections.abc import Collection
from decimal import Decimal

from financing.models import SubsidyClaim
from financing.subsidies.claims import rule_of
from financing.subsidies.facts_of import Stage, facts_of
from schemes.amounts.engine import work_out
from schemes.amounts.facts import WrongFacts
from schemes.amounts.worked_sum import SumLine, WorkedSum

AMOUNT_OF: dict[Stage, str] = {
    "declared": "declared_amount",
    "district": "district_amount",
    "audited": "audited_amount",
}


def recompute(
    claim: SubsidyClaim, stage: Stage, doubled: Collection[int] | None = None
) -> WorkedSum:
    """Work the claim out at `stage`, keep the sum and its amount, and give it. A claim without a
    rule, and facts of which no sum can be made, give a sum that says so."""
    worked = worked_out(claim, stage, doubled)
    kept = {**claim.sums, stage: worked.as_json()}
    name = AMOUNT_OF[stage]
    if claim.sums != kept or getattr(claim, name) != worked.amount:
        claim.sums = kept
        setattr(claim, name, worked.amount)
        claim.save(update_fields=["sums", name])
    return worked


def worked_out(
    claim: SubsidyClaim, stage: Stage, doubled: Collection[int] | None = None
) -> WorkedSum:
    """The same without keeping it."""
    rule = rule_of(claim.application)
    why: tuple[str, ...] = ("这个项目的办法没有写明金额怎样计算，由审核部门核定。",)
    if rule is not None:
        try:
            return work_out(rule, facts_of(claim, stage, doubled))
        except WrongFacts as wrong:
            why = tuple(f"{message}。" for _, message in wrong.problems)
    nothing = Decimal("0.00")
    return WorkedSum((SumLine("=", "应付金额", amount=nothing),), nothing, nothing, why)
