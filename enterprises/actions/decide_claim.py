"""The bureau's answer to a claim."""

from django.db import transaction

from accounts.errors import StaleVersion
from accounts.tenancy import Actor
from enterprises.actions.decide_registration import refuse_unproved_code
from enterprises.claim_machine import MACHINE
from enterprises.models import Enterprise, EnterpriseClaim
from lifecycle.transitions import TransitionInput
from pages.stale import refuse_stale


def decide_claim(
    actor: Actor,
    claim_id: int,
    *,
    grant: bool,
    reason: str = "",
    version: int | None = None,
) -> EnterpriseClaim:
    """Grant or refuse a claim. A granted claimant becomes an administrator of the enterprise; an
    unclaimed entry gets its code (and its district) and counts as confirmed.

    `version` is the entry's that the page showed. Raises `NotPermitted`, `RuleViolation` (a
    refusal without reason, a code taken meanwhile) and `StaleVersion` when the claim was decided
    already or the entry was changed since.
    """
    with transaction.atomic():
        claim = EnterpriseClaim.objects.select_for_update(of=("self",)).get(pk=claim_id)
        entries = Enterprise.objects.select_for_update(of=("self",))
        enterprise = entries.get(pk=claim.organisation_id)
        if claim.state != EnterpriseClaim.State.OPEN:
            raise StaleVersion(f"这项申请已经审核，结果是“{claim.get_state_display()}”。")
        refuse_stale(enterprise, version)
        if grant:
            refuse_unproved_code(claim.credit_code, reason)
        name = "grant" if grant else "refuse"
        return MACHINE.execute(actor, claim_id, name, TransitionInput(reason))
