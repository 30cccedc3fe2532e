"""What a bank or an enterprise says when a loan demand is handled."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from financing.bounds import problems_with
from financing.models import DemandHandling, LoanOffer
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
    is_checked: bool = False


@dataclass(frozen=True)
class HandlingInput(TransitionInput):
    """The reason holds a bank's question or an enterprise's answer; `offer` the bank's terms."""

    offer: OfferTerms | None = None


HandlingChange: TypeAlias = Change[DemandHandling, HandlingInput]


def offer_is_sound(given: HandlingInput) -> dict[str, str]:
    """What is wrong with the terms of an offer, by their fields."""
    if given.offer is None:
        return {"amount": "请填写融资方案。"}
    values = asdict(given.offer)
    return problems_with(LoanOffer(**values), values)
