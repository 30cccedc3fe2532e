"""The city decides on many proposals for the list at once: looked at first, then one by one."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from financing.models import WhitelistEntry
from financing.whitelist.machine import MACHINE
from lifecycle.bulk import Prospect, attempt
from lifecycle.bulk import prospects as prospects_of
from lifecycle.transitions import Transition, TransitionInput

Decision: TypeAlias = Transition[WhitelistEntry, TransitionInput]
MOST = 200
DECISIONS = ("approve", "decline")


def decision_named(name: str) -> Decision:
    """The transition of a decision. Raises `RuleViolation` for what is none."""
    if name not in DECISIONS:
        raise RuleViolation({"decision": "请选择要作出的决定。"})
    return MACHINE.transitions[name]


def prospects(actor: Actor, name: str, ids: Collection[int]) -> list[Prospect[WhitelistEntry]]:
    """What the decision `name` would meet on each chosen proposal, and so what speaks against it.

    Raises `NotPermitted`, `RuleViolation` for none or too many chosen.
    """
    _checked(actor, name, ids)
    return prospects_of(MACHINE, actor, name, _chosen(actor, ids))


def decide_entries(
    actor: Actor, name: str, versions: Mapping[int, int], reason: str
) -> list[Prospect[WhitelistEntry]]:
    """Carry the decision out on the proposals `versions` (id -> the version that was looked at);
    one that cannot be decided leaves the others alone. Returns what became of each: no reasons
    mean that it was decided.

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


def _decided(
    actor: Actor, name: str, entry: WhitelistEntry, version: int, reason: str
) -> Prospect[WhitelistEntry]:
    given = TransitionInput(reason)
    row, refused = attempt(MACHINE, actor, entry.pk, name, given, expected_version=version)
    if row is not None:
        entry.state, entry.valid_to = row.state, row.valid_to
    return Prospect(entry, refused)


def _checked(actor: Actor, name: str, ids: Collection[int]) -> Decision:
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
