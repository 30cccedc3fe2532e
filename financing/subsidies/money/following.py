"""Money follows the case: reserved when it is proposed, promised when it is decided, given back
when it gets nothing. One transaction with the case's own change; again changes nothing.

Source: domain facts A10 (示例); docs/decisions/0055.
"""

from decimal import Decimal

from django.utils import timezone

from accounts.errors import RuleViolation
from financing.ledger.commitments import commit, release, reserve
from financing.ledger.posting import lock_years
from financing.ledger.recoveries import paid_and_kept, propose_more
from financing.models import Payable, RecoveryCause, SubsidyClaim
from financing.subsidies.claims import rule_of
from financing.subsidies.money.corrections import (
    IN_TRANSIT,
    Held,
    carry_the_claim,
    earlier_cases,
    held_before,
    paid_before,
    recovered_otherwise,
    take_back_promises,
)
from financing.subsidies.money.granted_elsewhere import refuse_granted_elsewhere
from financing.subsidies.money.grants import held_too_much, instalments_of, new_money
from financing.subsidies.money.shares import (
    BUDGET,
    after_share,
    amount_to_propose,
    keep_share,
    needs_a_new_share,
    share_of,
)
from financing.subsidies.money.short_budget import PLAN_ANEW
from financing.subsidies.review.standing import amount_to_decide
from financing.subsidies.sums import recompute
from procedures.cases.changes import CaseChange
from procedures.models import Application

ZERO = Decimal(0)
# Transition -> why what was reserved is free again.
FREES = {
    "take_back_proposal": "撤回拟支持",
    "decline": "不予支持",
    "decline_after_objection": "异议成立，不予支持",
    "withdraw": "企业撤回申报",
}


def follow_money(change: CaseChange) -> None:
    """What the ledger does with each change of a claim's case."""
    name, case = change.transition.name, change.row
    if name not in (*FREES, "propose", "reopen") or not case.scheme_version.parsed.is_subsidy:
        return
    if name == "reopen":
        carry_the_claim(case)
        return
    claim = claim_or_none(case)
    if claim is None:
        return
    if name == "propose":
        keep_what_is_proposed(claim)
        return
    release(case, change.input.reason.strip() or FREES[name])
    if name == "take_back_proposal" and claim.approved_amount is not None:
        _write(claim, None)


def claim_or_none(case: Application) -> SubsidyClaim | None:
    """The claim of a case, which is given along; None for cases that claim nothing."""
    claim = SubsidyClaim.objects.filter(application=case).first()
    if claim is not None:
        claim.application = case
    return claim


def keep_what_is_proposed(claim: SubsidyClaim) -> None:
    """Work the claim out anew, with what was granted meanwhile, and reserve what it comes to.

    Raises `RuleViolation` where nothing is due, where another claim was proposed or decided for
    the same thing, where the share of the budget is not of this amount, and where the budget is
    short.
    """
    refuse_granted_elsewhere(claim, beside_proposed=True)
    if needs_a_new_share(claim):
        raise RuleViolation(PLAN_ANEW)
    shared = claim.sums.get(BUDGET)
    if rule_of(claim.application) is not None:
        worked = recompute(claim, "audited")
        if worked.refusals:
            raise RuleViolation(f"按办法算不出应付的金额：{'；'.join(worked.refusals)}。")
    if shared is not None and share_of(claim) is None:
        keep_share(claim, after_share(claim, amount_to_decide(claim)), shared)
        claim.save(update_fields=["sums"])
    amount = amount_to_propose(claim)
    if amount <= ZERO:
        raise RuleViolation("按办法计算的金额为零，不能拟支持；请核对明细，或不予支持。")
    _write(claim, amount)
    # A decision that corrects another one needs what the earlier one does not hold already.
    needed = new_money(claim, amount)
    if needed <= ZERO:
        return
    try:
        reserve(claim.application, needed)
    except RuleViolation as short:
        if "预算不足" not in str(short):
            raise
        raise RuleViolation(f"{short}请在“预算分配”里按办法分配，或追加预算。") from short


def _write(claim: SubsidyClaim, amount: Decimal | None) -> None:
    claim.approved_amount = amount
    claim.version += 1
    claim.save(update_fields=["approved_amount", "version"])


def grant_money(case: Application) -> None:
    """Promise what was decided, in the rule's instalments. A decision that corrects an earlier one
    promises what is more than was paid or is at the bank already, and proposes to ask back what is
    less."""
    claim = claim_or_none(case)
    if claim is None or not claim.approved_amount:
        return
    earlier = earlier_cases(case)
    if Payable.objects.filter(application=case).exclude(state=Payable.State.CANCELLED).exists():
        return
    refuse_granted_elsewhere(claim, beside_proposed=False)
    reason = f"原决定已更正，按 {case.number} 办理"
    for one in earlier:
        take_back_promises(one, reason, is_granted_anew=True)
    held = held_before(case)
    if due := instalments_of(claim, claim.approved_amount, timezone.localdate(), held):
        commit(case, due)
        return
    release(case, reason)
    _settle_what_is_less(claim, earlier, held, f"{reason}，审定金额减少")


def _settle_what_is_less(
    claim: SubsidyClaim, earlier: list[Application], held: Held, note: str
) -> None:
    """Ask back what earlier decisions hold beyond what is decided now and nobody asks for yet.
    Raises `RuleViolation` while that is at the bank: only its answer says what was paid."""
    assert claim.approved_amount is not None
    less = held_too_much(claim, claim.approved_amount, held)
    less -= recovered_otherwise(claim.application, held)
    at_bank = Payable.objects.filter(application__in=earlier, state__in=IN_TRANSIT)
    if less > paid_before(claim.application) and at_bank.exists():
        raise RuleViolation(
            "这次审定少于原决定，而原决定的款项已送银行，还没有答复；请等银行答复后再审定。"
        )
    _ask_back(earlier, less, note)


def _ask_back(earlier: list[Application], amount: Decimal, note: str) -> None:
    """Ask back `amount` of what the earlier cases were paid, the latest first."""
    for one in earlier:
        part = min(amount, paid_and_kept(one))
        if part > ZERO:
            lock_years(Payable.objects.filter(application=one).values_list("fund_year", flat=True))
            propose_more(one, RecoveryCause.OVERPAID, part, note)
            amount -= part


def withdraw_money(case: Application, reason: str) -> None:
    """What the decisions that `case` corrects brought about is taken back: promises at once, what
    was paid by a proposal that somebody decides."""
    for one in earlier_cases(case):
        take_back_promises(one, reason)
        if (kept := paid_and_kept(one)) > ZERO:
            propose_more(one, RecoveryCause.OVERPAID, kept, f"原决定已撤销：{reason}")
