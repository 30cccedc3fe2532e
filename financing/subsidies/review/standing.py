"""The figures that a review is about: before, now, difference."""

from decimal import Decimal

from financing.models import ReviewStage, SubsidyClaim

ZERO = Decimal(0)


def amount_before(claim: SubsidyClaim, stage: str) -> Decimal:
    """What stood when the stage began, in 元: as declared, or as the district found."""
    if stage == ReviewStage.AUDITED and claim.district_amount is not None:
        return claim.district_amount
    return claim.declared_amount or ZERO


def amount_now(claim: SubsidyClaim, stage: str) -> Decimal:
    """What stands at the stage by now, in 元; nothing decided yet leaves what stood before."""
    found = claim.audited_amount if stage == ReviewStage.AUDITED else claim.district_amount
    return amount_before(claim, stage) if found is None else found


def amount_to_decide(claim: SubsidyClaim) -> Decimal:
    """What the city decides on, in 元: the audited amount, or else the district's."""
    return amount_now(claim, ReviewStage.AUDITED)
