"""A bank's offer on a loan demand."""

from accounts.tenancy import Actor
from financing.demands.inputs import HandlingInput, OfferTerms
from financing.demands.machine import MACHINE
from financing.models import DemandHandling


def make_offer(
    actor: Actor, handling_id: int, terms: OfferTerms, *, expected_version: int | None = None
) -> DemandHandling:
    """Offer a loan, instead of what the bank offered before.

    Raises as `Machine.execute`, with what is wrong with the terms at their fields.
    """
    given = HandlingInput(offer=terms)
    return MACHINE.execute(actor, handling_id, "offer", given, expected_version=expected_version)
