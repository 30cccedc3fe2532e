"""A filing for the financing whitelist that was approved puts its enterprise on the list."""

from django.db.models import CharField, QuerySet, Value
from django.urls import reverse

from accounts.compiled_queries import compiled_once
from accounts.tenancy import current_actor
from enterprises.models import Enterprise
from financing.models import WhitelistEntry
from financing.models.reasons import RemovalReason
from financing.whitelist.entries import make_entry, open_entry
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput
from procedures.cases.outcomes import Result, register, register_holdings, register_results
from procedures.models import Application, Snapshot
from procedures.models.application import State

WHITELIST = "financing_whitelist"


class WhitelistOutcome:
    """Puts enterprises on the list, and takes them off when the decision is corrected."""

    label = "列入重点融资支持企业名单库"
    once = True
    held_at = "financing:own"
    held_words = "企业已在重点融资支持企业名单库中，不用重新申报。"

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


def listing_of(application: Application) -> Result | None:
    """The enterprise's place on the list, as the page of an approved case tells its owner."""
    outcome = application.scheme_version.parsed.outcome
    if application.state != State.APPROVED or outcome != WHITELIST:
        return None
    return Result("已列入名单库", WhitelistOutcome.label, ("查看名单库", reverse("financing:own")))


def listed(first: int, last: int) -> list[tuple[int, str]]:
    """Organisation and kind of every place on the list, of organisations `first` to `last`."""
    return _listed(first, last)


@compiled_once
def _listed(first: int, last: int) -> QuerySet[WhitelistEntry, tuple[int, str]]:
    rows = WhitelistEntry.objects.listed().filter(
        organisation_id__gte=first, organisation_id__lte=last
    )
    kind = Value(WHITELIST, output_field=CharField())
    return rows.values_list("organisation_id", kind)


def register_outcomes() -> None:
    register_results(listing_of)
    register_holdings(listed)
    register(WHITELIST, WhitelistOutcome())
