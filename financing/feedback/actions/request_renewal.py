"""Renewal of a loan without repayment (无还本续贷), asked for on the simplified path."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from enterprises.models import Enterprise, SizeClass
from financing.demands.actions.post_demand import DemandTerms, post_demand
from financing.models import CreditFeedback, LoanDemand
from financing.models.demand import Guarantee, Purpose
from financing.models.feedback import RENEWAL_AHEAD

# What the enterprise declares; that the loan is in the class 正常 is the bank's to judge.
DECLARATIONS = {
    "lawful": "依法合规经营",
    "sound": "生产经营正常，具有持续经营能力和良好的财务状况",
    "creditworthy": "信用状况良好，没有挪用贷款资金、欠贷欠息和逃废债等行为",
}
MEDIUM_UNTIL = date(2027, 9, 30)


def what_keeps_from_renewal(credit: CreditFeedback, size_class: str) -> str:
    """Why a loan does not take the simplified path, or "".

    Source: 金规〔2024〕13号 (small and micro enterprises, before the loan is due, in the class
    正常); 金发〔2025〕21号 (medium enterprises until 2027-09-30).
    """
    today = timezone.localdate()
    if credit.state != CreditFeedback.State.PAID_OUT or credit.due_on is None:
        return "不是已放款、没有结清的贷款。"
    if credit.is_overdue or credit.due_on < today:
        return "贷款已逾期或已到期，请直接与银行联系。"
    if credit.due_on > today + RENEWAL_AHEAD:
        return f"到期前 {RENEWAL_AHEAD.days} 天内可以申请，到期日 {credit.due_on:%Y-%m-%d}。"
    if size_class == SizeClass.MEDIUM and today > MEDIUM_UNTIL:
        return "中型企业的无还本续贷政策已到期。"
    if size_class not in (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM):
        return "无还本续贷面向小微企业和政策期内的中型企业。"
    return ""


def request_renewal(
    actor: Actor, credit_id: int, explanation: str, declared: Collection[str]
) -> LoanDemand:
    """Ask the bank of a loan that it goes on without being repaid first, on its terms as reported.

    Raises `CreditFeedback.DoesNotExist`, `NotPermitted`, or `RuleViolation` by field.
    """
    with transaction.atomic():
        rows = CreditFeedback.objects.visible_to(actor).select_for_update(of=("self",))
        credit: CreditFeedback = rows.get(pk=credit_id)
        enterprise = Enterprise.objects.get(pk=credit.organisation_id)
        if why := what_keeps_from_renewal(credit, enterprise.size_class):
            raise RuleViolation(why)
        if credit.renewals.filter(state=LoanDemand.State.OPEN).exists():
            raise RuleViolation("这笔贷款的续贷申请正在办理。")
        if set(DECLARATIONS) - set(declared):
            raise RuleViolation({"declared": "请逐项确认；有不符合的，请直接与银行联系。"})
        amount = credit.balance or credit.paid_out or credit.credit_line
        assert amount is not None, "it was paid out"
        terms = DemandTerms(
            amount=amount,
            term_months=_months(credit),
            purpose=Purpose.RENEWAL,
            explanation=explanation.strip() or "申请无还本续贷。",
            guarantees=(credit.guarantee or Guarantee.CREDIT,),
            contact_name=enterprise.contact_name,
            contact_phone=enterprise.contact_phone,
            needed_by=credit.due_on,
        )
        # The figures are the bank's own.
        return post_demand(actor, terms, [credit.bank_id], renews=credit, is_checked=True)


def _months(credit: CreditFeedback) -> int:
    """As long as before, in whole months."""
    assert credit.due_on is not None and credit.paid_out_on is not None, "it was paid out"
    return max(1, round((credit.due_on - credit.paid_out_on).days / 30.4375))
