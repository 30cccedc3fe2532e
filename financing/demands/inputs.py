"""What a bank or an enterprise says when a loan demand is handled."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.utils import timezone

from financing.bounds import AHEAD, HIGHEST_AMOUNT, TOO_MUCH
from financing.models import DemandHandling, LoanOffer
from financing.models.demand import Guarantee
from lifecycle.transitions import Change, TransitionInput


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


@dataclass(frozen=True)
class HandlingInput(TransitionInput):
    """The reason holds a bank's question or an enterprise's answer; `offer` the bank's terms."""

    offer: OfferTerms | None = None


HandlingChange: TypeAlias = Change[DemandHandling, HandlingInput]


def offer_is_sound(given: HandlingInput) -> dict[str, str]:
    """What is wrong with the terms of an offer, by their fields."""
    terms, errors = given.offer, {}
    if terms is None:
        return {"amount": "请填写融资方案。"}
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
    return errors
