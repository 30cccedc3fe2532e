"""What a report would mean for the money once it is confirmed, told before anybody confirms it.
Changes nothing; `follow_up` is what does it."""

from financing.ledger.recoveries import paid_and_kept
from financing.models import EffectReport, Payable
from financing.subsidies.claims import rule_of
from financing.subsidies.effect.follow_up import actuals_of, payables_by_part, settled_value
from financing.subsidies.effect.judging import Judged
from financing.subsidies.effect.rules import FULL
from schemes.amounts.paying import after_review, may_be_recovered
from schemes.definition.amount_terms import MISSED

# An instalment that nothing follows for any more.
SETTLED = (Payable.State.PAID, Payable.State.CANCELLED)


def at_stake(report: EffectReport) -> dict[str, str]:
    """Key of a goal of the rule -> what it means for the money if it is missed."""
    rule = rule_of(report.claim.application)
    goals = rule.pay.goals if rule else ()
    return {one.key: MISSED[one.missed] for one in goals}


def is_missed(goal: Judged, report: EffectReport) -> bool:
    """Whether the day of the goal has come and it was not reached."""
    figure = goal.figure
    return figure.due_on <= report.for_day and goal.share is not None and goal.share < FULL


def foreseen(report: EffectReport) -> str:
    """What the confirmation would bring about, in words; "" for nothing."""
    application = report.claim.application
    rule = rule_of(application)
    if rule is None or not rule.pay.goals:
        return ""
    told = {one.goal_key: settled_value(one, report) for one in report.figures.all()}
    told.pop("", None)
    kept = paid_and_kept(application)
    found = after_review(rule.pay, actuals_of(application) | told, kept)
    parts = payables_by_part(rule.pay, application)
    said = list(found.why)
    for keys, what in ((found.due, "可以支付"), (found.lapsed, "不再支付")):
        open_ = [parts[key] for key in keys if key in parts and parts[key].state not in SETTLED]
        said += [f"“{one.label}” {one.amount:,.2f} 元{what}" for one in open_]
    if found.take_back > 0:
        day, clawback = report.for_day, rule.clawback
        may = clawback and may_be_recovered(clawback, "goal_missed", report.paid_on, day)
        said.append(
            f"已付而未追回的有 {kept:,.2f} 元，平台按办法提出追回，由另一位经办人决定"
            if may
            else "规则没有规定追回，或已过追回的年限，不提出追回"
        )
    return "；".join(said)
