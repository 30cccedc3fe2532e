"""What a decided claim is paid: its instalments.

Source: domain facts A6 and A8 (the type of 财建〔2024〕148号: part at the start, the rest once the
goals are met; what lapsed stays unpaid) and A10 (示例).
"""

from datetime import date
from decimal import Decimal

from financing.ledger.commitments import Instalment
from financing.models import SubsidyClaim
from financing.subsidies.claims import rule_of
from financing.subsidies.money.corrections import NOTHING_HELD, Held, held_before
from schemes.amounts.paying import instalments
from schemes.definition.amount_terms import Goal, Pay

ZERO = Decimal(0)


def pay_of(claim: SubsidyClaim) -> Pay:
    """How the claim's rule pays; at once where it says nothing."""
    rule = rule_of(claim.application)
    return rule.pay if rule else Pay()


def instalments_of(
    claim: SubsidyClaim, amount: Decimal, day: date, held: Held = NOTHING_HELD
) -> list[Instalment]:
    """What of `amount` is still due in the instalments of the rule, on the local `day`; those of
    nothing are left out. One that needs goals waits for them."""
    pay = pay_of(claim)
    goals = {one.key: one for one in pay.goals}
    due, _ = _still_due(pay, amount, held)
    return [
        Instalment(
            label=part.label,
            amount=left,
            due_on=day,
            condition="；".join(_goal_words(goals[key]) for key in part.needs),
            clause=part.clause or _clause(claim),
        )
        for part, left in zip(instalments(pay, amount), due, strict=True)
        if left > 0
    ]


def new_money(claim: SubsidyClaim, amount: Decimal) -> Decimal:
    """What `amount` takes of the budget beyond what earlier decisions of the case hold already."""
    if claim.application.corrects_id is None:
        return amount
    due, _ = _still_due(pay_of(claim), amount, held_before(claim.application))
    return sum(due, ZERO)


def held_too_much(claim: SubsidyClaim, amount: Decimal, held: Held) -> Decimal:
    """By how much earlier decisions hold more than `amount`, less what lapsed of it."""
    return _still_due(pay_of(claim), amount, held)[1]


def _still_due(pay: Pay, amount: Decimal, held: Held) -> tuple[list[Decimal], Decimal]:
    """What is due of each instalment of `amount`, and what is held beyond all of them."""
    parts, others = instalments(pay, amount), dict(held.by_label)
    due, room = [], []
    # What stands for no instalment of this rule, and for those that are smaller now.
    over = -held.asked_back
    for part in parts:
        has = others.pop(part.label, ZERO)
        covered = min(has, part.amount)
        over += has - covered
        gone = part.label in held.lapsed
        room.append(ZERO if gone else covered)
        due.append(ZERO if gone else part.amount - covered)
    over += sum(others.values(), ZERO)
    for place, left in enumerate(due):
        # Below zero: what corrections have asked back is due again.
        less = max(min(left, over), -room[place])
        due[place] -= less
        over -= less
    return due, max(over, ZERO)


def _goal_words(goal: Goal) -> str:
    sign = {">=": "不低于", "<=": "不高于"}[goal.comparison]
    return f"{goal.label}{sign} {goal.target:f} {goal.unit}".rstrip()


def _clause(claim: SubsidyClaim) -> str:
    """The clause that pays, where the instalment names none: the base's."""
    rule = rule_of(claim.application)
    return rule.base.clause if rule else ""
