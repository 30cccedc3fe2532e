"""A bank's offer on a loan demand."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.state_machine import Said
from accounts.tenancy import Actor
from financing.bounds import AHEAD, HIGHEST_AMOUNT, TOO_MUCH
from financing.demands.machine import MACHINE
from financing.models import DemandHandling, LoanOffer
from financing.models.demand import Guarantee


@dataclass(frozen=True)
class OfferTerms:
    """What a bank offers: `amount` in 万元, `rate` in per cent a year, `valid_to` a local date."""

    amount: Decimal
    term_months: int
    rate: Decimal
    guarantee: str
    repayment: str
    valid_to: date
    other_costs: str = ""
    conditions: str = ""


def make_offer(
    actor: Actor, handling_id: int, terms: OfferTerms, *, expected_version: int | None = None
) -> DemandHandling:
    """Offer a loan, instead of what the bank offered before.

    Raises `RuleViolation` by field, and as `StateMachine.execute`.
    """
    errors = {}
    if terms.amount <= 0:
        errors["amount"] = "请填写大于 0 的额度。"
    elif terms.amount > HIGHEST_AMOUNT:
        errors["amount"] = TOO_MUCH
    if terms.term_months <= 0:
        errors["term_months"] = "请填写期限。"
    if not 0 <= terms.rate <= 36:
        errors["rate"] = "请填写 0 到 36 之间的年利率。"
    if terms.guarantee not in Guarantee.values:
        errors["guarantee"] = "请选择担保方式。"
    if terms.repayment not in LoanOffer.Repayment.values:
        errors["repayment"] = "请选择还款方式。"
    if terms.valid_to < timezone.localdate():
        errors["valid_to"] = "方案有效期不能早于今天。"
    elif terms.valid_to > timezone.localdate() + AHEAD:
        errors["valid_to"] = "方案有效期在一年以内，请核对。"
    if errors:
        raise RuleViolation(errors)
    said = Said(values=asdict(terms))
    return MACHINE.execute(actor, handling_id, "offer", said, expected_version=expected_version)
