"""A bank's offer on a loan demand."""

from accounts.errors import refuse
from accounts.tenancy import Actor
from financing.demands.inputs import HandlingInput, OfferTerms
from financing.demands.machine import MACHINE, last_offer
from financing.doubts import amount_doubt, offer_doubt, rate_doubt, still_asked
from financing.models import DemandHandling


def make_offer(
    actor: Actor, handling_id: int, terms: OfferTerms, *, expected_version: int | None = None
) -> DemandHandling:
    """Offer a loan, instead of what the bank offered before.

    Raises as `Machine.execute`, with what is wrong with the terms at their fields; unusual figures
    are asked about once.
    """
    if not terms.is_checked:
        refuse(_doubts(DemandHandling.objects.visible_to(actor).get(pk=handling_id), terms))
    given = HandlingInput(offer=terms)
    return MACHINE.execute(actor, handling_id, "offer", given, expected_version=expected_version)


def _doubts(handling: DemandHandling, terms: OfferTerms) -> dict[str, str]:
    """What is unusual about an offer, by field; what was checked in the last one is not asked."""
    found = {
        "rate": rate_doubt(terms.rate),
        "amount": amount_doubt(terms.amount) or offer_doubt(handling.demand.amount, terms.amount),
    }
    return still_asked(found, vars(terms), last_offer(handling))
