"""The life of an entry of the financing whitelist, declared once.

Source: action plan 2018-2021, 三(五) (list, by the city); 金发〔2024〕32号 (proposed by districts).
"""

from datetime import timedelta
from typing import TypeAlias

from django.utils import timezone

from accounts.models import Membership
from accounts.tenancy import Actor
from certification.validity import last_day
from financing.models import WhitelistEntry, WhitelistEvent
from financing.models.reasons import RemovalReason
from financing.whitelist import notices as notices
from financing.whitelist.actions.give_consent import end_consents
from financing.whitelist.conditions import assess, conditions_in_force, shortcomings
from financing.whitelist.feed import refresh_entry
from financing.whitelist.notices import EntryChange
from lifecycle.gathering import ends_work
from lifecycle.guards import is_not_own_enterprise
from lifecycle.machine import Machine
from lifecycle.policies import (
    is_city_officer,
    is_its_enterprise,
    is_reviewer_of_its_district,
    is_the_portal,
)
from lifecycle.transitions import Transition, TransitionInput

State = WhitelistEntry.State
Step: TypeAlias = Transition[WhitelistEntry, TransitionInput]
EXTEND_AHEAD = 90  # days before the last day


# --- who may --------------------------------------------------------------------------------------


def is_its_bureau(actor: Actor | None, entry: WhitelistEntry) -> bool:
    return is_city_officer(actor, entry) or is_reviewer_of_its_district(actor, entry)


# --- when it is possible --------------------------------------------------------------------------


def meets_the_conditions(actor: Actor | None, entry: WhitelistEntry) -> str:
    """By the scheme in force now, which may be newer than the entry's own."""
    version = conditions_in_force()
    if version is None:
        return "现在没有在用的入库条件，请先在认定方案中发布。"
    lacks = shortcomings(assess(version, entry.organisation_id))
    return f"不符合入库条件：{'；'.join(lacks)}" if lacks else ""


def last_proposal(entry: WhitelistEntry) -> WhitelistEvent | None:
    """By which the entry came before the city: a bureau's, or the portal's for a filing."""
    rows = WhitelistEvent.objects.filter(entry=entry, transition__in=("propose", "nominate"))
    return rows.order_by("-id").first()


def was_proposed_by_another(actor: Actor | None, entry: WhitelistEntry) -> str:
    """Two people for a listing: who spoke for an enterprise does not decide on it."""
    proposal = last_proposal(entry)
    if actor is None or proposal is None or proposal.user_id != actor.user_id:
        return ""
    return "推荐人不能审定自己推荐的企业，请由另一位经办人审定。"


def waits_for_its_district(actor: Actor | None, entry: WhitelistEntry) -> str:
    """A district takes back what it proposed, and leaves the rest of what waits to the city."""
    if actor is None or not actor.is_district or entry.state != State.PROPOSED:
        return ""
    return "已提请市级审定，由市级决定；本单位推荐的可以撤回推荐。"


def was_proposed_by_its_bureau(actor: Actor | None, entry: WhitelistEntry) -> str:
    proposal = last_proposal(entry)
    if actor is None or proposal is None:
        return "没有可以撤回的推荐。"
    colleagues = Membership.objects.filter(
        user_id=proposal.user_id or 0, organisation_id=actor.organisation_id
    )
    return "" if colleagues.exists() else "不是本单位的推荐，不能撤回。"


def runs_out_soon(actor: Actor | None, entry: WhitelistEntry) -> str:
    if entry.valid_to is None:
        return ""
    days = (entry.valid_to - timezone.localdate()).days
    if days <= EXTEND_AHEAD:
        return ""
    return f"距有效期止还有 {days} 天，期满前 {EXTEND_AHEAD} 天内可以延长。"


# --- what it does ---------------------------------------------------------------------------------


def save_verdicts(change: EntryChange) -> None:
    version = conditions_in_force()
    if version is None:
        return
    change.row.scheme_version = version
    change.facts["evaluation"] = assess(version, change.row.organisation_id).as_json()


def begin_listing(change: EntryChange) -> None:
    entry = change.row
    entry.listed_at = timezone.now()
    set_the_last_day(change)


def set_the_last_day(change: EntryChange) -> None:
    """A further term begins where the present one ends."""
    entry = change.row
    months = entry.scheme_version.parsed.timetable.validity_months
    begins = timezone.localdate()
    if entry.valid_to is not None:
        begins = max(begins, entry.valid_to + timedelta(days=1))
    entry.valid_to = last_day(begins, months)
    change.facts["valid_to"] = entry.valid_to.isoformat()


def end_listing(change: EntryChange) -> None:
    change.row.left_at = timezone.now()
    kind = RemovalReason.OWN_REQUEST if change.transition.name == "leave" else ""
    change.row.left_because = change.input.reason_kind or kind


