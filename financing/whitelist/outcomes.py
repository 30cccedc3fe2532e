"""A filing for the financing whitelist that was approved puts its enterprise on the list."""

from accounts.tenancy import current_actor
from enterprises.models import Enterprise
from financing.models import WhitelistEntry
from financing.models.reasons import RemovalReason
from financing.whitelist.entries import make_entry, open_entry
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput
from procedures.cases.outcomes import register
from procedures.models import Application, Snapshot

WHITELIST = "financing_whitelist"


class WhitelistOutcome:
    """Puts enterprises on the list, and takes them off when the decision is corrected."""

    label = "列入重点融资支持企业名单库"
    once = False

    def grant(self, application: Application, snapshot: Snapshot) -> None:
        """List the enterprise; one that is on the list stays there. Raises `RuleViolation` where it
        does not meet the conditions any more."""
        entry = open_entry(application.organisation_id)
        if entry is not None and entry.state == WhitelistEntry.State.LISTED:
            return
        if entry is None:
            enterprise = Enterprise.objects.get(pk=application.organisation_id)
            entry = make_entry(
                enterprise,
                application.scheme_version,
                WhitelistEntry.Origin.FILING,
                application_id=application.pk,
            )
        if entry.state == WhitelistEntry.State.CANDIDATE:
            MACHINE.execute(None, entry.pk, "nominate")
        MACHINE.execute(current_actor(), entry.pk, "approve")

    def withdraw(self, application: Application, reason: str) -> None:
        listed = WhitelistEntry.objects.filter(
            organisation_id=application.organisation_id, state=WhitelistEntry.State.LISTED
        )
        for entry in listed:
            given = TransitionInput(reason=reason, reason_kind=RemovalReason.CORRECTION)
            MACHINE.execute(current_actor(), entry.pk, "remove", given)


def register_outcomes() -> None:
    register(WHITELIST, WhitelistOutcome())
