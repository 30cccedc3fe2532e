"""The city decides on many proposals for the list at once: looked at first, then one by one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from accounts.state_machine import Said, Transition
from accounts.tenancy import Actor
from financing.models import WhitelistEntry
from financing.whitelist.machine import MACHINE

MOST = 200
DECISIONS = ("approve", "decline")


@dataclass(frozen=True)
class Prospect:
    """A chosen proposal and what speaks against the decision, or what became of it; no reasons
    mean that it can be, or was, carried out."""

    entry: WhitelistEntry
    reasons: tuple[str, ...]


def decision_named(name: str) -> Transition[WhitelistEntry]:
    """The transition of a decision. Raises `RuleViolation` for what is none."""
    if name not in DECISIONS:
        raise RuleViolation({"decision": "请选择要作出的决定。"})
    return MACHINE.transitions[name]


def prospects(actor: Actor, name: str, ids: Collection[int]) -> list[Prospect]:
    """What the decision `name` would meet on each chosen proposal.

    Raises `NotPermitted`, `RuleViolation` for none or too many chosen.
    """
    decision = _checked(actor, name, ids)
    return [Prospect(entry, _reasons(actor, decision, entry)) for entry in _chosen(actor, ids)]


def decide_entries(
    actor: Actor, name: str, versions: Mapping[int, int], reason: str
) -> list[Prospect]:
    """Carry the decision out on the proposals `versions` (id -> the version that was looked at);
    one that cannot be decided leaves the others alone.

    Raises `NotPermitted`, `RuleViolation` by field: a refusal needs its reason.
    """
    decision = _checked(actor, name, versions)
    if decision.reason_required and not reason.strip():
        raise RuleViolation({"reason": "请写明原因，企业会看到。"})
    with transaction.atomic():
        return [
            _decided(actor, name, entry, versions[entry.pk], reason)
            for entry in _chosen(actor, versions)
        ]


def _decided(actor: Actor, name: str, entry: WhitelistEntry, version: int, reason: str) -> Prospect:
    try:
        # `execute` is a savepoint of its own: a refusal undoes this entry's part alone.
        row = MACHINE.execute(actor, entry.pk, name, Said(reason), expected_version=version)
    except RuleViolation as refused:
        return Prospect(entry, tuple(refused.errors.values()))
    except (StaleVersion, NotPermitted) as refused:
        return Prospect(entry, (refused.message,))
    entry.state, entry.valid_to = row.state, row.valid_to
    return Prospect(entry, ())


def _checked(actor: Actor, name: str, ids: Collection[int]) -> Transition[WhitelistEntry]:
    if not actor.is_city:
        raise NotPermitted("名单库由市级主管部门审定。")
    decision = decision_named(name)
    if not ids:
        raise RuleViolation({"entries": "请至少选择一家企业。"})
    if len(set(ids)) > MOST:
        raise RuleViolation({"entries": f"一次最多办理 {MOST} 家，请分批选择。"})
    return decision


def _chosen(actor: Actor, ids: Collection[int]) -> list[WhitelistEntry]:
    rows = WhitelistEntry.objects.visible_to(actor).filter(pk__in=ids)
    # The order of the locks is that of the ids, so that two who decide do not wait for each other.
    return list(rows.select_related("district").order_by("id"))


def _reasons(
    actor: Actor, decision: Transition[WhitelistEntry], entry: WhitelistEntry
) -> tuple[str, ...]:
    if entry.state not in decision.sources:
        return (f"现在是“{entry.get_state_display()}”，不能{decision.label}。",)
    offers = {offer.transition.name: offer for offer in MACHINE.offers(actor, entry)}
    return offers[decision.name].reasons if decision.name in offers else ("不能办理。",)
