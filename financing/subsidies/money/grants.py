"""What a decided claim is paid: its instalments.

Source: domain facts A8 (the type of 财建〔2024〕148号: part at the start, the rest once the goals
are met) and A10 (示例).
"""

from datetime import date
from decimal import Decimal

from financing.ledger.commitments import Instalment
from financing.models import SubsidyClaim
from financing.subsidies.claims import rule_of
from schemes.amounts.paying import instalments
from schemes.definition.amount_terms import Goal, Pay


def pay_of(claim: SubsidyClaim) -> Pay:
    """How the claim's rule pays; at once where it says nothing."""
    rule = rule_of(claim.application)
    return rule.pay if rule else Pay()


def instalments_of(claim: SubsidyClaim, amount: Decimal, day: date) -> list[Instalment]:
    """`amount` in the instalments of the rule, due on the local `day`; those of nothing are left
    out. One that needs goals waits for them."""
    pay = pay_of(claim)
    goals = {one.key: one for one in pay.goals}
    return [
        Instalment(
            label=part.label,
            amount=part.amount,
            due_on=day,
            condition="；".join(_goal_words(goals[key]) for key in part.needs),
            clause=part.clause or _clause(claim),
        )
        for part in instalments(pay, amount)
        if part.amount > 0
    ]


def _goal_words(goal: Goal) -> str:
    sign = {">=": "不低于", "<=": "不高于"}[goal.comparison]
    return f"{goal.label}{sign} {goal.target:f} {goal.unit}".rstrip()


def _clause(claim: SubsidyClaim) -> str:
    """The clause that pays, where the instalment names none: the base's."""
    rule = rule_of(claim.application)
    return rule.base.clause if rule else ""
