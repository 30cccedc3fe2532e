"""Comparing the registry with the conditions of entry: who could be on the list and is not."""

from dataclasses import dataclass

from accounts.errors import NotPermitted, RuleViolation
from accounts.jobs import start_job
from accounts.models import Job
from accounts.tenancy import Actor
from certification.models import Certificate
from enterprises.figures import facts_for
from enterprises.models import Enterprise
from financing.models import WhitelistEntry
from financing.whitelist.conditions import conditions_in_force
from financing.whitelist.entries import OPEN_STATES, make_entry
from financing.whitelist.machine import MACHINE
from lifecycle.transitions import TransitionInput
from procedures.trials.simulation import PASSED, Trial
from schemes.models import SchemeVersion

JOB = "financing.find_candidates"
AT_ONCE = 500


@dataclass(frozen=True)
class Found:
    """How many enterprises became candidates, and how many candidates no longer meet."""

    new: int
    dropped: int


def start_search(actor: Actor) -> Job:
    """Start the comparison of the actor's districts as a job.

    Raises `NotPermitted`; `RuleViolation` where no conditions are in force.
    """
    if not (actor.is_city or actor.is_district):
        raise NotPermitted("只有主管部门可以比对候选企业。")
    if conditions_in_force() is None:
        raise RuleViolation("现在没有在用的入库条件，请市级在认定方案中发布。")
    return start_job(actor, kind=JOB, label="比对名单库候选企业", payload={})


def compare_next(version: SchemeVersion, after: int) -> tuple[Found, int | None]:
    """Compare the next holders of certificates after an id; the last id, None at the end.

    Repeatable: who is on the list or on the way to it is left alone, but for candidates that no
    longer meet the conditions.
    """
    holders = Certificate.objects.filter(organisation_id__gt=after).order_by("organisation_id")
    ids = list(holders.values_list("organisation_id", flat=True).distinct()[:AT_ONCE])
    if not ids:
        return Found(0, 0), None
    open_entries = {
        entry.organisation_id: entry
        for entry in WhitelistEntry.objects.filter(organisation_id__in=ids, state__in=OPEN_STATES)
    }
    facts = facts_for(ids)
    results = Trial(version, is_filed=False).results(ids[0], ids[-1], facts)
    new, dropped = 0, 0
    enterprises = Enterprise.objects.in_bulk(ids)
    for one, (verdict, _) in zip(facts, results, strict=True):
        meets = verdict in PASSED
        entry = open_entries.get(one.organisation_id)
        if entry is None and meets:
            make_entry(enterprises[one.organisation_id], version, WhitelistEntry.Origin.AUTOMATIC)
            new += 1
        elif entry is not None and entry.state == WhitelistEntry.State.CANDIDATE and not meets:
            given = TransitionInput(reason="比对时不再符合入库条件。", reason_kind="conditions")
            MACHINE.execute(None, entry.pk, "drop", given)
            dropped += 1
    return Found(new, dropped), ids[-1]
