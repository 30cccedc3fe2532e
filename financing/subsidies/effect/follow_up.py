"""What confirmed goals mean for the money: instalments that become due or lapse, and what is to
come back.

Source: domain-2 A6 (财建〔2024〕148号, quoted): investment below the target takes the money back,
tasks that were not done leave the remainder unpaid. The rule of the claim's version says which.
"""

from decimal import Decimal

from accounts.tenancy import system_scope
from financing.ledger.commitments import cancel_commitment, meet_condition
from financing.ledger.payable_machine import CANCELLABLE
from financing.ledger.recoveries import goal_missed, paid_and_kept
from financing.models import EffectFigure, EffectReport, Payable, SubsidyClaim
from financing.subsidies.claims import rule_of
from financing.subsidies.effect.rules import Direction
from procedures.models import Application
from schemes.amounts.paying import AfterReview, after_review, may_be_recovered
from schemes.amounts.recovering import Unmet, unmet_of
from schemes.definition.amount import AmountRule
from schemes.definition.amount_terms import Pay

CONFIRMED = EffectReport.State.CONFIRMED


def actuals_of(application: Application) -> dict[str, Decimal | None]:
    """The confirmed figures of the rule's goals by their keys, the latest of each. A goal that is
    not due yet counts once it is reached, and is open until then."""
    found: dict[str, Decimal | None] = {}
    rows = EffectFigure.objects.filter(
        report__claim__application=application, report__state=CONFIRMED
    ).exclude(goal_key="")
    for one in rows.select_related("report").order_by("report__for_day", "pk"):
        found[one.goal_key] = settled_value(one, one.report)
    return found


def settled_value(figure: EffectFigure, report: EffectReport) -> Decimal | None:
    """The figure once it decides about money: on its goal's day, or earlier where it is reached."""
    settled = figure.due_on <= report.for_day or _is_reached(figure)
    return figure.actual if settled else None


def _is_reached(figure: EffectFigure) -> bool:
    if figure.actual is None:
        return False
    if figure.direction == Direction.AT_MOST:
        return figure.actual <= figure.target
    return figure.actual >= figure.target


def payables_by_part(pay: Pay, application: Application) -> dict[str, Payable]:
    """Key of an instalment of the rule -> what is to be paid for it, by its label, or by place
    where none has a label of the rule: a correction may pay the later ones alone. Cancelled ones
    are left out only where another stands."""
    rows = list(Payable.objects.filter(application=application).order_by("number"))
    standing = [one for one in rows if one.state != Payable.State.CANCELLED] or rows
    labels = {one.label: one for one in rows} | {one.label: one for one in standing}
    found = {}
    by_place = not any(part.label in labels for part in pay.instalments)
    for place, part in enumerate(pay.instalments):
        one = labels.get(part.label)
        if one is None and by_place and place < len(rows):
            one = rows[place]
        if one is not None:
            found[part.key] = one
    return found


def follow_up(report: EffectReport) -> str:
    """Do what the rule says of the goals that are known now, in the portal's own name; what was
    done, in words. Doing it again changes nothing."""
    application = report.claim.application
    rule = rule_of(application)
    if rule is None or not rule.pay.goals:
        return ""
    with system_scope(reason="let goals decide about instalments"):
        found = after_review(rule.pay, actuals_of(application), paid_and_kept(application))
        said = list(found.why)
        said += _settle_instalments(rule.pay, application, found)
        said += _take_back(rule, report, found)
    return "；".join(said)


def _settle_instalments(pay: Pay, application: Application, found: AfterReview) -> list[str]:
    said, parts = [], payables_by_part(pay, application)
    reason = "；".join(found.why)
    for key in found.due:
        one = parts.get(key)
        if one is not None and one.state == Payable.State.WAITING:
            meet_condition(one.pk, "绩效目标已核实完成。")
            said.append(f"“{one.label}”可以支付")
    for key in found.lapsed:
        one = parts.get(key)
        if one is None or one.state in (Payable.State.PAID, Payable.State.CANCELLED):
            continue
        if one.state in CANCELLABLE:
            cancel_commitment(application, reason, numbers=[one.number])
            said.append(f"“{one.label}” {one.amount:,.2f} 元不再支付")
        else:
            said.append(f"“{one.label}”已列入支付批次，请核对后移出")
    return said


def _take_back(rule: AmountRule, report: EffectReport, found: AfterReview) -> list[str]:
    if found.take_back <= 0:
        return []
    # The goal was missed on its day: how long its confirmation takes does not let the claim lapse.
    clawback, day = rule.clawback, report.for_day
    if clawback is None or not may_be_recovered(clawback, "goal_missed", report.paid_on, day):
        return ["规则没有规定追回，或已过追回的年限，没有提出追回"]
    note = f"{report.for_day:%Y-%m-%d} 的绩效报告已核实：{'；'.join(found.why)}。"
    row = goal_missed(report.claim.application, None, note, on=day)
    return [f"已提出追回 {row.total:,.2f} 元"]


def unmet_goals(application: Application) -> Unmet | None:
    """The share of the goals that take money back and were missed, so far as confirmed; None where
    none was."""
    rule = rule_of(application)
    if rule is None:
        return None
    goals = [one for one in rule.pay.goals if one.missed == "take_back"]
    return unmet_of(goals, actuals_of(application))


def why_instalment_waits(payable: Payable) -> str:
    """What an instalment still waits for by its rule's goals; "" if nothing. Asked before it is
    said to be due, and before it is put into a batch."""
    claim = (
        SubsidyClaim.objects.filter(application_id=payable.application_id)
        .select_related("application__scheme_version")
        .first()
    )
    rule = rule_of(claim.application) if claim else None
    if claim is None or rule is None or not any(one.needs for one in rule.pay.instalments):
        return ""
    parts = payables_by_part(rule.pay, claim.application)
    part = next(
        (one for one in rule.pay.instalments
         if one.key in parts and parts[one.key].pk == payable.pk), None,
    )  # fmt: skip
    if part is None or not part.needs:
        return ""
    found = after_review(rule.pay, actuals_of(claim.application), Decimal(0))
    if part.key in found.due:
        return ""
    if part.key in found.lapsed:
        return f"{'；'.join(found.why)}，这一期不能支付。"
    labels = {one.key: one.label for one in rule.pay.goals}
    return f"绩效目标{'、'.join(f'“{labels[key]}”' for key in part.needs)}还没有全部核实完成。"