def end_the_consents(change: EntryChange) -> None:
    """Whoever leaves at their own wish does not want to be seen when they come back either."""
    end_consents(change.row.organisation_id, change.actor.user_id if change.actor else None)


def show_the_banks(change: EntryChange) -> None:
    """Who steps back before being listed was never theirs to see."""
    if change.row.listed_at is not None:
        refresh_entry(change.row)


OPEN = frozenset({State.CANDIDATE, State.PROPOSED})
LISTED = frozenset({State.LISTED})

TRANSITIONS = (
    Step(
        name="propose",
        label="推荐入库",
        sources=frozenset({State.CANDIDATE}),
        target=State.PROPOSED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise, meets_the_conditions),
        effects=(save_verdicts,),
        notify=(notices.tell_proposed,),
        tone="go",
    ),
    Step(
        name="nominate",
        label="提请审定",
        history_label="企业申报通过，提请审定",
        sources=frozenset({State.CANDIDATE}),
        target=State.PROPOSED,
        may=is_the_portal,
        effects=(save_verdicts,),
        by_hand=False,
    ),
    Step(
        name="approve",
        label="同意入库",
        history_label="列入名单库",
        sources=frozenset({State.PROPOSED}),
        target=State.LISTED,
        may=is_city_officer,
        guards=(is_not_own_enterprise, was_proposed_by_another, meets_the_conditions),
        effects=(save_verdicts, begin_listing),
        consequences=(show_the_banks,),
        notify=(notices.tell_listed,),
        tone="go",
    ),
    Step(
        name="take_back",
        label="撤回推荐",
        sources=frozenset({State.PROPOSED}),
        target=State.CANDIDATE,
        may=is_reviewer_of_its_district,
        guards=(was_proposed_by_its_bureau,),
        notify=(notices.tell_taken_back,),
    ),
    Step(
        name="decline",
        label="不予列入",
        history_label="未列入",
        sources=OPEN,
        target=State.DECLINED,
        may=is_its_bureau,
        guards=(is_not_own_enterprise, waits_for_its_district),
        notify=(notices.tell_declined,),
        reason_required=True,
        tone="no",
    ),
    Step(
        name="drop",
        label="不再符合条件",
        history_label="不再符合入库条件",
        sources=OPEN,
        target=State.DECLINED,
        may=is_the_portal,
        by_hand=False,
    ),
    Step(
        name="extend",
        label="延长有效期",
        sources=LISTED,
        target=None,
        may=is_city_officer,
        guards=(is_not_own_enterprise, runs_out_soon, meets_the_conditions),
        effects=(save_verdicts, set_the_last_day),
        consequences=(show_the_banks,),
        notify=(notices.tell_extended,),
        tone="go",
    ),
    Step(
        name="remove",
        label="移出名单库",
        sources=LISTED,
        target=State.LEFT,
        may=is_city_officer,
        guards=(is_not_own_enterprise,),
        effects=(end_listing,),
        consequences=(show_the_banks,),
        notify=(notices.tell_removed,),
        reason_kinds=(
            RemovalReason.CREDIT, RemovalReason.CONDITIONS, RemovalReason.CORRECTION,
            RemovalReason.OTHER,
        ),
        reason_required=True,
        tone="no",
    ),
    Step(
        name="leave",
        label="退出名单库",
        history_label="企业申请退出",
        sources=LISTED | OPEN,
        target=State.LEFT,
        may=is_its_enterprise,
        effects=(end_listing, end_the_consents),
        consequences=(show_the_banks,),
        notify=(notices.tell_bureau_left,),
        tone="no",
    ),
    Step(
        name="lapse",
        label="自动移出",
        history_label="自动移出名单库",
        sources=LISTED,
        target=State.LEFT,
        may=is_the_portal,
        effects=(end_listing,),
        consequences=(show_the_banks,),
        notify=(notices.tell_removed,),
        reason_kinds=(
            RemovalReason.CERTIFICATE, RemovalReason.CREDIT, RemovalReason.CONDITIONS,
            RemovalReason.EXPIRED,
        ),
        reason_required=True,
        by_hand=False,
    ),
)  # fmt: skip

MACHINE = Machine(
    name="whitelist",
    model=WhitelistEntry,
    noun="条名单记录",
    rows=TRANSITIONS,
    first=frozenset({State.CANDIDATE}),
    final=frozenset({State.LEFT, State.DECLINED}),
    tones={
        State.CANDIDATE: "calm",
        State.PROPOSED: "wait",
        State.LISTED: "ok",
        State.LEFT: "bad",
        State.DECLINED: "bad",
    },
    events=WhitelistEvent,
    parent="entry",
    takes=TransitionInput,
)
ends_work(MACHINE, notices.PROPOSED, State.PROPOSED)
