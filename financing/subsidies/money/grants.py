"""What a decided claim is paid: its instalments, and whether the next one may go out.

Source: domain facts A8 (the type of 财建〔2024〕148号: part at the start, the rest once the goals
are met) and A10 (示例).
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from financing.ledger.batch_checks import why_not_payable
from financing.ledger.commitments import Instalment
from financing.models import Payable, SubsidyClaim
from financing.subsidies.claims import rule_of
from schemes.amounts.paying import instalments, is_met
from schemes.definition.amount_terms import Goal, Pay, PayPart

# Claim -> the figure that each goal of its rule reached, by the goal's key; None for not known yet.
GoalFigures = Callable[[SubsidyClaim], Mapping[str, Decimal | None]]
_goal_figures: list[GoalFigures] = []
State = Payable.State


def register_goal_figures(figures: GoalFigures) -> None:
    """Let `figures` say what the goals of a claim have come to: whoever measures effects."""
    _goal_figures.append(figures)


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


def instalment_may_be_paid(payable: Payable) -> list[str]:
    """Why an instalment may not go out now, a Chinese sentence each; empty where it may.

    For whoever measures effects: once this names nothing but the condition's own confirmation,
    `commitments.meet_condition` lets it fall due.
    """
    found = []
    if payable.state not in (State.WAITING, State.DUE):
        found.append(f"这一期现在是“{payable.get_state_display()}”。")
    claim = SubsidyClaim.objects.select_related("application__scheme_version").get(
        application_id=payable.application_id
    )
    found += _unmet(claim, payable)
    if why := why_not_payable([payable]).get(payable.pk):
        found.append(why)
    return found


def _unmet(claim: SubsidyClaim, payable: Payable) -> list[str]:
    part = _part_of(claim, payable)
    if part is None or payable.state != State.WAITING:
        return []
    known: dict[str, Decimal | None] = {}
    for figures in _goal_figures:
        known |= figures(claim)
    found = []
    for goal in pay_of(claim).goals:
        if goal.key not in part.needs:
            continue
        value = known.get(goal.key)
        if value is None:
            found.append(f"“{goal.label}”还没有考核结果。")
        elif not is_met(goal, value):
            found.append(f"“{goal.label}”为 {value:f}，应{_goal_words(goal)}。")
    return found


def _part_of(claim: SubsidyClaim, payable: Payable) -> PayPart | None:
    """The instalment of the rule that the payable is, by its name."""
    return next((one for one in pay_of(claim).instalments if one.label == payable.label), None)
