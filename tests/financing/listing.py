"""The list of tests: enterprises with a certificate, on it or on their way."""

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from enterprises.models import Enterprise
from financing.models import Consent, FeedRow, WhitelistEntry
from financing.whitelist.actions.find_candidates import compare_next
from financing.whitelist.actions.give_consent import give_consent
from financing.whitelist.actions.propose_entry import propose_enterprise
from financing.whitelist.conditions import conditions_in_force
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput


def candidate(people: SimpleNamespace) -> WhitelistEntry:
    """Found by the comparison: the only candidate there is."""
    version = conditions_in_force()
    assert version is not None
    with acting_as(people.city):
        compare_next(version, 0)
        entry: WhitelistEntry = WhitelistEntry.objects.get(state="candidate")
    return entry


def proposed(people: SimpleNamespace, enterprise_id: int | None = None) -> WhitelistEntry:
    with acting_as(people.reviewer):
        return propose_enterprise(
            people.reviewer, enterprise_id or people.staff.organisation_id, "信用良好"
        )


def listed(people: SimpleNamespace, enterprise_id: int | None = None) -> WhitelistEntry:
    entry = proposed(people, enterprise_id)
    return done(people.city, entry, "approve")


def done(
    actor: Actor, entry: WhitelistEntry, name: str, said: TransitionInput | None = None
) -> WhitelistEntry:
    with acting_as(actor):
        return MACHINE.execute(actor, entry.pk, name, said)


def consented(
    actor: Actor, bank: Actor, groups: Sequence[str] = ("identity",), days: int = 30
) -> Consent:
    with acting_as(actor):
        return give_consent(
            actor, bank.organisation_id, groups, timezone.localdate() + timedelta(days=days)
        )


def fresh(entry: WhitelistEntry) -> WhitelistEntry:
    with system_scope(reason="test"):
        return WhitelistEntry.objects.get(pk=entry.pk)


def row_for(bank: Actor, enterprise_id: int) -> FeedRow:
    with system_scope(reason="test"):
        return FeedRow.objects.get(bank_id=bank.organisation_id, organisation_id=enterprise_id)


def renamed(enterprise_id: int, name: str) -> None:
    with system_scope(reason="test"):
        Enterprise.objects.filter(pk=enterprise_id).update(name=name)
